"""The letters about the schedule: to the authors whose slot is new, another or no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from schedule.comparing import slots_by_number
from schedule.program import Program
from schedule.wording import slot
from submissions import letters as authors
from submissions.models import Submission
from workshop.audience import Audience, declare
from workshop.http import site_link
from workshop.models import Letter

SLOT_CHANGED = declare("schedule/slot_changed", Audience.AUTHOR)


def slot_letters(
    submissions: Iterable[Submission],
    before: Program | None,
    after: Program,
    *,
    at: datetime,
    revision: int,
) -> list[Letter]:
    """The letters to the authors of these, fetched with them, as they will be sent."""
    was = slots_by_number(before) if before else {}
    now = slots_by_number(after)
    letters: list[Letter] = []
    for row in submissions:
        zone = row.workshop.tzinfo
        letters += authors.for_authors(
            row,
            SLOT_CHANGED,
            at=at,
            revision=revision,
            was=[slot(one, zone) for one in was.get(row.number, [])],
            now=[slot(one, zone) for one in now.get(row.number, [])],
            schedule=site_link(reverse("schedule", args=[row.workshop.slug])),
        )
    return letters
