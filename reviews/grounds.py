"""The rows behind the committee's spells."""

from __future__ import annotations

from datetime import datetime

from reviews.models import Assignment, CommitteeSpell, Conflict, Decision, Review
from workshop.grounds import Ground
from workshop.models import User

Kind = CommitteeSpell.Kind
OF = {"workshop": "workshop", "number": "submission__number"}
THEIRS = {"workshop": "workshop", "number": "assignment__submission__number"}

GIVEN = Ground(
    *(CommitteeSpell, Kind.ASSIGNMENT, Assignment.everywhere.all()),
    {**OF, "user": "reviewer", "value": "state"},
)
WRITTEN = Ground(
    *(CommitteeSpell, Kind.REVIEW, Review.everywhere.filter(state=Review.State.SUBMITTED)),
    {**THEIRS, "user": "assignment__reviewer"},
)
DECLARED = Ground(
    *(CommitteeSpell, Kind.DECLARED),
    Conflict.everywhere.filter(source=Conflict.Source.DECLARED),
    {**OF, "user": "user"},
)
DECIDED = Ground(CommitteeSpell, Kind.DECISION, Decision.everywhere.exclude(outcome=""), OF)
GROUNDS = [GIVEN, WRITTEN, DECLARED, DECIDED]


def address_verified(user: User, _email: str, at: datetime) -> None:
    """In the step's own transaction. Of two accounts that become one each may have had a paper:
    one assignment of it is left, and what was written of the other has ended.

    What was taken over begins at this moment (`history.taken_over`). Older spells that no row
    stands for were forgotten by a step: that is for the invariants to find."""
    for ground in (GIVEN, WRITTEN):
        ground.spells_without().filter(user=user, since=at).update(until=at)
