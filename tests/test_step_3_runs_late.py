"""Step 3: an earlier run tells what would come of it now, and is only offered if anything would."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, pairs, paper
from django.test import Client
from filling import fields
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import RUNS, repair, send_use, shown, solve

from reviews import assign, review, runs
from reviews.models import Run
from reviews.problem import Wish
from reviews.run_reading import Reading
from submissions.models import Submission
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


class Board(NamedTuple):
    first: Submission
    second: Submission
    ann: User
    bo: User


@pytest.fixture
def board(workshop: Workshop) -> Board:
    """Ann fits the first paper best, Bo the second."""
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    return Board(paper(workshop, "Learning"), paper(workshop, "Memory"), ann, bo)


@pytest.fixture
def given_back(workshop: Workshop, olga: User, board: Board) -> Run:
    """A proposal that was used and confirmed; Ann has given hers back since, and Bo has it."""
    run = solve(workshop, olga, Wish(1))
    runs.use(run, by=olga, at=AT)
    assign.confirm(workshop, by=olga, at=AT)
    review.decline(board.first, reason="Ill.", by=board.ann, at=AT)
    assign.assign(board.first, reviewer_id=board.bo.pk, by=olga, at=AT)
    assign.confirm(workshop, by=olga, at=AT)
    run.refresh_from_db()
    return run


def test_what_was_given_back_is_not_new_and_what_is_confirmed_stays(
    browser: Client, workshop: Workshop, olga: User, board: Board, given_back: Run
) -> None:
    reading = Reading(given_back, workshop, olga)
    assert (reading.added, reading.removed, reading.left_out) == (0, 0, 1)
    assert reading.before == reading.after
    assert reading.short.tolist() == [0, 0]
    [first, _] = reading.papers([0, 1])
    assert [(str(pair.reviewer), pair.is_new) for pair in first.pairs] == [("Bo", False)]
    assert first.pairs[0].instead is None
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "Proposal 1 would change nothing now" in page
    assert "1 pair of it is left out: since then a conflict of interest was found" in page
    assert "the assignment</a> is as it says" not in page
    for absent in ("Use this proposal", "1 wanted", ">new<", "At most"):
        assert absent not in page


def test_used_all_the_same_it_says_that_nothing_was_changed(
    browser: Client, workshop: Workshop, olga: User, given_back: Run
) -> None:
    before, entries = pairs(workshop, "confirmed"), workshop.entries.count()
    change = runs.use(given_back, by=olga, at=AT)
    assert (change.made, change.gone, len(change.left_out)) == (set(), set(), 1)
    said = send_use(browser).content.decode()
    assert "Nothing was changed. 1 pair was left out: since then" in said
    assert "The rest" not in said
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([], before)
    assert workshop.entries.count() == entries


def test_what_stands_already_is_used_without_a_trace(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    for row, user in ((board.first, board.ann), (board.second, board.bo)):
        given(row, user, "proposed")
    run = solve(workshop, olga, Wish(1))
    sent = fields(browser.get(f"{PAGE}confirm/"), "seen")
    said = browser.post(f"{RUNS}1/use/", sent, follow=True).content.decode()
    assert "Nothing was changed: this stands already." in said
    run.refresh_from_db()
    assert run.used_at is None


def test_what_is_left_out_is_said_before_and_the_rest_counted_after(
    browser: Client, workshop: Workshop, olga: User, board: Board
) -> None:
    solve(workshop, olga, Wish(1))
    given(board.first, board.bo)
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "1 new, 0 taken back" in page
    assert "1 pair of it is left out" in page
    said = send_use(browser).content.decode()
    assert "1 pair was left out" in said
    assert "1 new, 0 taken back; nobody is told until you confirm." in said
    assert pairs(workshop) == [(2, "Bo")]


def test_a_load_that_is_full_by_now_is_seen_before(
    workshop: Workshop, olga: User, board: Board
) -> None:
    run = solve(workshop, olga, Wish(1))
    workshop.reviewer_profiles.filter(user=board.ann).update(load=1)
    given(paper(workshop), board.ann)
    reading = Reading(run, workshop, olga)
    assert (reading.added, reading.left_out) == (1, 1)
    assert runs.use(run, by=olga, at=AT).made == {(2, board.bo.pk)}


def test_a_page_never_tells_anything_but_what_its_use_does(
    workshop: Workshop, olga: User, board: Board
) -> None:
    """One conflict, one confirmed, one over what is wanted, one that nobody says anything of."""
    for _ in range(2):
        paper(workshop, "Learning")
    run = solve(workshop, olga, Wish(2, fair=False))
    bar(board.bo, board.first)
    given(board.second, board.ann)
    given(workshop.submissions.get(number=3), make_reviewer(workshop, name="Cy"), "proposed")
    reading = Reading(run, workshop, olga)
    change = runs.use(run, by=olga, at=AT)
    named = reading.result.named
    assert named(reading.coming & ~reading.standing) == change.made
    assert named(reading.gone) <= change.gone
    again = Reading(run, workshop, olga)
    assert (again.standing.tolist(), again.added) == (reading.coming.tolist(), 0)


# ---- repairs


@pytest.fixture
def broken(workshop: Workshop) -> tuple[User, User]:
    """Of three papers two have a reviewer. The third, by far the best served, has none."""
    ann, bo, cy = (make_reviewer(workshop, name=name, load=2) for name in ("Ann", "Bo", "Cy"))
    learning = workshop.topics.get(name="Learning")
    workshop.reviewer_profiles.get(user=cy).topics.set([learning])
    for user in (ann, bo):
        given(paper(workshop), user)
    paper(workshop, "Learning")
    return ann, bo


def test_what_a_repair_changes_comes_first(
    browser: Client, workshop: Workshop, olga: User, broken: tuple[User, User]
) -> None:
    run = repair(workshop, olga)
    reading = Reading(run, workshop, olga)
    assert [one.row.number for one in reading.papers(reading.order)] == [3, 1, 2]
    words = "What it changes comes first, then the worst-served."
    assert words in browser.get(f"{RUNS}1/").content.decode()
    send_use(browser)
    run.refresh_from_db()
    reading = Reading(run, workshop, olga)
    assert [one.row.number for one in reading.papers(reading.order)] == [1, 2, 3]
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "This is what stands now" in page
    assert words not in page


def test_a_repair_that_comes_too_late_or_cannot_be_had_whole_is_not_offered(
    browser: Client, workshop: Workshop, olga: User, broken: tuple[User, User]
) -> None:
    repair(workshop, olga)
    sent = shown(browser)
    more = given(workshop.submissions.get(number=1), broken[1])
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "Repair 1 is out of date" in page
    assert "Who reviews what has changed since this was made" in page
    for absent in ("Use this repair", "1 new", ">new<"):
        assert absent not in page
    assert browser.post(f"{RUNS}1/use/", sent).status_code == 409
    more.delete()
    bar(workshop.roles.get(user__name="Cy").user, workshop.submissions.get(number=3))
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "Repair 1 is out of date" in page
    assert "Use this repair" not in page


def test_one_that_was_used_says_when_something_else_stands_by_now(
    browser: Client, workshop: Workshop, olga: User, broken: tuple[User, User]
) -> None:
    repair(workshop, olga)
    send_use(browser)
    given(workshop.submissions.get(number=1), broken[1])
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "This was used, and who reviews what has changed since." in page
    assert "Put back what it replaced" in page
    assert "Use this repair" not in page
