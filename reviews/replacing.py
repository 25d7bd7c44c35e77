"""The rows that are only proposed, made into those of a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from reviews import spells
from reviews.models import Assignment, Review
from reviews.roster import reviewers_of
from submissions.models import Submission
from workshop.models import Workshop

State = Assignment.State
# The number of a submission and the key of an account, as runs name a pair.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """`before`: what was proposed of these papers; `made`: what is new; `left_out`: what could not
    be, because of a conflict, a load, or because it was given back."""

    before: set[Pair]
    made: set[Pair]
    left_out: set[Pair]


def unbegun(workshop: Workshop) -> QuerySet[Assignment]:
    """What nobody has written anything for."""
    written = Review.everywhere.filter(assignment=OuterRef("pk"))
    return workshop.assignments.exclude(Exists(written))


def replace(
    workshop: Workshop,
    papers: Collection[Submission],
    pairs: Collection[Pair],
    known: QuerySet[Assignment],
    at: datetime,
) -> Change:
    """What is proposed of these papers is replaced by these pairs, as far as they may be now.

    `known`: what counts against a load. What was begun stays. Runs in the transaction of its step,
    with the workshop locked.
    """
    by_number = {paper.number: paper for paper in papers}
    old = unbegun(workshop).filter(submission__in=papers, state=State.PROPOSED)
    rows = list(old.select_related("submission"))
    before = {pair_of(row) for row in rows}
    stays = workshop.assignments.filter(submission__in=papers).exclude(pk__in=old.values("pk"))
    there = {pair_of(row) for row in stays.select_related("submission")}
    counting = known.exclude(pk__in=[row.pk for row in rows])
    asked = [pair for pair in sorted(pairs) if pair not in there and pair[0] in by_number]
    asked.sort(key=lambda pair: pair not in before)
    may = _allowed(workshop, asked, Counter(counting.values_list("reviewer", flat=True)))
    gone = [row for row in rows if pair_of(row) not in may]
    spells.note(workshop, ended=spells.given(gone), at=at)
    workshop.assignments.filter(pk__in=[row.pk for row in gone]).delete()
    made = workshop.assignments.bulk_create(
        Assignment(
            workshop=workshop, submission=by_number[number], reviewer_id=user, assigned_at=at
        )
        for number, user in sorted(may - before)
    )
    spells.note(workshop, began=spells.given(made), at=at)
    return Change(before, may - before, set(asked) - may)


def pair_of(row: Assignment) -> Pair:
    return row.submission.number, row.reviewer_id


def _allowed(workshop: Workshop, asked: Iterable[Pair], taken: Counter[int]) -> set[Pair]:
    """Those without a conflict of interest and within loads, the first ones first."""
    load = {one.pk: one.load for one in reviewers_of(workshop)}
    barred = set(workshop.barriers.values_list("number", "user"))
    standing = workshop.conflicts.filter(dismissed_at=None)
    barred |= set(standing.values_list("submission__number", "user"))
    found = set()
    for number, user in asked:
        if (number, user) not in barred and taken[user] < load.get(user, 0):
            taken[user] += 1
            found.add((number, user))
    return found
