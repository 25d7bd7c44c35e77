"""Step 3: who reviews what is proposed, by topics and within loads."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, pairs, paper
from review_factories import assign as given
from review_factories import make_reviewer
from run_story import propose

from reviews import assign as steps
from reviews.problem import Wish
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_a_proposal_replaces_what_is_proposed_and_keeps_what_is_confirmed(
    workshop: Workshop, olga: User
) -> None:
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    first, second = paper(workshop, "Learning"), paper(workshop, "Memory")
    given(first, bo)
    given(second, ann, "proposed")
    propose(workshop, olga, Wish(1))
    assert (pairs(workshop, "confirmed"), pairs(workshop)) == ([(1, "Bo")], [(2, "Bo")])
    steps.unassign(workshop.assignments.get(state="proposed"), by=olga, at=AT)
    steps.assign(second, reviewer_id=ann.pk, by=olga, at=AT)
    assert not propose(workshop, olga, Wish(1, keep=True)).made
    assert pairs(workshop) == [(2, "Ann")]


def test_who_has_declined_a_paper_is_not_proposed_but_may_be_asked_by_hand(
    workshop: Workshop, olga: User
) -> None:
    ann, row = make_reviewer(workshop, name="Ann"), paper(workshop)
    given(row, ann, "declined")
    assert not propose(workshop, olga, Wish(1)).made
    steps.assign(row, reviewer_id=ann.pk, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann")]


def test_proposing_is_the_same_each_time(workshop: Workshop, olga: User) -> None:
    for n in range(5):
        make_reviewer(workshop, name=f"R{n}", load=3)
        paper(workshop)
    made = []
    for _ in range(2):
        propose(workshop, olga, Wish(2))
        made.append(pairs(workshop))
    assert made[0] == made[1]
    assert len(made[0]) == 10


def test_without_reviewers_nothing_is_proposed(workshop: Workshop, olga: User) -> None:
    paper(workshop)
    with pytest.raises(Refused, match="Invite reviewers first"):
        propose(workshop, olga, Wish(1))
