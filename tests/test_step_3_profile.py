"""Step 3: a reviewer's page about themselves: topics, load, ties, publications."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from review_factories import assign, make_reviewer

from reviews import profile
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
PROFILE = "/credit/review/profile/"
PUBLICATIONS = f"{PROFILE}publications/"
BIBTEX = """
@article{one, title={Credit Where It Is Due}, author={Ann Berg and Bo Ek}, year={%d}}
@inproceedings{two, title={Another}, author={Berg, Ann}, year={2020}, booktitle={Proc.}}
@article{three, author={Ann Berg}}
"""


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann Berg", load=4)


@pytest.fixture
def browser(ann: User) -> Client:
    return as_one(ann)


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(browser: Client, **changes: object) -> int:
    """What the page shows, with these changes, sent back."""
    form = browser.get(PROFILE).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value} | changes
    return browser.post(PROFILE, data).status_code


def titles(workshop: Workshop) -> list[str]:
    return sorted(workshop.publications.values_list("title", flat=True))


def test_a_reviewer_changes_what_they_take_whatever_papers_they_have(
    workshop: Workshop, ann: User, browser: Client
) -> None:
    topic = workshop.topics.get(name="Memory")
    assert send(browser, load=2, topics=[topic.name]) == 302
    profile = workshop.reviewer_profiles.get(user=ann)
    assert (profile.load, list(profile.topics.all())) == (2, [topic])
    assign(make_submission(workshop, authors=["bo@one.example"]), ann)
    assert "Papers that you have already stay yours" in browser.get(PROFILE).content.decode()
    send(browser, load=1, people="Cy Dahl")
    assert workshop.reviewer_profiles.get(user=ann).load == 1
    assert workshop.ties.get().text == "Cy Dahl"
    assert workshop.assignments.get().state == "confirmed"


def test_whom_they_name_they_are_not_given_and_only_what_follows_is_told(
    workshop: Workshop, ann: User, browser: Client
) -> None:
    make_submission(workshop, authors=["bo@one.example"])
    send(browser, people="bo@one.example\n\n bo@one.example ", institutions="secret.example")
    assert list(workshop.ties.values_list("kind", "text")) == [
        ("institution", "secret.example"),
        ("person", "bo@one.example"),
    ]
    assert workshop.conflicts.get().evidence == "Author bo, named as “bo@one.example”"
    assert workshop.barriers.filter(user=ann, number=1).exists()
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    shown = as_one(olga).get(f"/credit/organize/reviewers/edit/?reviewer={ann.pk}")
    assert "secret.example" not in shown.content.decode()
    send(browser, people="", institutions="")
    assert workshop.conflicts.exists(), "an organizer says whether it was a mistake"


def test_thirty_lines_are_enough_and_a_stale_page_is_not_saved(
    workshop: Workshop, browser: Client
) -> None:
    assert send(browser, people="\n".join(f"Bo Ek{n}" for n in range(31))) == 200
    assert send(browser, people="Bo Ek", seen="old") == 409
    assert not workshop.ties.exists()
    assert send(browser) == 302
    assert not workshop.entries.exists(), "nothing was changed"


def test_pasted_publications_are_listed_once_and_removed_one_by_one(
    workshop: Workshop, ann: User, browser: Client
) -> None:
    make_submission(workshop, authors=["bo@one.example"])
    workshop.submissions.get().authors.update(name="Bo Ek")
    text = BIBTEX % (workshop.first_day.year - 1)
    page = browser.post(PUBLICATIONS, {"text": text}, follow=True).content.decode()
    assert "2 of 3 entries were read." in page
    assert "has no title" in page
    assert "2 are new." in page
    assert "Credit Where It Is Due" in page
    assert workshop.conflicts.get().source == "publication"
    again = browser.post(PUBLICATIONS, {"text": text}, follow=True).content.decode()
    assert "0 are new." in again
    row = workshop.publications.get(title="Another")
    other = make_reviewer(workshop)
    assert as_one(other).post(PUBLICATIONS, {"remove": row.pk}).status_code == 404
    browser.post(PUBLICATIONS, {"remove": row.pk})
    assert titles(workshop) == ["Credit Where It Is Due"]
    assert [entry.text for entry in workshop.entries.filter(about=None).order_by("pk")] == [
        "Ann Berg added 2 publications",
        "Ann Berg removed a publication",
    ]


def test_an_export_file_is_read(workshop: Workshop, browser: Client) -> None:
    paper = {"paperId": "1", "title": "Found", "year": 2024, "authors": [{"name": "Ann Berg"}]}
    body = json.dumps({"data": [paper]}).encode()
    file = SimpleUploadedFile("papers.json", body, "application/json")
    browser.post(PUBLICATIONS, {"publications": file})
    row = workshop.publications.get()
    assert (row.title, row.year, row.authors) == ("Found", 2024, "Ann Berg")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "Paste BibTeX, or choose a file."),
        (b"%PDF-1.7", "This is a PDF. Choose it below"),
        (b"<html></html>", "This is a web page."),
        (b"@article{one, author={Ann Berg}}", "has no title"),
    ],
)
def test_what_cannot_be_read_is_said(browser: Client, body: bytes, sentence: str) -> None:
    data = {"publications": SimpleUploadedFile("file", body)} if body else {}
    assert sentence in browser.post(PUBLICATIONS, data).content.decode()


def test_an_organizer_reads_what_a_reviewer_has_published(
    workshop: Workshop, ann: User, browser: Client
) -> None:
    browser.post(PUBLICATIONS, {"text": BIBTEX % 2020})
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    shown = as_one(olga).get(f"/credit/organize/reviewers/edit/?reviewer={ann.pk}")
    assert "Credit Where It Is Due" in shown.content.decode()


def test_an_organizer_who_looks_as_a_reviewer_is_not_shown_whom_they_have_named(
    workshop: Workshop, ann: User, browser: Client
) -> None:
    send(browser, people="Secret Friend")
    assert profile.ties_of(workshop, ann) == [("person", "Secret Friend")]
    ann.looked_at_by = make_organizer(workshop, "olga@home.example", "Olga")
    assert profile.ties_of(workshop, ann) == []
