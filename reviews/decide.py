"""Step 5: decide. Oral, poster or reject, sealed: nothing on the authors' side is touched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from reviews import spells
from reviews.models import Decision
from submissions.models import Submission
from submissions.status import Status
from workshop import journal
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

# Nothing decided: what undoing leaves.
UNDECIDED = ""


@transaction.atomic
def decide(
    submission: Submission,
    *,
    outcome: str,
    version: int,
    by: User,
    at: datetime,
    note: str | None = None,
) -> None:
    """Decide on one submission, decide otherwise, or undo it. The note stays unless one is given.

    `version` is that of the decision as it was shown, nought if there was none.
    """
    workshop = submission.workshop
    decide_many(workshop, {submission.number: version}, outcome=outcome, by=by, at=at)
    if note is not None:
        _write_note(submission, note.strip(), by, at)


@transaction.atomic
def decide_many(
    workshop: Workshop, shown: Mapping[int, int], *, outcome: str, by: User, at: datetime
) -> int:
    """Decide the same on many, in a few statements. `shown`: the version of each, by number."""
    if outcome not in {UNDECIDED, *Decision.Outcome.values}:
        raise Refused("Choose what to decide: oral, poster or reject.", "outcome")
    lock(workshop)
    submissions = _open(workshop, shown, by)
    old = {row.submission_id: row for row in workshop.decisions.filter(submission__in=submissions)}
    for row in submissions:
        check_version(old.get(row.pk), shown[row.number])
    facts = {"outcome": outcome, "decided_by": by, "decided_at": at}
    workshop.decisions.filter(submission__in=submissions).update(version=F("version") + 1, **facts)
    Decision.everywhere.bulk_create(
        Decision(workshop=workshop, submission=row, **facts)
        for row in submissions
        if row.pk not in old
    )
    had = {key for key, row in old.items() if row.outcome}
    now = {row.pk for row in submissions} if outcome else set()
    changed = {spells.decided(row.number) for row in submissions if row.pk in had ^ now}
    began, ended = (changed, []) if outcome else ([], changed)
    spells.note(workshop, began=began, ended=ended, at=at)
    texts = {row.number: _said(by, row.number, outcome) for row in submissions}
    journal.note_each(workshop, "decided", texts, by=by, at=at)
    return len(submissions)


def lock(workshop: Workshop) -> None:
    """Decisions and releases of one workshop come one after another; authors do not wait."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)


def check_version(decision: Decision | None, shown: int) -> None:
    """Raises Stale if somebody has decided since the version that was shown."""
    if (decision.version if decision else 0) != shown:
        raise Stale


def _open(workshop: Workshop, shown: Mapping[int, int], by: User) -> list[Submission]:
    """The submissions of these numbers, if `by` may decide on each and none is past deciding."""
    rows = list(workshop.submissions.organized_by(by).filter(number__in=shown))
    missing = set(shown) - {row.number for row in rows}
    if missing:
        raise Refused(f"There is no submission {min(missing)} here.")
    for row in rows:
        if row.status in {Status.ORAL, Status.POSTER, Status.REJECTED}:
            raise Refused(
                f"The decision on submission {row.number} is released. "
                "Open it to release a correction."
            )
        if row.status != Status.SUBMITTED:
            raise Refused(
                f"Submission {row.number} is {row.get_status_display()}: nothing to decide."
            )
    return rows


def _said(by: User, number: int, outcome: str) -> str:
    if outcome == UNDECIDED:
        return f"{by} left submission {number} undecided"
    return f"{by} decided on submission {number}: {Decision.Outcome(outcome).label}"


def _write_note(submission: Submission, note: str, by: User, at: datetime) -> None:
    """The rows are locked, and just written by `decide_many`."""
    row = submission.workshop.decisions.get(submission=submission)
    if row.note == note:
        return
    row.note = note
    row.save(update_fields=["note"])
    number = submission.number
    text = f"{by} wrote the note to the authors of submission {number}"
    journal.note(submission.workshop, "wrote a note", text, by=by, at=at, about=number)
