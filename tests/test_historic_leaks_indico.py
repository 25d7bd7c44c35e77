"""What Indico leaked, asked of this site. A docstring says when, and where."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from committee import INNER, SEALED
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import make_user
from forms import typed
from leak_world import UNKNOWN, Leaks, browser, get, headers, seen, text
from posting_factories import give
from pytest_django import Settings
from schedule_factories import make_session
from signing_in import newest_letter, sign_in

from workshop.models import Letter

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]

API = "/api/v1/workshops/"
HOSTILE = '<img src=x onerror="alert(1)">'


def test_a_letter_links_to_the_site_whatever_host_was_asked_for(
    here: Leaks, settings: Settings
) -> None:
    """Indico CVE-2021-30185: the link to a new password went to the host that the request named."""
    settings.ALLOWED_HOSTS = ["*"]
    evil: dict[str, Any] = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    client = browser(here.story.olga)
    client.post("/account/sign-in/", {"email": UNKNOWN}, **evil)
    client.post("/credit/organize/organizers/", {"email": "new@example.org"}, **evil)
    sent = {"addresses": "new@example.org", "load": "4", "act": "send", "invite": "new@example.org"}
    client.post("/credit/organize/reviewers/invite/", sent, **evil)
    letters = Letter.everywhere.order_by("-pk")[:3]
    bodies = [letter.body for letter in letters]
    assert sum(settings.SITE_URL in body for body in bodies) >= 2
    assert [body for body in bodies if "evil" in body] == []


def test_asking_before_a_deletion_shows_a_name_as_text(here: Leaks) -> None:
    """Indico CVE-2023-37901: who deleted the bad thing was hit by its name."""
    page = here.workshop.pages.create(slug="bad", title=HOSTILE, body="x")
    session = make_session(here.workshop, title=HOSTILE)
    type(here.rae).objects.filter(pk=here.rae.pk).update(name=HOSTILE)
    for path in (
        f"pages/{page.slug}/remove/",
        f"schedule/sessions/{session.number}/remove/",
        f"reviewers/remove/?reviewer={here.rae.pk}",
    ):
        body = get(here.story.olga, f"/credit/organize/{path}").body.decode()
        assert "<img" not in body
        assert "&lt;img src=x" in body


@pytest.mark.parametrize("goal", ["javascript:alert(1)", '/"><script>alert(1)</script>'])
def test_where_to_go_next_is_no_script(here: Leaks, goal: str) -> None:
    """Indico CVE-2024-45399: `next` could be a script."""
    body = Client().get("/account/sign-in/", {"next": goal}).content.decode()
    assert "<script>alert" not in body
    assert "javascript:" not in body


def test_no_key_of_an_account_that_is_not_on_the_list_opens_it(here: Leaks) -> None:
    """Indico CVE-2025-53640: all people of the site could be listed, key by key."""
    ghost = make_user("ghost@hidden.example", "Ghost")
    pages = ["reviewers/edit/?reviewer=", "reviewers/remove/?reviewer="]
    pages += ["organizers/remove/?organizer=", "assignment/?reviewer=", "assignment/?submission="]
    for page in pages:
        url = f"/credit/organize/{page}"
        one, other = seen(here.story.olga, f"{url}{ghost.pk}", f"{url}{10**6}")
        assert one == other
    sent = [{"submission": "3", "reviewer": str(pk)} for pk in (ghost.pk, 10**6)]
    client = browser(here.story.olga)
    refused = [client.post("/credit/organize/assignment/assign/", each) for each in sent]
    assert [answer.status_code for answer in refused] == [409, 409]
    assert b"Ghost" not in refused[0].content
    rae = f"/credit/organize/{pages[0]}{here.rae.pk}"
    assert get(here.story.olga, rae).status == 200


@pytest.mark.parametrize(
    "formula",
    [r"$\href{javascript:alert(1)}{x}$", r"[x](javascript:alert(1))", r"$\html{<script>}$"],
)
def test_a_formula_is_no_link(here: Leaks, formula: str) -> None:
    """Indico 2023 and CVE-2025-59035: `\\href{javascript:}` in a formula ran."""
    here.workshop.submissions.filter(number=1).update(abstract=f"{formula} and so on")
    body = get(here.story.olga, "/credit/organize/submissions/1/").body.decode().lower()
    assert 'href="javascript' not in body
    assert "<script>" not in body
    assert "and so on" in body


@pytest.mark.parametrize(
    "body", [b"<html><script>alert(1)</script>", b"GIF89a%PDF-", b"\n%PDF-1.7"]
)
def test_a_page_is_not_taken_for_a_paper(here: Leaks, body: bytes) -> None:
    """Indico CVE-2026-25739, and December 2025 with S3: uploaded HTML ran on the site."""
    here.workshop.deadlines.filter(step="submit").update(closes_at="2030-01-01T00:00Z")
    file = SimpleUploadedFile("paper.pdf", body, "application/pdf")
    sent = typed(here.workshop, version="1", paper=file)
    answered = browser(here.story.ada).post("/credit/submissions/1/edit/", sent)
    assert b"This is not a PDF" in answered.content
    assert here.story.first.papers.count() == 1


def test_what_is_below_a_workshop_in_preparation_is_not_there_either(here: Leaks) -> None:
    """Indico CVE-2026-28352: what was checked for an event was not for a series of them."""
    here.workshop.schedule_versions.all().delete()
    pages = ["", "papers/", "schedule/", "submissions/", "review/", "papers/1/", "submissions/1/"]
    type(here.workshop).objects.filter(pk=here.workshop.pk).update(announced_at=None)
    for user in (None, here.story.eve, here.wilma):
        for page in pages:
            there, absent = (get(user, f"{API}{slug}/{page}") for slug in ("credit", "nobody"))
            assert (there.status, there.body) == (absent.status, absent.body)
            assert there.status in (403, 404)
    assert get(None, "/credit/").status == 404
    assert get(here.story.olga, "/credit/").status == 200


def test_no_cache_keeps_what_is_behind_a_session(here: Leaks) -> None:
    """Indico 2020, 8e896820e8, and 2023, `Vary: Cookie`: somebody was given another's answer."""
    for url in (
        "/account/",
        "/credit/submissions/1/",
        "/credit/submissions/1/paper.pdf",
        f"{API}credit/submissions/1/",
    ):
        said = headers(here.story.ada, url)
        assert (url, said["Cache-Control"]) == (url, "private, no-store")
        assert "Cookie" in said["Vary"]
    public = [get(user, "/credit/").body for user in (None, here.story.ada, here.story.olga)]
    assert public == [public[0]] * 3


