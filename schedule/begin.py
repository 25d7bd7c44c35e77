"""Step 9, for whoever begins with nothing: a usual day, laid out for each day of the workshop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction

from schedule.freezing import next_number
from schedule.models import Presentation, Session
from schedule.permissions import plannable
from schedule.plan import lock
from schedule.usual_day import Block, usual_days
from submissions.models import Submission
from submissions.status import Status
from workshop import journal
from workshop.errors import Refused
from workshop.models import Person, User, Workshop

# More days than these nobody plans; a mistyped year must not make a page of a thousand.
MOST_DAYS = 31


def days_of(workshop: Workshop) -> list[date]:
    count = min((workshop.last_day - workshop.first_day).days + 1, MOST_DAYS)
    return [workshop.first_day + timedelta(days=n) for n in range(count)]


@transaction.atomic
def begin(workshop: Workshop, *, by: User, at: datetime) -> int:
    """Lay out a usual day for each day, with the speakers and the orals in order; how many
    sessions. Only where nothing is planned yet."""
    lock(workshop)
    if workshop.sessions.exists():
        raise Refused(
            "There are sessions already: a usual day is laid out only where there are none."
        )
    orals = plannable(workshop, by).filter(status=Status.ORAL).order_by("number")
    speakers = list(workshop.people.speakers())
    blocks = usual_days(days_of(workshop), speakers, list(orals))
    sessions = _sessions(workshop, blocks)
    _talks(workshop, blocks, sessions)
    text = f"{by} laid out a usual day, in {len(blocks)} sessions"
    journal.note(workshop, "planned", text, by=by, at=at)
    placed = [row.number for block in blocks for row in block.talks]
    texts = {number: f"{by} placed submission {number} in a usual day" for number in placed}
    journal.note_each(workshop, "placed", texts, by=by, at=at)
    return len(sessions)


def _sessions(workshop: Workshop, blocks: Sequence[Block]) -> list[Session]:
    def moment(day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, workshop.tzinfo)

    first = next_number(workshop)
    return Session.everywhere.bulk_create(
        Session(
            workshop=workshop,
            number=number,
            kind=block.kind,
            title=block.title,
            starts_at=moment(block.day, block.starts),
            ends_at=moment(block.day, block.ends),
        )
        for number, block in enumerate(blocks, start=first)
    )


def _talks(workshop: Workshop, blocks: Sequence[Block], sessions: Sequence[Session]) -> None:
    rows = [
        Presentation(workshop=workshop, session=session, position=position, **what)
        for block, session in zip(blocks, sessions, strict=True)
        for position, what in enumerate(_who(block), start=1)
    ]
    Presentation.everywhere.bulk_create(rows)


def _who(block: Block) -> list[dict[str, Person | Submission]]:
    who: list[dict[str, Person | Submission]] = [{"submission": row} for row in block.talks]
    return [{"presenter": block.speaker}] if block.speaker else who
