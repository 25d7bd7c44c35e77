"""Step 3, bids: placed and taken back until papers are given out, read by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, paper
from django.http import Http404
from factories import make_user
from review_factories import assign, bar, make_reviewer

from reviews import bid
from reviews.models import Assignment
from workshop.errors import Refused
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(name="ann")
def reviewer_ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann")


def test_the_last_bid_holds_and_it_can_be_taken_back(workshop: Workshop, ann: User) -> None:
    paper(workshop)
    paper(workshop)
    assert bid.place(workshop, {1: 5, 2: 2}, by=ann, at=AT) == 2
    assert bid.place(workshop, {1: 3, 2: 2}, by=ann, at=AT) == 1
    assert bid.bids_of(workshop, ann) == {1: 3, 2: 2}
    assert bid.place(workshop, {1: None, 2: 2}, by=ann, at=AT) == 1
    assert bid.bids_of(workshop, ann) == {2: 2}


def test_the_journal_says_that_somebody_bid_and_nothing_else_to_nobody(
    workshop: Workshop, ann: User, olga: User
) -> None:
    paper(workshop)
    bid.place(workshop, {1: 5}, by=ann, at=AT)
    bid.place(workshop, {1: 5}, by=ann, at=AT)
    bid.place(workshop, {1: None}, by=ann, at=AT)
    entries = workshop.entries.order_by("pk")
    assert list(entries.values_list("text", "about", "is_private")) == [
        ("Ann placed a bid: submission 1", 1, True),
        ("Ann took back a bid: submission 1", 1, True),
    ]
    assert not entries.visible_to(olga).exists()


def test_nothing_is_bid_on_what_is_hidden_or_gone(workshop: Workshop, ann: User) -> None:
    paper(workshop)
    paper(workshop, authors=[ann.email])
    bar(ann, paper(workshop))
    paper(workshop, status="withdrawn")
    paper(workshop, status="draft")
    for number in (2, 3, 4, 5, 99):
        with pytest.raises(Http404):
            bid.place(workshop, {1: 4, number: 4}, by=ann, at=AT)
    assert bid.bids_of(workshop, ann) == {}


def test_only_reviewers_bid(workshop: Workshop, olga: User) -> None:
    paper(workshop)
    for who in (olga, make_user(), make_reviewer(Workshop.objects.create(**_other()))):
        with pytest.raises(Http404):
            bid.place(workshop, {1: 4}, by=who, at=AT)
    assert not workshop.bids.exists()


def _other() -> dict[str, object]:
    return {"slug": "other", "first_day": AT.date(), "last_day": AT.date()}


def test_a_bid_is_hidden_with_its_submission_and_comes_back_with_it(
    workshop: Workshop, ann: User
) -> None:
    row = paper(workshop)
    bid.place(workshop, {1: 4}, by=ann, at=AT)
    bar(ann, row)
    assert bid.bids_of(workshop, ann) == {}
    workshop.barriers.all().delete()
    workshop.conflicts.all().delete()
    assert bid.bids_of(workshop, ann) == {1: 4}


def test_bids_are_taken_until_the_deadline_of_the_assignment(workshop: Workshop, ann: User) -> None:
    paper(workshop)
    over = workshop.deadlines.get(step=Step.ASSIGN).closes_at
    bid.place(workshop, {1: 4}, by=ann, at=over - timedelta(seconds=1))
    with pytest.raises(Refused, match=r"Bidding is over\. Nothing was saved"):
        bid.place(workshop, {1: 5}, by=ann, at=over)
    assert bid.bids_of(workshop, ann) == {1: 4}
    workshop.deadlines.filter(step=Step.ASSIGN).delete()
    assert bid.place(workshop, {1: 5}, by=ann, at=over) == 1


def test_bids_are_taken_until_ones_own_papers_are_confirmed(workshop: Workshop, ann: User) -> None:
    row = paper(workshop)
    paper(workshop)
    bo = make_reviewer(workshop)
    assign(row, ann, Assignment.State.PROPOSED)
    assert bid.to_bid_on(workshop, ann, AT) == 2
    assign(row, bo)
    workshop.assignments.filter(reviewer=ann).update(state="confirmed", confirmed_at=AT)
    with pytest.raises(Refused):
        bid.place(workshop, {2: 4}, by=ann, at=AT)
    assert bid.to_bid_on(workshop, ann, AT) == 0
    assert bid.to_bid_on(workshop, make_reviewer(workshop), AT) == 2