def test_a_letter_has_one_reader(here: Leaks) -> None:
    """Indico 2017-11, fda0d494a6: all recipients stood in one mail."""
    here.story.take("notify")
    for letter in Letter.everywhere.all():
        assert letter.recipient.count("@") == 1
        assert not set(",;\r\n <>") & set(letter.recipient)
    told = here.workshop.letters.filter(event="submissions/decision_released")
    by_two = [letter for letter in told if letter.about == 1]
    assert sorted(letter.recipient for letter in by_two) == ["ada@example.org", "bob@example.org"]
    assert [letter.pk for letter in by_two if other_of(letter) in letter.body] == []


def other_of(letter: Letter) -> str:
    return "bob@example.org" if letter.recipient.startswith("ada") else "ada@example.org"


def test_what_is_packed_for_one_role_holds_no_reviews(here: Leaks) -> None:
    """Indico 2016-11, d838458e86: the PDF of an abstract showed its reviews to the wrong role."""
    for user, url in (
        (here.story.ada, "/credit/submissions/1/paper.pdf"),
        (here.story.reviewers[2], "/credit/review/papers.zip"),
        (here.story.olga, "/credit/organize/submissions/papers.zip"),
        (here.story.olga, "/credit/organize/submissions/submissions.csv"),
    ):
        found = text(user, url)
        assert [marker for marker in (SEALED, INNER) if marker in found] == []


def test_no_row_that_authors_read_holds_a_reviewer_s_name(here: Leaks) -> None:
    """Indico 2010-03, 3cc4fe2d6d: the names of reviewers were put into a status all could read."""
    here.story.take("notify")
    from django.apps import apps

    for model in apps.get_app_config("submissions").get_models():
        for row in model._base_manager.values():
            words = str(row).lower()
            assert "zq7quill" not in words, model
            assert INNER not in words, model
    status = get(here.story.ada, "/credit/submissions/").body.decode().lower()
    assert "zq7quill" not in status


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "＝"])
def test_a_title_is_no_formula_in_a_spreadsheet(here: Leaks, sign: str) -> None:
    """Indico 2019-10, 0796f373b6: cells of an export began formulas."""
    here.workshop.submissions.filter(number=1).update(title=f"{sign}HYPERLINK(1)")
    found = get(here.story.olga, "/credit/organize/submissions/submissions.csv")
    rows = list(csv.DictReader(io.StringIO(found.body.decode("latin-1"))))
    [title] = [row["title"] for row in rows if row["number"] == "1"]
    assert title.startswith("'")


@pytest.mark.parametrize(
    "goal",
    ["//e.example", "/\\e.example", "\t//e.example", "https:e.example", "http:///e.example"],
)
def test_no_answer_leads_off_the_site(here: Leaks, goal: str) -> None:
    """Indico 2021, 2024, 2025, 2026: five times a redirect could lead anywhere."""
    ended = sign_in(Client(), here.story.bob.email, next=goal)
    assert ended["Location"].startswith("/account/")
    assert goal.strip() not in newest_letter().body
    again = browser(here.story.bob).get("/account/password/", {"next": goal})
    assert again["Location"] == "/account/"


def test_a_reader_of_the_api_gets_no_profile(here: Leaks) -> None:
    """Indico CVE-2025-59034: an old API gave whole profiles."""
    here.story.take("notify")
    give(here.workshop.submissions.get(number=2), "page")
    for page in ("users/", "people/", "profiles/", "accounts/", "reviewers/", "organizers/"):
        for url in (f"{API}{page}", f"{API}credit/{page}", f"/api/v1/{page}", f"/api/v1/{page}1/"):
            assert get(here.story.ada, url).status == 404
    found = text(here.wilma, f"{API}credit/papers/2/")
    assert "author eve" in found
    assert [key for key in ("email", "zone", "is_", "submitter", "user") if key in found] == []
