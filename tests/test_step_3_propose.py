"""Step 3: who reviews what is proposed, by topics and within loads."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, pairs, paper
from review_factories import assign as given
from review_factories import make_reviewer

from reviews import assign as steps
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_the_proposal_goes_by_topics_within_loads_and_conflicts(
    workshop: Workshop, olga: User
) -> None:
    learning, memory = workshop.topics.order_by("position")
    make_reviewer(workshop, "ann@kth.example", "Ann", [learning], load=2)
    make_reviewer(workshop, "bo@one.example", "Bo", [memory], load=2)
    paper(workshop, "Learning")
    paper(workshop, "Memory")
    paper(workshop, "Learning", authors=["x@kth.example"])
    made = steps.propose(workshop, wanted=1, by=olga, at=AT)
    assert (made.proposed, made.short) == (3, 0)
    assert pairs(workshop) == [(1, "Ann"), (2, "Bo"), (3, "Bo")]
    assert workshop.letters.count() == 0


def test_a_proposal_replaces_what_is_proposed_and_keeps_what_is_confirmed(
    workshop: Workshop, olga: User
) -> None:
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    first, second = paper(workshop, "Learning"), paper(workshop, "Memory")
    given(first, bo)
    given(second, ann, "proposed")
    made = steps.propose(workshop, wanted=1, by=olga, at=AT)
    assert (made.proposed, made.short) == (1, 0)
    assert (pairs(workshop, "confirmed"), pairs(workshop)) == ([(1, "Bo")], [(2, "Bo")])
    steps.unassign(workshop.assignments.get(state="proposed"), by=olga, at=AT)
    steps.assign(second, reviewer_id=ann.pk, by=olga, at=AT)
    assert steps.propose(workshop, wanted=1, by=olga, at=AT, keep=True).proposed == 0
    assert pairs(workshop) == [(2, "Ann")]


def test_it_says_how_many_are_short_and_assigns_as_many_as_can_be(
    workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, name="Ann", load=2)
    for _ in range(3):
        paper(workshop)
    made = steps.propose(workshop, wanted=2, by=olga, at=AT)
    assert (made.proposed, made.short) == (2, 4)
    assert len(pairs(workshop)) == 2


def test_who_has_declined_a_paper_is_not_proposed_but_may_be_asked_by_hand(
    workshop: Workshop, olga: User
) -> None:
    ann, row = make_reviewer(workshop, name="Ann"), paper(workshop)
    given(row, ann, "declined")
    assert steps.propose(workshop, wanted=1, by=olga, at=AT).short == 1
    steps.assign(row, reviewer_id=ann.pk, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann")]


def test_proposing_is_the_same_each_time(workshop: Workshop, olga: User) -> None:
    for n in range(5):
        make_reviewer(workshop, name=f"R{n}", load=3)
        paper(workshop)
    made = []
    for _ in range(2):
        steps.propose(workshop, wanted=2, by=olga, at=AT)
        made.append(pairs(workshop))
    assert made[0] == made[1]
    assert len(made[0]) == 10


def test_without_reviewers_nothing_is_proposed(workshop: Workshop, olga: User) -> None:
    paper(workshop)
    with pytest.raises(Refused, match="Invite reviewers first"):
        steps.propose(workshop, wanted=1, by=olga, at=AT)
