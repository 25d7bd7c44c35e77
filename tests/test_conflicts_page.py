"""The organizers' page of conflicts of interest: a line for each reviewer and submission, with all
its reasons, judged together as they were shown."""

from __future__ import annotations

import re

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, as_one
from django.test import Client
from factories import make_organizer, make_submission
from review_factories import bar, make_reviewer

from reviews import conflicts
from reviews.due import due_next
from reviews.models import Conflict
from submissions.models import Submission
from workshop.models import Barrier, User, Workshop

pytestmark = pytest.mark.django_db
LIST = "/credit/organize/conflicts/"


@pytest.fixture
def ann(workshop: Workshop) -> User:
    user = make_reviewer(workshop, "ann@kth.example", "Ann Berg")
    User.objects.filter(pk=user.pk).update(affiliation="KTH")
    return user


@pytest.fixture
def page(olga: User) -> Client:
    return as_one(olga)


def paper(workshop: Workshop, email: str = "bo@kth.example", affiliation: str = "") -> Submission:
    row = make_submission(workshop, authors=[email])
    row.authors.update(affiliation=affiliation)
    return row


def shown(page: Client, button: str) -> tuple[str, str]:
    """Where the only button of this name leads, and what it hands back."""
    text = page.get(LIST).content.decode()
    if button == "dismiss":
        [url] = re.findall(r'href="([^"]*/dismiss/[^"]*)"', text)
        [seen] = re.findall(r'name="seen" value="([^"]*)"', page.get(url).content.decode())
        return url, seen
    [(seen, url)] = re.findall(
        rf'name="seen" value="([^"]*)" formaction="([^"]*/{button}/.*?)"', text
    )
    return url, seen


def press(page: Client, button: str) -> str:
    url, seen = shown(page, button)
    return page.post(url, {"seen": seen}, follow=True).content.decode()


def is_barred(workshop: Workshop, user: User) -> bool:
    return bool(workshop.barriers.filter(user=user).exists())


def test_two_reasons_are_one_line_and_dismissed_by_one_button(
    workshop: Workshop, page: Client, olga: User, ann: User
) -> None:
    paper(workshop, affiliation="KTH")
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.count() == 2
    text = page.get(LIST).content.decode()
    assert "1 to look at" in text
    assert text.count("Ann Berg</td>") == 1
    assert [one.count for one in due_next(workshop, olga, AT)] == [1]
    assert "Ann Berg may handle submission 1" in press(page, "dismiss")
    assert not is_barred(workshop, ann)
    assert workshop.entries.filter(verb="dismissed").count() == 1
    assert "is barred from submission 1" in press(page, "take-back")
    assert is_barred(workshop, ann)
    press(page, "confirm")
    assert not workshop.conflicts.filter(confirmed_at=None).exists()
    assert "to look at" not in page.get(LIST).content.decode()
    press(page, "take-back")
    assert workshop.conflicts.filter(confirmed_at=None).count() == 2


@pytest.mark.parametrize("button", ["confirm", "dismiss"])
def test_what_is_found_after_the_page_was_shown_is_still_to_be_looked_at(
    workshop: Workshop, page: Client, ann: User, button: str
) -> None:
    row = paper(workshop)
    conflicts.detect(workshop, AT)
    url, seen = shown(page, button)
    row.authors.update(affiliation="KTH")
    conflicts.detect(workshop, AT)
    said = page.post(url, {"seen": seen}, follow=True).content.decode()
    assert ("Something else still bars Ann Berg" in said) == (button == "dismiss")
    told = {"confirm": {"confirmed_at": None}, "dismiss": {"dismissed_at": None}}[button]
    assert workshop.conflicts.exclude(**told).get().source == "domain"
    assert is_barred(workshop, ann)
    assert "1 to look at" in said


def test_what_was_shown_and_has_changed_is_not_judged_by_half(
    workshop: Workshop, page: Client, ann: User
) -> None:
    row = paper(workshop, affiliation="KTH")
    conflicts.detect(workshop, AT)
    url, seen = shown(page, "confirm")
    row.authors.update(affiliation="")
    conflicts.detect(workshop, AT)
    said = page.post(url, {"seen": seen}, follow=True).content.decode()
    assert "has changed since you opened the page" in said
    assert not workshop.conflicts.exclude(confirmed_at=None).exists()


def test_who_is_barred_from_half_of_the_evidence_dismisses_what_they_see(
    workshop: Workshop, page: Client, olga: User, ann: User
) -> None:
    hidden = make_submission(workshop, authors=[ann.email, "bo@kth.example"])
    hidden.authors.update(affiliation="")
    bar(olga, hidden)
    paper(workshop)
    conflicts.detect(workshop, AT)
    text = page.get(LIST).content.decode()
    assert text.count("Ann Berg</td>") == 1
    assert "found by the site" in text
    asked = page.get(shown(page, "dismiss")[0]).content.decode()
    assert "Dismiss a conflict of Ann Berg with submission 2?" in asked
    assert "wrote another submission" not in asked
    assert "Something else still bars Ann Berg" in press(page, "dismiss")
    assert workshop.conflicts.get(source="domain").dismissed_at
    assert workshop.conflicts.get(source="co-author").dismissed_at is None
    per = as_one(make_organizer(workshop, "per@far.example", "Per"))
    assert "Ann Berg may handle submission 2" in press(per, "dismiss")


def test_there_are_fifty_on_a_page_and_a_button_leads_back_to_it(
    workshop: Workshop, page: Client
) -> None:
    row = paper(workshop)
    users = User.objects.bulk_create(User(email=f"r{n}@far.example") for n in range(51))
    facts = {"workshop": workshop, "submission": row, "source": "domain", "found_at": AT}
    made = workshop.conflicts.bulk_create(Conflict(user=user, **facts) for user in users)
    barred = {"workshop": workshop, "number": row.number, "reason": "conflict"}
    workshop.barriers.bulk_create(Barrier(user=user, **barred) for user in users)
    first = page.get(LIST).content.decode()
    assert "51 to look at" in first
    assert first.count("</tr>") == 51
    assert "?page=2" in first
    second = page.get(f"{LIST}?page=2").content.decode()
    assert second.count("</tr>") == 2
    url = f"{LIST}confirm/?page=2&conflict={made[50].key}"
    assert url.replace("&", "&amp;") in second
    answer = page.post(url, {"seen": conflicts.seen(made[50])})
    assert answer["Location"] == f"{LIST}?page=2"
