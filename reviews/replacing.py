"""The rows that are only proposed, made into those of a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
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
    """`made`: what is new; `gone`: what stands no more; `left_out`: what could not be, because of a
    conflict, a load, because it was given back or because the paper has all that were wanted."""

    made: set[Pair]
    gone: set[Pair]
    left_out: set[Pair]

    @property
    def is_any(self) -> bool:
        return bool(self.made or self.gone)


def unbegun(workshop: Workshop) -> QuerySet[Assignment]:
    """What nobody has written anything for."""
    written = Review.everywhere.filter(assignment=OuterRef("pk"))
    return workshop.assignments.exclude(Exists(written))


def replace(
    workshop: Workshop,
    papers: Collection[Submission],
    pairs: Collection[Pair],
    *,
    wanted: Mapping[int, int],
    known: QuerySet[Assignment],
    at: datetime,
) -> Change:
    """What is proposed of these papers is replaced by these pairs, as far as they may be now.

    `wanted`: how many a paper has at the most, by number, with what stays. `known`: what counts
    against a load. What was begun stays. Runs in the transaction of its step, with the workshop
    locked.
    """
    by_number = {paper.number: paper for paper in papers}
    old = unbegun(workshop).filter(submission__in=papers, state=State.PROPOSED)
    rows = list(old.select_related("submission"))
    before = {pair_of(row) for row in rows}
    others = workshop.assignments.filter(submission__in=papers).exclude(pk__in=old.values("pk"))
    stays = list(others.select_related("submission"))
    given_back = {pair_of(row) for row in stays if row.state == State.DECLINED}
    there = {pair_of(row) for row in stays} - given_back
    counting = known.exclude(pk__in=[row.pk for row in rows])
    asked = {pair for pair in pairs if pair not in there and pair[0] in by_number}
    taken = Counter(counting.values_list("reviewer", flat=True))
    load = {one.pk: one.load for one in reviewers_of(workshop)}
    room = Room(load, barred(workshop), taken, there, wanted)
    may = fitting(asked - given_back, before, room)
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
    return Change(may - before, before - may, asked - may)


def pair_of(row: Assignment) -> Pair:
    return row.submission.number, row.reviewer_id


def barred(workshop: Workshop) -> set[Pair]:
    """Who has a conflict of interest with what."""
    found = set(workshop.barriers.values_list("number", "user"))
    standing = workshop.conflicts.filter(dismissed_at=None)
    return found | set(standing.values_list("submission__number", "user"))


class Room:
    """What reviewers and papers still take, less from pair to pair.

    As for the solver, who is barred from a paper or reviews no more is none of its reviewers.

    load    of everybody who reviews
    taken   papers that each has beside those that are asked for
    there   the pairs that stay
    wanted  how many a paper has at the most, by number, with what stays
    """

    def __init__(
        self,
        load: Mapping[int, int],
        barred: Collection[Pair],
        taken: Counter[int],
        there: Collection[Pair],
        wanted: Mapping[int, int],
    ) -> None:
        self.load, self.barred = load, barred
        counted = (pair for pair in there if pair not in barred)
        self.has = Counter(number for number, user in counted if user in load)
        self.taken, self.wanted = taken, wanted

    def take(self, pair: Pair, *, is_new: bool) -> bool:
        """Whether there is room for it; if so, it is taken. What stands already may be over a load,
        as a repair leaves it."""
        number, user = pair
        if pair in self.barred or user not in self.load:
            return False
        if is_new and self.taken[user] >= self.load[user]:
            return False
        if self.has[number] >= self.wanted.get(number, 0):
            return False
        self.taken[user] += 1
        self.has[number] += 1
        return True


def fitting(asked: Collection[Pair], before: Collection[Pair], room: Room) -> set[Pair]:
    """Which of these there is room for: what is proposed already, as `before`, comes first."""
    order = sorted(asked, key=lambda pair: (pair not in before, pair))
    return {pair for pair in order if room.take(pair, is_new=pair not in before)}
