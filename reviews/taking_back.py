"""Papers that go back to the organizers, because their reviewer may not or will not have them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Assignment, Review

State = Assignment.State


def take_back(rows: QuerySet[Assignment], reason: str) -> None:
    """What was only proposed goes without a trace; what was begun is declined, with this reason.

    A submitted review stays as it is. Runs in the transaction of its step.
    """
    # A review that is being submitted is waited for: only then is it seen whether it was.
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    written = Review.everywhere.filter(assignment=OuterRef("pk"))
    rows.filter(state=State.PROPOSED).exclude(Exists(written)).delete()
    submitted = written.filter(state=Review.State.SUBMITTED)
    standing = rows.exclude(state=State.DECLINED).exclude(Exists(submitted))
    standing.update(state=State.DECLINED, reason=reason)
