"""Step 3: lists of people that are long, doubled, or no text at all."""

from __future__ import annotations

import time

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, INVITE, as_one
from django.core.files.uploadedfile import SimpleUploadedFile
from review_factories import make_reviewer

from reviews import profile
from reviews.invitees import read as read_people
from reviews.publications.reading import read
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_a_file_whose_text_holds_a_nul_is_refused(workshop: Workshop, olga: User) -> None:
    body = "name,email\nA\0nn,ann@x.example\n".encode("utf-16")
    facts = {"load": 4, "invite": "ann@x.example", "act": "send"}
    file = SimpleUploadedFile("list.csv", body)
    answer = as_one(olga).post(INVITE, {"people": file, **facts})
    assert "This is not text." in answer.content.decode()
    assert not workshop.invitations.exists()


@pytest.mark.parametrize("line", ["a" + " " * 59_000 + "b", "a " * 29_000, '"' * 59_000])
def test_a_long_line_is_read_at_once(line: str) -> None:
    began = time.process_time()
    read_people(line, [])
    assert time.process_time() - began < 0.5


def test_of_a_list_that_is_too_long_a_part_is_shown(workshop: Workshop, olga: User) -> None:
    lines = [f"a{n}@o.example" for n in range(2500)]
    page = as_one(olga).post(INVITE, {"addresses": "\n".join(lines), "load": 4, "act": "look"})
    text = page.content.decode()
    assert "Invite 200 people at a time; here are 2500." in text
    assert "Here are the first 200." in text
    assert text.count('<tr><th scope="row">') == 200
    assert len(page.content) < 150_000


def test_of_those_who_stand_there_twice_a_few_are_told(workshop: Workshop, olga: User) -> None:
    data = {"addresses": "ann@o.example\n" * 2500, "load": 4, "act": "look"}
    page = as_one(olga).post(INVITE, data)
    assert "2479 more lines say it again." in page.content.decode()
    assert len(page.content) < 150_000


def test_of_two_strings_of_one_name_the_first_counts() -> None:
    one = '@string{acl = "ACL"}\n@article{a, title={A}, journal=acl, year=2020}\n'
    two = '@string{acl = "Other"}\n@article{b, title={B}, journal=acl, year=2021}\n'
    found = read(one + two)
    assert [(each.title, each.venue) for each in found.publications] == [("A", "ACL"), ("B", "ACL")]
    assert found.problems == []


def test_the_newest_publications_come_first_those_without_a_year_last(
    workshop: Workshop, olga: User
) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann Berg")
    for title, year in (("Undated", None), ("New", 2025), ("Old", 2001)):
        workshop.publications.create(user=ann, title=title, year=year, added_at=AT)
    assert [row.title for row in workshop.publications.all()] == ["New", "Old", "Undated"]


def test_a_title_is_the_same_with_and_without_its_accents(workshop: Workshop, olga: User) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann Berg")
    for title in ("Poincaré maps", "Poincare maps"):
        text = f"@article{{a, title={{{title}}}}}"
        profile.add_publications(workshop, read(text).publications, by=ann, at=AT)
    assert workshop.publications.count() == 1
