"""Step 2: submit. The authors say with whom they have a conflict of interest.

What follows from it is for the committee's side to find: nothing here tells an author whether
somebody they name is on it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from submissions.models import Submission
from submissions.named import NamedConflict
from submissions.status import Status
from submissions.submit import open_deadline
from workshop import journal, stale
from workshop.errors import Refused
from workshop.models import User

Kind = NamedConflict.Kind
# A kind, and the text as typed.
Named = tuple[str, str]


def named_on(submission: Submission) -> list[Named]:
    """In order, people after institutions."""
    rows = NamedConflict.objects.filter(submission=submission)
    return list(rows.order_by("kind", "text").values_list("kind", "text"))


@transaction.atomic
def name_conflicts(
    submission: Submission, named: Collection[Named], *, seen: str, by: User, at: datetime
) -> bool:
    """Make these the people and institutions that are named; False if nothing differs.

    No letter is written. What somebody was barred for before stays until an organizer dismisses it,
    who is shown that it was taken back.
    """
    workshop = submission.workshop
    open_deadline(workshop, at)
    row = workshop.submissions.select_for_update().get(pk=submission.pk)
    if row.status not in {Status.DRAFT, Status.SUBMITTED}:
        raise Refused(f"This submission is {row.get_status_display()} and cannot be changed.")
    before = named_on(row)
    stale.check(seen, stale.seen(before))
    if set(before) == set(named):
        return False
    row.named_conflicts.all().delete()
    NamedConflict.objects.bulk_create(
        NamedConflict(submission=row, kind=kind, text=text, named_at=at)
        for kind, text in dict.fromkeys(named)
    )
    text = f"{by} changed who must not handle submission {row.number}"
    is_private = row.status == Status.DRAFT
    journal.note(workshop, "changed", text, by=by, at=at, about=row.number, is_private=is_private)
    return True
