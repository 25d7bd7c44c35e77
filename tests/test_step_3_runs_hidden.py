"""Step 3: a run of which something is hidden by now tells nothing, and does nothing."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, as_one, pairs, paper
from django.test import Client
from factories import make_organizer
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import RUNS, in_worlds, shown, solve, told

from reviews import assign, bid, runs
from reviews.problem import Wish
from reviews.run_read import CHANGED
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


class Board(NamedTuple):
    hidden: Submission
    ann: User
    bo: User


@pytest.fixture
def board(workshop: Workshop) -> Board:
    """Two papers; Ann and Bo may have one each and want the first; the second is to be hidden."""
    make_organizer(workshop, "per@far.example", "Per")
    ann, bo = (make_reviewer(workshop, name=name, load=1) for name in ("Ann", "Bo"))
    make_reviewer(workshop, name="Cy", load=1)
    paper(workshop, "Learning")
    hidden = paper(workshop, "Memory")
    bid.place(workshop, {1: 5}, by=bo, at=AT)
    bid.place(workshop, {1: 4}, by=ann, at=AT)
    return Board(hidden, ann, bo)


def test_what_another_would_cost_does_not_tell_of_a_bid_on_what_is_hidden_by_now(
    workshop: Workshop, olga: User, board: Board
) -> None:
    def make(value: int) -> None:
        for user in (board.ann, board.bo):
            bid.place(workshop, {2: value}, by=user, at=AT)
        solve(workshop, olga, Wish(1))
        bar(olga, board.hidden)

    def see() -> list[str]:
        pair = {"submission": 1, "reviewer": board.ann.pk}
        offered = told(olga, f"{PAGE}?submission=1")
        answer = as_one(olga).post(f"{PAGE}assign/", pair, follow=True)
        return [*told(olga), *offered, *map(str, answer.context["messages"])]

    one, other = in_worlds([1, 5], make, see)
    assert one == other


def test_the_room_that_is_left_does_not_tell_who_has_what_is_hidden_by_now(
    workshop: Workshop, olga: User, board: Board
) -> None:
    for _ in range(3):
        paper(workshop)
    workshop.reviewer_profiles.filter(user=board.ann).update(load=2)

    def make(reviewer: User) -> None:
        given(board.hidden, reviewer)
        solve(workshop, olga, Wish(1))
        bar(olga, board.hidden)

    one, other = in_worlds([board.ann, board.bo], make, lambda: told(olga))
    assert one == other


def test_it_only_says_that_a_new_one_is_wanted_and_cannot_be_used_or_put_back(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    run = solve(workshop, olga, Wish(1))
    page = browser.get(f"{PAGE}?submission=1").content.decode()
    assert "from the whole" in page
    sent = shown(browser)
    runs.use(run, by=olga, at=AT)
    stood = pairs(workshop)
    assert len(stood) == 2
    bar(olga, board.hidden)
    page = browser.get(f"{RUNS}1/").content.decode()
    assert CHANGED in page
    assert "is out of date" in page
    for absent in ("Ann", "Bo", "Use this proposal", "Put back", "Compared"):
        assert absent not in page
    for act in ({}, {"act": "back"}):
        answer = browser.post(f"{RUNS}1/use/", sent | act)
        assert answer.status_code == 409
        assert CHANGED in answer.content.decode()
    for step in (runs.use, runs.put_back):
        with pytest.raises(Refused, match="Ask for a new proposal"):
            step(run, by=olga, at=AT)
    assert pairs(workshop) == stood
    new = browser.post(f"{RUNS}1/use/", {"act": "again"})
    assert new.headers["Location"] == f"{RUNS}2/"


def test_what_is_withdrawn_or_decided_is_no_secret(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    run = solve(workshop, olga, Wish(1))
    workshop.submissions.filter(number=2).update(status="withdrawn")
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "1 new, 0 taken back" in page
    assert "At most" not in page
    runs.use(run, by=olga, at=AT)
    assert len(pairs(workshop)) == 1


def test_what_was_never_read_may_be_hidden(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    bar(olga, board.hidden)
    run = solve(workshop, olga, Wish(1))
    bar(olga, paper(workshop))
    runs.use(run, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Bo")]
    assert "This is what stands now" in browser.get(f"{RUNS}1/").content.decode()


def test_a_run_that_never_said_what_it_read_is_not_shown(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    run = solve(workshop, olga, Wish(1))
    del run.result["read"]
    run.save()
    assert CHANGED in browser.get(f"{RUNS}1/").content.decode()
    assign.assign(workshop.submissions.get(number=1), reviewer_id=board.ann.pk, by=olga, at=AT)


def test_what_another_would_cost_is_said_after_one_is_withdrawn(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    solve(workshop, olga, Wish(1))
    workshop.submissions.filter(number=2).update(status="withdrawn")
    page = browser.get(f"{PAGE}?submission=1").content.decode()
    assert "from the whole of your last proposal" in page
    pair = {"submission": 1, "reviewer": board.ann.pk}
    told_of = browser.post(f"{PAGE}assign/", pair, follow=True).content.decode()
    assert "By your last proposal this takes" in told_of
