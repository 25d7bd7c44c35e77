"""Deadlines in words and in zones. A date closes at the end of that day anywhere on Earth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import transaction

from workshop.errors import Refused
from workshop.models import Deadline, Step, User, Workshop

AOE = timezone(timedelta(hours=-12), "AoE")

# Beyond these no date can be meant, and at the very ends of the calendar none can be reckoned with.
FIRST_DAY, FINAL_DAY = date(1970, 1, 1), date(2100, 12, 31)
BETWEEN = f"a day between the years {FIRST_DAY.year} and {FINAL_DAY.year}"


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline on this day closes: the next day's 00:00 AoE, excluded."""
    return datetime.combine(day + timedelta(days=1), time(0), AOE).astimezone(UTC)


def last_day(closes_at: datetime) -> date:
    """The day, anywhere on Earth, on which something may still be sent."""
    return last_minute(closes_at).date()


def last_minute(closes_at: datetime) -> datetime:
    """The last minute in time, in AoE: 00:00 is shown as 23:59 of the day before."""
    return (closes_at - timedelta(microseconds=1)).astimezone(AOE).replace(second=0, microsecond=0)


def in_words(closes_at: datetime) -> str:
    """“Fri 15 June, 23:59 AoE”."""
    return f"{day_and_time(last_minute(closes_at))} AoE"


def opening_day(moment: datetime) -> str:
    """The day, anywhere on Earth, on which something opens: “Mon 7 May, AoE”."""
    day = moment.astimezone(AOE)
    return f"{day:%a} {day.day} {day:%B}, AoE"


def day_and_time(moment: datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%B, %H:%M}"


@dataclass(frozen=True)
class Local:
    """A deadline on somebody's clock."""

    where: str
    when: str


def in_zones(closes_at: datetime, workshop: Workshop, reader: User | None = None) -> list[Local]:
    """Anywhere on Earth, at the workshop's place, and where the reader is if they have said so."""
    last = last_minute(closes_at)
    rows = [Local("Anywhere on Earth", day_and_time(last))]
    rows.append(Local(place_of(workshop.zone), day_and_time(last.astimezone(workshop.tzinfo))))
    if reader is not None and reader.zone and reader.zone != workshop.zone:
        here = last.astimezone(ZoneInfo(reader.zone))
        rows.append(Local(f"Yours, {place_of(reader.zone)}", day_and_time(here)))
    return rows


def place_of(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def time_left(closes_at: datetime, at: datetime) -> str:
    """“in 1 day 21 hours”, “in 4 minutes”, “closed”."""
    left = closes_at - at
    if left <= timedelta(0):
        return "closed"
    hours, seconds = divmod(left.seconds, 3600)
    parts = (
        [(left.days, "day"), (hours, "hour")]
        if left.days
        else [(hours, "hour"), (seconds // 60, "minute")]
    )
    words = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n]
    return f"in {' '.join(words)}" if words else "in less than a minute"


def deadline_of(workshop: Workshop, step: Step) -> Deadline | None:
    return workshop.deadlines.filter(step=step).first()


def locked(workshop: Workshop, step: Step) -> Deadline:
    """The deadline's row, locked until the step is done: a step and an extension never cross."""
    assert transaction.get_connection().in_atomic_block
    deadline = workshop.deadlines.select_for_update().filter(step=step).first()
    if deadline is None:
        raise Refused("There is no deadline for this step yet: it is set under Dates.")
    return deadline


TICKET_AGE = timedelta(days=60)


def ticket(user: User, at: datetime) -> str:
    """Says when an upload form was shown. Signed, and good for this user only."""
    return signing.dumps(at.timestamp(), salt=_ticket_of(user))


def began_at(token: str, user: User) -> datetime | None:
    """When the form behind this upload was shown; nothing if the ticket is not this user's."""
    try:
        moment = signing.loads(token, salt=_ticket_of(user), max_age=TICKET_AGE)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(moment, UTC)


def _ticket_of(user: User) -> str:
    """Signed with the owner, whose key anybody could read in the ticket: keys count accounts."""
    return f"workshop.upload-ticket {user.pk}"


def in_time(deadline: Deadline, at: datetime, began: datetime | None = None) -> bool:
    """Open at this moment; or an upload that began in time and is still within the grace."""
    if deadline.is_open(at):
        return True
    grace = timedelta(minutes=deadline.grace_minutes)
    return began is not None and deadline.is_open(began) and at < deadline.closes_at + grace
