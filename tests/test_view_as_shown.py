"""Looking at the site as somebody else: what is shown is what they would be shown."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from committee import plain
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_submission
from review_factories import make_review
from view_as_fixtures import those_here  # noqa: F401
from view_as_story import ADA, BOB, Here, body, mine, said, urls

from reviews.models import Review
from submissions.status import Status
from workshop.models import User
from workshop.viewing import ASKED_IN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "whom"), [("ada", ADA), ("rita", "rita"), ("visitor", "public:")])
def test_the_pages_are_those_that_the_person_gets(here: Here, who: str, whom: str) -> None:
    looking = here.looking(here.rita if whom == "rita" else whom)
    own = here.client(who)
    shown = 0
    now = timezone.now()
    with patch("django.utils.timezone.now", lambda: now):
        for url in mine(here):
            theirs, seen = own.get(url), looking.get(url)
            if theirs.status_code == 302 and theirs["Location"].startswith("/account/"):
                assert (seen.status_code, ASKED_IN in seen.content.decode()) == (404, True)
                continue
            assert seen.status_code == theirs.status_code, url
            assert body(seen) == body(theirs), url
            assert headers(seen) == headers(theirs), url
            shown += seen.status_code == 200
    assert shown >= 6


def headers(answer: Any) -> str:
    """But those that the banner changes, and those that keep it out of every cache."""
    changed = {"Cache-Control", "Vary", "Content-Length", "ETag"}
    return plain({name: said for name, said in answer.headers.items() if name not in changed})


def test_every_page_says_as_whom_it_is_seen(here: Here) -> None:
    for whom, words in (
        (ADA, "<em>Author ada</em> (author) sees it"),
        (here.rita, "<em>Rita</em> (reviewer) sees it"),
        ("public:", "<em>the public</em> sees it"),
    ):
        client = here.looking(whom)
        for url in ("/credit/", "/credit/submissions/", "/credit/review/", "/credit/nothing/"):
            assert words in said(client, url), url


def test_the_organizers_pages_are_not_there(here: Here) -> None:
    names = ["organize", "organize_journal", "organize_submissions", "organized_paper"]
    found = urls(here, [*names, "organize_reviews_of", "organize_letters", "view_as"])
    for whom in (ADA, here.rita, "public:"):
        client = here.looking(whom)
        assert {client.get(url).status_code for url in found} == {404}


def test_drafts_stay_with_those_who_write_them(here: Here) -> None:
    ada, rita = here.people["ada"], here.people["rita"]
    draft = make_submission(here.workshop, ada, status=Status.DRAFT, title="A secret draft")
    gone = make_submission(here.workshop, ada, status=Status.DRAFT, title="A discarded draft")
    here.workshop.submissions.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    given = here.workshop.assignments.get(reviewer=rita, submission=here.first)
    make_review(given, text="A secret review", state=Review.State.DRAFT, submitted_at=None)
    for who, whom in (("ada", ADA), ("rita", here.rita)):
        own, looking = here.client(who), here.looking(whom)
        shown = urls(here, ["submissions", "reviewing", "write_review", "edit_submission"], (1, 2))
        assert "secret" in "".join(said(own, url) for url in shown)
        seen = "".join(said(looking, url) for url in shown)
        assert "secret" not in seen
        assert "discarded draft" not in seen
    looking = here.looking(ADA)
    for row in (draft, gone):
        assert looking.get(row.get_absolute_url()).status_code == 404
    page = said(here.looking(here.rita), "/credit/review/")
    assert "Begin your review" in page
    assert "Go on with your review" not in page
    assert "Rita&#x27;s text" in said(here.looking(here.rita), "/credit/review/2/")


def test_an_author_is_an_address_and_nothing_of_an_account(here: Here) -> None:
    """Which addresses are one person's, and where they are at home, is theirs to tell."""
    ada = here.people["ada"]
    User.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo", affiliation="Secret Institute")
    EmailAddress.objects.create(user=ada, email="ada@home.example", verified=True)
    other = make_submission(here.workshop, authors=["ada@home.example"], title="From home")
    own, seen = here.client("ada"), here.looking(ADA)
    assert "From home" in said(own, "/credit/submissions/")
    assert "From home" not in said(seen, "/credit/submissions/")
    assert seen.get(other.get_absolute_url()).status_code == 404
    for words in ("Tokyo", "Secret Institute"):
        assert words in said(own, "/credit/submissions/new/")
        assert words not in said(seen, "/credit/submissions/new/")
    # With or without an account: the same.
    assert "On Paper 1" in said(here.looking(BOB), "/credit/submissions/")


def test_an_author_through_this_asks_no_table_of_the_committee(here: Here) -> None:
    client = here.looking(ADA)
    with CaptureQueriesContext(connection) as asked:
        for url in (
            "/credit/submissions/",
            "/credit/submissions/1/",
            "/credit/submissions/1/edit/",
        ):
            assert client.get(url).status_code == 200
    assert [each["sql"] for each in asked if '"reviews_' in each["sql"]] == []


def test_elsewhere_the_organizer_is_themselves(here: Here) -> None:
    client = here.looking(ADA)
    for url in ("/account/", "/", "/other/", "/api/v1/workshops/credit/"):
        assert "You see the site as" not in said(client, url)
    assert "olga@x.example" in said(client, "/account/")
