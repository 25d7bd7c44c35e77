"""Papers that go back to the organizers, because their reviewer may not or will not have them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from reviews import spells
from reviews.models import Assignment, Review
from workshop.models import Workshop

State = Assignment.State


def take_back(workshop: Workshop, which: Q, reason: str, at: datetime) -> None:
    """What was only proposed goes without a trace; what was begun is declined, with this reason.

    A submitted review stays as it is. Runs in the transaction of its step.
    """
    rows = workshop.assignments.filter(which)
    # A review that is being submitted is waited for: only then is it seen whether it was.
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    before = spells.given(locked.select_related("submission"))
    written = Review.everywhere.filter(assignment=OuterRef("pk"))
    rows.filter(state=State.PROPOSED).exclude(Exists(written)).delete()
    submitted = written.filter(state=Review.State.SUBMITTED)
    standing = rows.exclude(state=State.DECLINED).exclude(Exists(submitted))
    standing.update(state=State.DECLINED, reason=reason)
    now = spells.given(rows.select_related("submission")) if before else set()
    spells.note(workshop, began=now - before, ended=before - now, at=at)
