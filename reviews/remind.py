"""Step 4: remind. Who handles submissions writes to reviewers whose reviews are not in yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from reviews import progress
from reviews.letters import REVIEW_REMINDER
from reviews.roster import Reviewer, called
from workshop import dates, journal, letters, stale
from workshop.errors import Refused
from workshop.http import site_link
from workshop.letters import Recipient
from workshop.models import Deadline, Step, User, Workshop


@dataclass(frozen=True)
class Reminder:
    """A letter about to be written: to whom, of which open reviews.

    `told`: how often somebody was reminded of these before. Letters are not counted: one that
    another wrote would tell that this reviewer has a submission hidden from who looks.
    """

    reviewer: Reviewer
    numbers: tuple[int, ...]
    told: int

    @property
    def open(self) -> int:
        return len(self.numbers)

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.reviewer.user.email, self.reviewer.name)

    @property
    def shown(self) -> Recipient:
        """The same, as organizers know them: where it goes to is theirs to tell."""
        return Recipient(self.reviewer.address, self.reviewer.name)


def reminders(
    workshop: Workshop, user: User, chosen: Collection[int] | None = None
) -> list[Reminder]:
    """One for each chosen reviewer, or all, with open reviews that this user handles."""
    known = called(workshop)
    waiting = progress.of(workshop, user, known).waiting_for
    rows = [row for row in waiting if chosen is None or row.reviewer.pk in chosen]
    told = Counter(workshop.entries.filter(verb="reminded").values_list("about", flat=True))
    return [
        Reminder(known[pk], tuple(row.open), sum(told[number] for number in row.open))
        for row in rows
        if (pk := row.reviewer.pk) in known
    ]


def seen(found: list[Reminder]) -> str:
    """What a preview shows. Sent twice, it is refused: by then they were told once more."""
    return stale.seen((row.reviewer.pk, row.open, row.told) for row in found)


def preview(
    workshop: Workshop, reminder: Reminder, deadline: Deadline | None, at: datetime
) -> dict[str, str]:
    context = _context(workshop, reminder, deadline, at)
    return letters.preview(workshop, REVIEW_REMINDER, reminder.shown, context)


@transaction.atomic
def remind(
    workshop: Workshop, chosen: Collection[int], *, shown: str, by: User, at: datetime
) -> list[Reminder]:
    """One letter to each of these reviewers that says how many reviews are open, and no title.

    A count tells an organizer behind a barrier what they must not know: that a reviewer, or
    one review more, belongs to the submission that they do not see. So these letters are in no
    organizer's outbox, and an entry about each submission names nobody.
    """
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    found = reminders(workshop, by, chosen)
    if not found:
        raise Refused("Choose at least one reviewer whose reviews are not all in.")
    if shown != seen(found):
        raise Refused(
            "Since you looked, reviews have come in or reminders have gone out. Nothing was sent: "
            "look at who is left, then send."
        )
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    written = workshop.letters.filter(event=REVIEW_REMINDER).order_by()
    last = dict(written.values_list("recipient").annotate(Max("revision")))
    for row in found:
        letters.post(
            workshop,
            REVIEW_REMINDER,
            [row.recipient],
            _context(workshop, row, deadline, at),
            at=at,
            revision=last.get(row.recipient.email.lower(), 0) + 1,
            is_private=True,
        )
    numbers = {number for row in found for number in row.numbers}
    texts = {n: f"{by} reminded reviewers of submission {n}" for n in sorted(numbers)}
    journal.note_each(workshop, "reminded", texts, by=by, at=at)
    return found


def _context(
    workshop: Workshop, reminder: Reminder, deadline: Deadline | None, at: datetime
) -> dict[str, Any]:
    return {
        "open": reminder.open,
        "deadline": deadline,
        "is_late": deadline is not None and deadline.closes_at <= at,
        "link": site_link(f"/{workshop.slug}/review/"),
    }
