"""The days of the steps: set by the organizers, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from workshop import dates, journal, stale
from workshop.errors import Refused
from workshop.models import Deadline, Step, User, Workshop

# The call has no day of its own: it opens when an organizer opens it.
DATED = tuple(step for step in Step if step != Step.CALL)

# Where an upload that began in time has the grace.
TAKES_FILES = (Step.SUBMIT, Step.CAMERA_READY)

Days = Mapping[Step, date | None]


def days_of(workshop: Workshop) -> dict[Step, Deadline]:
    return {Step(row.step): row for row in workshop.deadlines.all()}


def days_seen(workshop: Workshop) -> str:
    rows = workshop.deadlines.order_by("step")
    return stale.seen(rows.values_list("step", "opens_at", "closes_at", "grace_minutes"))


def out_of_order(days: Days) -> dict[Step, str]:
    """Every step whose day is earlier than that of a step before it, and a sentence about it."""
    found: dict[Step, str] = {}
    before: Step | None = None
    latest = date.min
    for step in DATED:
        day = days.get(step)
        if day is None:
            continue
        if before is not None and day < latest:
            found[step] = (
                f"This is before “{before.label}”, {latest.day} {latest:%B %Y}. "
                "Choose that day or a later one."
            )
        else:
            before, latest = step, day
    return found


@transaction.atomic
def set_days(
    workshop: Workshop, days: Days, *, grace_minutes: int, seen: str, by: User, at: datetime
) -> bool:
    """Make these the last days of the steps; False if nothing differs.

    Once the workshop is announced, the day that was stands beside the new one, struck through.
    """
    submit = workshop.deadlines.select_for_update().filter(step=Step.SUBMIT).first()
    stale.check(seen, days_seen(workshop))
    _check(workshop, submit, days, at)
    rows = days_of(workshop)
    announced = workshop.announced_at is not None
    changes = [
        _set(workshop, rows.get(step), step, days.get(step), at if announced else None)
        for step in DATED
    ]
    workshop.deadlines.filter(step__in=TAKES_FILES).update(grace_minutes=grace_minutes)
    if (submit.grace_minutes if submit else 0) != grace_minutes:
        changes.append(f"grace {grace_minutes} minutes")
    said = [change for change in changes if change]
    if said:
        journal.note(workshop, "changed", f"{by} changed dates: {', '.join(said)}", by=by, at=at)
    return bool(said)


def _check(workshop: Workshop, submit: Deadline | None, days: Days, at: datetime) -> None:
    last = days.get(Step.SUBMIT)
    if last is None:
        raise Refused("Give the last day to submit.", Step.SUBMIT)
    if submit is None or last != dates.last_day(submit.closes_at):
        if submit is not None and submit.has_opened(at):
            raise Refused(
                "The call has been opened: extend or close it on its own page.", Step.SUBMIT
            )
        if dates.end_of_day(last) <= at:
            raise Refused("This day has passed. Choose a later one.", Step.SUBMIT)
        if last >= workshop.first_day:
            raise Refused(
                "The workshop has begun by then. Choose a day before its first.", Step.SUBMIT
            )
    for step, sentence in out_of_order(days).items():
        raise Refused(sentence, step)


def _set(
    workshop: Workshop,
    row: Deadline | None,
    step: Step,
    day: date | None,
    moved_at: datetime | None,
) -> str:
    """Bring one row in line with its day; what changed, in words."""
    if day == (row and dates.last_day(row.closes_at)):
        return ""
    if day is None:
        workshop.deadlines.filter(step=step).delete()
        return f"{step.label} without a date"
    closes_at = dates.end_of_day(day)
    if row is None:
        workshop.deadlines.create(step=step, closes_at=closes_at)
    else:
        was = {"was_closing_at": row.closes_at, "moved_at": moved_at} if moved_at else {}
        workshop.deadlines.filter(step=step).update(
            closes_at=closes_at, version=row.version + 1, **was
        )
    return f"{step.label} {day.day} {day:%B}"
