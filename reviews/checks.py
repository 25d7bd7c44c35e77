"""What to look at before the release, as far as one organizer may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reviews import board
from reviews.board import Row
from reviews.models import Decision
from submissions.models import Submission
from workshop.models import User, Workshop

FEWEST_REVIEWS = 2


@dataclass(frozen=True)
class Checks:
    """The submissions that wait for their release, and those of them that need a look."""

    waiting: list[Row] = field(default_factory=list)
    undecided: list[Row] = field(default_factory=list)
    # Decided by somebody who has had a conflict since.
    again: list[Row] = field(default_factory=list)
    few_reviews: list[Row] = field(default_factory=list)
    # With a review that does not count any more, for a conflict of its reviewer's.
    left_out: list[Submission] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        return not self.waiting or bool(self.undecided or self.again)

    @property
    def decided(self) -> list[Row]:
        return [row for row in self.waiting if row.outcome]


def of(workshop: Workshop, user: User) -> Checks:
    """The checks over what this organizer may see. A release makes them over everything."""
    waiting = [row for row in board.rows(workshop, user) if not row.is_released]
    made = [(row.submission, row.decision) for row in waiting if row.decision and row.outcome]
    stained = decided_behind_a_barrier(workshop, made)
    mine = {row.submission.pk for row in waiting}
    left_out = {review.assignment.submission for review in board.left_out(workshop)}
    return Checks(
        waiting=waiting,
        undecided=[row for row in waiting if not row.outcome],
        again=[row for row in waiting if row.submission.pk in stained],
        few_reviews=[row for row in waiting if row.count < FEWEST_REVIEWS],
        left_out=sorted((s for s in left_out if s.pk in mine), key=lambda s: s.number),
    )


def decided_behind_a_barrier(
    workshop: Workshop, made: Iterable[tuple[Submission, Decision]]
) -> set[int]:
    """Submissions whose decision somebody made who is barred from them now, or has left."""
    deciders = {(submission, decision.decided_by_id) for submission, decision in made}
    users = {decider for _, decider in deciders}
    barred = set(workshop.barriers.filter(user__in=users).values_list("user", "number"))
    return {
        submission.pk
        for submission, decider in deciders
        if decider is None or (decider, submission.number) in barred
    }
