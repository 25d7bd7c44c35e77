"""Step 3: a proposal where not all can be had, and one that has nothing better to propose."""

from __future__ import annotations

from collections import Counter

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, as_one, pairs, paper
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import RUNS

from reviews import run_solving, runs
from reviews.models import ReviewerProfile, Run
from reviews.problem import Wish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def solved(workshop: Workshop, by: User, wish: Wish) -> Run:
    run = runs.ask(workshop, wish, by=by, at=AT, kind=Run.Kind.PROPOSAL)
    assert run_solving.solve_waiting(AT) == 1
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("fair", [True, False])
def test_every_paper_gets_its_part_of_too_little_room(
    workshop: Workshop, olga: User, *, fair: bool
) -> None:
    learning = workshop.topics.get(name="Learning")
    for name in ("Ann", "Bo", "Cy"):
        make_reviewer(workshop, name=name, topics=[learning], load=3)
    for topics in (["Learning"], ["Learning"], ["Learning"], []):
        paper(workshop, *topics)
    run = solved(workshop, olga, Wish(3, fair=fair))
    runs.use(run, by=olga, at=AT)
    got = Counter(number for number, _ in pairs(workshop))
    assert sorted(got.values()) == [2, 2, 2, 3]
    page = as_one(olga).get(f"{RUNS}1/").content.decode()
    assert "Not every paper could get what you asked for" in page
    says = "12 reviews are wanted together, and those who may write them have room for 9."
    assert says in page


def test_a_paper_that_nobody_may_review_takes_no_senior_from_the_others(
    workshop: Workshop, olga: User
) -> None:
    learning = workshop.topics.get(name="Learning")
    ann = make_reviewer(workshop, name="Ann")
    bo = make_reviewer(workshop, name="Bo", topics=[learning])
    ReviewerProfile.everywhere.filter(user=ann).update(is_senior=True)
    unlucky, other = paper(workshop, "Learning"), paper(workshop, "Learning")
    for one in (ann, bo):
        bar(one, unlucky)
    run = solved(workshop, olga, Wish(1, senior=True))
    runs.use(run, by=olga, at=AT)
    assert pairs(workshop) == [(other.number, "Ann")]
    assert run.result["missing"]["papers"] == [unlucky.number]


def test_reviewers_who_fit_alike_do_not_change_places(workshop: Workshop, olga: User) -> None:
    reviewers = [make_reviewer(workshop, name=name, load=1) for name in ("Ann", "Bo", "Cy", "Di")]
    for reviewer in reversed(reviewers):
        given(paper(workshop), reviewer, "proposed")
    stands = pairs(workshop)
    for fair in (True, False):
        runs.use(solved(workshop, olga, Wish(1, fair=fair)), by=olga, at=AT)
        assert pairs(workshop) == stands


def test_more_reviewers_than_there_are_is_said_as_it_is(workshop: Workshop, olga: User) -> None:
    for name in ("Ann", "Bo", "Cy"):
        make_reviewer(workshop, name=name)
    paper(workshop)
    solved(workshop, olga, Wish(4))
    page = as_one(olga).get(f"{RUNS}1/").content.decode()
    assert "Submission 1 wants 4 reviewers, and the workshop has only 3." in page
    assert "Ask for one more in their subject, or for fewer reviewers for each paper." in page
    assert "conflict of interest" not in page
