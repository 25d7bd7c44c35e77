"""Step 3: what a page says of what was done by hand: one more than wanted, nobody left, taken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import PAGE, pairs, paper
from django.test import Client
from factories import make_organizer
from filling import fields
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_factories import make_run

from submissions.models import Submission
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(workshop: Workshop) -> Submission:
    return paper(workshop)


@pytest.fixture
def ann(workshop: Workshop, row: Submission) -> User:
    """Who has it, and knows."""
    user = make_reviewer(workshop, "ann@one.example", "Ann")
    given(row, user)
    return user


@pytest.fixture
def bo(workshop: Workshop) -> User:
    return make_reviewer(workshop, "bo@two.example", "Bo")


def words(answer: Any) -> str:
    """What stands on a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# ---- one more than is wanted


def test_one_more_than_is_wanted_is_said_with_what_it_adds(
    browser: Client, workshop: Workshop, olga: User, ann: User, bo: User
) -> None:
    make_run(workshop, olga)
    page = words(browser.get(f"{PAGE}?wanted=1&submission=1"))
    assert "It has its 1 reviewer: whoever you assign here is one more than the 1 wanted." in page
    assert "what one adds to the fit over all papers, by your last proposal; nothing else" in page
    assert "Bo: room for 4, adds 0.50" in page
    assert "takes nothing" not in page
    assert "with the other pairs chosen anew" not in page
    sent = {"submission": 1, "reviewer": bo.pk, "wanted": "1"}
    page = words(browser.post(f"{PAGE}assign/", sent, follow=True))
    assert (
        "Bo is proposed for submission 1, which has 2 reviewers now: 1 more than the 1 wanted. By "
        "your last proposal this adds 0.50 to the fit over all papers. Nobody is told until you "
        "confirm."
    ) in page
    assert "1 of 1 submission has 1 reviewer, 1 of them more." in page
    assert "covered 1 more" in page
    make_reviewer(workshop, name="Cy")
    page = words(browser.get(f"{PAGE}?wanted=1&submission=1"))
    assert "It has 2 reviewers, 1 more than the 1 wanted: whoever you assign here is yet" in page


def test_one_that_is_wanted_has_the_price_of_the_whole(
    browser: Client, workshop: Workshop, olga: User, ann: User, bo: User
) -> None:
    make_run(workshop, olga)
    page = words(browser.get(f"{PAGE}?wanted=2&submission=1"))
    assert "Bo: room for 4, takes nothing" in page
    assert "What one more takes is taken from the whole of your last proposal" in page
    assert "one more than" not in page
    sent = {"submission": 1, "reviewer": bo.pk, "wanted": "2"}
    page = words(browser.post(f"{PAGE}assign/", sent, follow=True))
    assert (
        "Bo is proposed for submission 1. By your last proposal this takes nothing from the fit "
        "over all papers. Nobody is told until you confirm."
    ) in page
    assert "1 of 1 submission has 2 reviewers." in page


def test_what_is_hidden_is_not_counted_among_those_with_more(
    workshop: Workshop, ann: User, bo: User
) -> None:
    hidden = paper(workshop)
    for user in (ann, bo):
        given(hidden, user)
    per = make_organizer(workshop, "per@far.example", "Per")
    bar(per, hidden)
    client = Client()
    client.force_login(per)
    assert "1 of 1 submission has 1 reviewer." in words(client.get(f"{PAGE}?wanted=1"))


# ---- nobody is left


def test_where_nobody_has_room_the_names_stay_with_the_reason_and_a_way_out(
    browser: Client, workshop: Workshop, ann: User, bo: User
) -> None:
    workshop.reviewer_profiles.filter(user=bo).update(load=0)
    answer = browser.get(f"{PAGE}?wanted=2&submission=1")
    page = words(answer)
    assert "Ann confirmed Take back" in page
    assert "Nobody else without a conflict of interest has room. Invite more reviewers" in page
    assert '<a class="button plain small" href="?wanted=2">Not now</a>' in answer.content.decode()


# ---- taken back, or moved


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (
            "confirmed",
            "It has left their page; no letter goes, so write to them if they should know.",
        ),
        ("proposed", "It was only proposed: nobody is told."),
    ],
)
def test_what_was_taken_back_says_from_whom_and_who_is_told(
    browser: Client, workshop: Workshop, ann: User, state: str, says: str
) -> None:
    workshop.assignments.update(state=state)
    answer = browser.post(f"{PAGE}unassign/", {"given": f"1-{ann.pk}"}, follow=True)
    assert f"Submission 1 was taken from Ann. {says}" in words(answer)
    assert workshop.letters.count() == 0


def test_what_was_moved_from_whoever_knew_of_it_says_so(
    browser: Client, workshop: Workshop, ann: User, bo: User
) -> None:
    sent = fields(browser.get(f"{PAGE}?submission=1"), "giver") | {"reviewer": bo.pk}
    assert sent["giver"] == str(ann.pk)
    said = words(browser.post(f"{PAGE}move/", sent, follow=True))
    assert (
        "Submission 1 was moved from Ann to Bo. It has left Ann’s page, without a letter; Bo is "
        "told when you confirm."
    ) in said
    assert pairs(workshop) == [(1, "Bo")]


def test_taken_back_twice_says_that_it_was_done_already(
    browser: Client, workshop: Workshop, ann: User
) -> None:
    url, sent = f"{PAGE}unassign/", {"given": f"01-{ann.pk}"}
    assert "Submission 1 was taken from Ann." in words(browser.post(url, sent, follow=True))
    again = browser.post(url, sent)
    assert again.status_code == 409
    assert "This was taken back already." in words(again)
    assert browser.post(url, {"given": f"99-{ann.pk}"}).status_code == 404
