"""Step 3: a run that is used late, twice, or after somebody else did something."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, as_one, pairs, paper
from django.test import Client
from factories import make_organizer
from filling import fields
from review_factories import assign as given
from review_factories import bar, make_review, make_reviewer
from run_story import RUNS, repair, send_use, shown, solve

from reviews import assign, review, runs
from reviews.problem import Wish
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


class Board(NamedTuple):
    row: Submission
    ann: User
    bo: User
    per: User


@pytest.fixture
def board(workshop: Workshop) -> Board:
    """A paper on learning, for which Ann is the best and Bo the next; Per organizes too."""
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    per = make_organizer(workshop, "per@far.example", "Per")
    return Board(paper(workshop, "Learning"), ann, bo, per)


def put(board: Board, reviewer: User, by: User) -> None:
    assign.assign(board.row, reviewer_id=reviewer.pk, by=by, at=AT)


# ---- used twice, or late


def test_a_second_click_keeps_what_can_be_put_back(
    workshop: Workshop, olga: User, board: Board
) -> None:
    put(board, board.bo, olga)
    run = solve(workshop, olga, Wish(1))
    for _ in range(2):
        runs.use(run, by=olga, at=AT)
        assert pairs(workshop) == [(1, "Ann")]
    run.refresh_from_db()
    runs.put_back(run, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Bo")]


def test_no_paper_gets_more_than_was_asked_for_with_what_was_confirmed_since(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    run = solve(workshop, olga, Wish(1))
    put(board, board.bo, board.per)
    assign.confirm(workshop, by=board.per, at=AT)
    assert "Proposal 1 would change nothing now" in browser.get(f"{RUNS}1/").content.decode()
    change = runs.use(run, by=olga, at=AT)
    assert change.left_out == {(1, board.ann.pk)}
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], [(1, "Bo")])


def test_nor_when_something_is_put_back_after_it_was_confirmed(
    workshop: Workshop, olga: User, board: Board
) -> None:
    put(board, board.bo, olga)
    run = solve(workshop, olga, Wish(1))
    runs.use(run, by=olga, at=AT)
    assign.confirm(workshop, by=olga, at=AT)
    run.refresh_from_db()
    change = runs.put_back(run, by=olga, at=AT)
    assert change.left_out == {(1, board.bo.pk)}
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], [(1, "Ann")])


def test_what_was_given_back_since_is_left_out_and_said(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    solve(workshop, olga, Wish(1))
    sent = shown(browser)
    put(board, board.ann, board.per)
    assign.confirm(workshop, by=board.per, at=AT)
    review.decline(board.row, reason="Ill.", by=board.ann, at=AT)
    said = browser.post(f"{RUNS}1/use/", sent, follow=True).content.decode()
    assert "Nothing was changed. 1 pair was left out" in said
    assert "the paper was given back" in said
    assert pairs(workshop) == []


# ---- what somebody else did meanwhile


def test_what_another_proposed_meanwhile_is_not_replaced_unseen(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    solve(workshop, olga, Wish(1))
    sent = shown(browser)
    put(board, board.bo, board.per)
    for stale in (sent, {}):
        answer = browser.post(f"{RUNS}1/use/", stale)
        assert answer.status_code == 409
        assert "What is proposed has changed since you opened the page" in answer.content.decode()
    assert pairs(workshop) == [(1, "Bo")]
    send_use(browser)
    assert pairs(workshop) == [(1, "Ann")]
    sent = shown(browser) | {"act": "back"}
    put(board, board.bo, board.per)
    assert browser.post(f"{RUNS}1/use/", sent).status_code == 409
    assert pairs(workshop) == [(1, "Ann"), (1, "Bo")]


def test_only_what_the_question_counted_is_confirmed(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    url = f"{PAGE}confirm/"
    put(board, board.ann, olga)
    sent = fields(browser.get(url), "seen")
    put(board, board.bo, board.per)
    answer = browser.post(url, sent)
    assert answer.status_code == 409
    assert "Ask 2 reviewers for 2 reviews?" in answer.content.decode()
    assert (pairs(workshop, "confirmed"), workshop.letters.count()) == ([], 0)
    browser.post(url, fields(answer, "seen"))
    assert pairs(workshop, "confirmed") == [(1, "Ann"), (1, "Bo")]


def test_what_another_proposes_of_what_is_hidden_does_not_make_a_page_stale(
    workshop: Workshop, olga: User, board: Board
) -> None:
    hidden = paper(workshop)
    bar(board.per, hidden)
    put(board, board.ann, olga)
    browser = as_one(board.per)
    sent = fields(browser.get(f"{PAGE}confirm/"), "seen")
    assign.assign(hidden, reviewer_id=board.bo.pk, by=olga, at=AT)
    assert browser.post(f"{PAGE}confirm/", sent).status_code == 302
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([(2, "Bo")], [(1, "Ann")])


# ---- repairs take back what was confirmed


@pytest.fixture
def broken(workshop: Workshop) -> tuple[Submission, User, User]:
    """Nobody has the first, which Bo may not; so Ann must, and Bo the second, which she has."""
    ann, bo = (make_reviewer(workshop, name=name, load=1) for name in ("Ann", "Bo"))
    first, second = paper(workshop), paper(workshop)
    given(second, ann)
    bar(bo, first)
    return second, ann, bo


MENDED = [(1, "Ann"), (2, "Bo")]


def test_a_repair_that_cannot_be_had_whole_takes_nothing_back(
    workshop: Workshop, olga: User, broken: tuple[Submission, User, User]
) -> None:
    second, _, bo = broken
    run = repair(workshop, olga)
    bar(bo, second)
    with pytest.raises(Refused, match="not all of it can be had"):
        runs.use(run, by=olga, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], [(2, "Ann")])


def test_a_repair_takes_nothing_back_that_was_begun_since(
    workshop: Workshop, olga: User, broken: tuple[Submission, User, User]
) -> None:
    run = repair(workshop, olga)
    make_review(workshop.assignments.get(), state="draft", text="")
    with pytest.raises(Refused, match="begun to review"):
        runs.use(run, by=olga, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], [(2, "Ann")])


def test_a_repair_of_what_stands_no_more_is_refused_and_so_is_a_second_use(
    workshop: Workshop, olga: User, broken: tuple[Submission, User, User]
) -> None:
    second, ann, _ = broken
    run = repair(workshop, olga)
    workshop.assignments.update(submission=paper(workshop))
    with pytest.raises(Refused, match="has changed since this was made"):
        runs.use(run, by=olga, at=AT)
    workshop.assignments.update(submission=second)
    runs.use(run, by=olga, at=AT)
    assert pairs(workshop) == MENDED
    workshop.assignments.all().delete()
    given(second, ann)
    with pytest.raises(Refused, match="has changed since this was made"):
        runs.use(run, by=olga, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], [(2, "Ann")])


def test_a_repair_leaves_what_is_proposed_over_a_load(
    workshop: Workshop, olga: User, board: Board
) -> None:
    for row in (board.row, paper(workshop)):
        given(row, board.ann, "proposed")
    paper(workshop)
    workshop.reviewer_profiles.filter(user=board.ann).update(load=1)
    runs.use(repair(workshop, olga), by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann"), (2, "Ann"), (3, "Bo")]


def test_the_page_of_a_repair_says_who_is_told_what_and_it_can_be_put_back(
    browser: Client, workshop: Workshop, olga: User, broken: tuple[Submission, User, User]
) -> None:
    repair(workshop, olga)
    assert "1 of what it takes back was confirmed" in browser.get(f"{RUNS}1/").content.decode()
    send_use(browser)
    assert pairs(workshop) == MENDED
    said = send_use(browser, act="back").content.decode()
    assert "What was proposed before is proposed again." in said
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([(2, "Ann")], [])
    assert workshop.letters.count() == 0
