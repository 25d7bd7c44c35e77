"""What organizers do with single submissions: add a late one, reject one at the desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from submissions import letters, spells, submit, uploads
from submissions.content import Content, write
from submissions.models import Submission
from submissions.status import Status, check_move
from submissions.uploads import Upload
from workshop import dates, history, journal
from workshop.errors import Refused
from workshop.models import Step, User, Workshop


@transaction.atomic
def add_late(
    workshop: Workshop,
    content: Content,
    *,
    paper: Upload,
    by: User,
    at: datetime,
    form: datetime | None = None,
) -> Submission:
    """Add what reached the organizers another way. Its authors are told."""
    if not dates.locked(workshop, Step.SUBMIT).has_opened(at):
        raise Refused("The call for papers is not open yet. Nothing was saved.")
    again = submit.made_from(workshop, form)
    if again is not None:
        return again
    submission = submit.new(workshop, submitter=None, at=at, form=form)
    began, ended = write(submission, content)
    history.note(workshop, began=began, ended=ended, at=at)
    uploads.attach(submission, paper, at)
    submit.hand_in(submission, at)
    number = submission.number
    journal.note(
        workshop, "added late", f"{by} added submission {number} late", by=by, at=at, about=number
    )
    letters.to_authors(submission, letters.ADDED_LATE, at=at, revision=submission.revision, by=by)
    return submission


@transaction.atomic
def reject(submission: Submission, *, reason: str, by: User, at: datetime) -> Submission:
    """Reject without review. The reason goes to every author."""
    if not reason.strip():
        raise Refused("Give the authors a reason: they read it in their letter.")
    row = submission.workshop.submissions.select_for_update().get(pk=submission.pk)
    check_move(row.status, Status.DESK_REJECTED)
    spells.moved(row.workshop, [(row.number, row.status, Status.DESK_REJECTED)], at)
    row.status, row.desk_reason = Status.DESK_REJECTED, reason.strip()
    row.version += 1
    row.save(update_fields=["status", "desk_reason", "version"])
    journal.note(
        row.workshop,
        "rejected at the desk",
        f"{by} rejected submission {row.number} at the desk",
        by=by,
        at=at,
        about=row.number,
    )
    letters.to_authors(row, letters.DESK_REJECTED, at=at, revision=1, reason=row.desk_reason)
    return row
