"""Step 7: remind. Organizers write to the authors whose final paper is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from submissions import camera_ready, letters, readiness
from submissions.models import Submission
from workshop import dates, journal, stale
from workshop.errors import Refused
from workshop.letters import send
from workshop.models import Deadline, Letter, User, Workshop

BETWEEN = timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """Letters about to be written about one submission, and how many came before."""

    submission: Submission
    recipients: int
    sent: int
    last_at: datetime | None

    def is_due(self, at: datetime) -> bool:
        """Once a day is enough."""
        return self.last_at is None or self.last_at + BETWEEN <= at


def reminders(workshop: Workshop, user: User) -> list[Reminder]:
    """One for each submission without a final paper that this organizer may see."""
    written = workshop.letters.filter(event=letters.CAMERA_READY_REMINDER).order_by()
    last = {
        about: (revision, at)
        for about, revision, at in written.values_list("about").annotate(
            Max("revision"), Max("written_at")
        )
    }
    missing = [row for row in readiness.rows_of(workshop, user) if row.ready.lacks_final]
    found = [
        Reminder(
            row.submission,
            len(letters.recipients_of(row.submission)),
            *last.get(row.submission.number, (0, None)),
        )
        for row in missing
    ]
    return [reminder for reminder in found if reminder.recipients]


def seen(found: list[Reminder]) -> str:
    """What a preview shows. Sent twice, it is refused: by then one more letter has gone."""
    return stale.seen((row.submission.number, row.recipients, row.sent) for row in found)


def preview(reminder: Reminder, deadline: Deadline | None, at: datetime) -> Letter:
    """The first of its letters, as it will be written."""
    return _letters(reminder, deadline, at)[0]


@transaction.atomic
def remind(workshop: Workshop, *, shown: str, by: User, at: datetime) -> list[Reminder]:
    """A letter to every author of each of these; nobody is reminded twice within a day."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    deadline = camera_ready.deadline_of(workshop)
    refuse_once_over(deadline, at)
    found = [reminder for reminder in reminders(workshop, by) if reminder.is_due(at)]
    if shown != seen(found):
        raise Refused(
            "Since you looked, papers have come in or reminders have gone out. Nothing was sent: "
            "look at who is left, then send."
        )
    if not found:
        raise Refused("There is nobody to remind.")
    send([letter for reminder in found for letter in _letters(reminder, deadline, at)])
    texts = {
        reminder.submission.number: f"{by} reminded the authors of submission "
        f"{reminder.submission.number} of the camera-ready paper"
        for reminder in found
    }
    journal.note_each(workshop, "reminded authors", texts, by=by, at=at)
    return found


def refuse_once_over(deadline: Deadline | None, at: datetime) -> None:
    """A reminder asks for what can be done; raises Refused if it no longer can."""
    if deadline is not None and deadline.closes_at <= at:
        raise Refused(
            f"Camera-ready papers were due {dates.in_words(deadline.closes_at)}, and nothing can "
            "be sent any more. Give the authors more time first: set a later day under Dates."
        )


def _letters(reminder: Reminder, deadline: Deadline | None, at: datetime) -> list[Letter]:
    context: dict[str, Any] = {
        "ready": camera_ready.readiness(reminder.submission),
        "deadline": deadline,
    }
    return letters.for_authors(
        reminder.submission,
        letters.CAMERA_READY_REMINDER,
        at=at,
        revision=reminder.sent + 1,
        **context,
    )
