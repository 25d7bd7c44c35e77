"""Step 1: an organizer creates the workshop, then opens, extends and closes its call for papers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from workshop import dates, history, journal, site
from workshop.errors import Refused
from workshop.models import Deadline, Role, Step, User, Workshop
from workshop.models.workshop import RESERVED_SLUGS
from workshop.permissions import can_create_workshop
from workshop.wake import wake

# When the later steps usually end, as days after the deadline for submissions.
USUAL_DAYS_AFTER = {
    Step.ASSIGN: 2,
    Step.REVIEW: 12,
    Step.DECIDE: 14,
    Step.NOTIFY: 15,
    Step.CAMERA_READY: 22,
    Step.POST: 24,
    Step.PLAN: 25,
    Step.PUBLISH: 26,
}
DAYS_NEEDED = 28


@transaction.atomic
def create(
    *,
    title: str,
    short_name: str,
    first_day: date,
    last_day: date,
    deadline: date,
    by: User,
    at: datetime,
) -> Workshop:
    """A workshop in preparation, with the usual kinds and dates; `by` becomes its organizer."""
    if not can_create_workshop(by):
        raise Refused("This site lets only some people create workshops. Ask its administrator.")
    site.check_days(first_day, last_day)
    _check_deadline(first_day, deadline, at)
    facts = {"title": title, "short_name": short_name, "first_day": first_day, "last_day": last_day}
    workshop = _create(usual_address(short_name), zone=by.zone or "UTC", **facts)
    workshop.kinds.create(name="Short paper", page_limit=4, position=1)
    workshop.kinds.create(name="Long paper", page_limit=8, position=2)
    _set_usual_dates(workshop, deadline)
    workshop.roles.create(user=by, kind=Role.Kind.ORGANIZER)
    history.note(workshop, began=[history.role(by.pk, Role.Kind.ORGANIZER)], at=at)
    journal.note(workshop, "created", f"{by} created the workshop", by=by, at=at)
    return workshop


def _check_deadline(first_day: date, deadline: date, at: datetime) -> None:
    if dates.end_of_day(deadline) <= at:
        raise Refused("This day has passed. Choose the last day to submit.", "deadline")
    _check_before(first_day, deadline, "deadline")


def _check_before(first_day: date, deadline: date, field: str) -> None:
    if deadline >= first_day:
        begins = f"{first_day.day} {first_day:%B %Y}"
        raise Refused(f"The workshop begins on {begins}. Choose a day before it.", field)


def usual_address(short_name: str) -> str:
    """The address that a workshop of this name gets unless it is taken."""
    return slugify(short_name).replace("_", "-")[:50].strip("-") or "workshop"


def _create(address: str, **facts: Any) -> Workshop:
    """Under the address, or under it with the first free number. Two may ask for it at once."""
    taken = set(Workshop.objects.filter(slug__startswith=address).values_list("slug", flat=True))
    candidates = [address, *(f"{address}-{n}" for n in range(2, len(taken) + 5))]
    for slug in candidates:
        if slug in taken | RESERVED_SLUGS:
            continue
        try:
            with transaction.atomic():
                return Workshop.objects.create(slug=slug, **facts)
        except IntegrityError:
            continue
    raise Refused("Many workshops of this name are being made. Choose another one.", "short_name")


def _set_usual_dates(workshop: Workshop, deadline: date) -> None:
    """The usual distances, drawn together when the workshop comes too soon for them."""
    squeeze = min(1.0, max(0, (workshop.first_day - deadline).days - 2) / DAYS_NEEDED)
    days = {Step.SUBMIT: deadline} | {
        step: deadline + timedelta(days=round(after * squeeze))
        for step, after in USUAL_DAYS_AFTER.items()
    }
    Deadline.everywhere.bulk_create(
        Deadline(workshop=workshop, step=step, closes_at=dates.end_of_day(day))
        for step, day in days.items()
    )


@transaction.atomic
def open_call(workshop: Workshop, *, by: User, at: datetime) -> None:
    """Announce the workshop and take submissions from now on."""
    deadline = dates.locked(workshop, Step.SUBMIT)
    if deadline.is_open(at):
        raise Refused("The call is open already.")
    if deadline.closes_at <= at:
        raise Refused(
            f"The deadline, {dates.in_words(deadline.closes_at)}, has passed. "
            "Extend the call to a later day: that opens it again."
        )
    if not workshop.call_text.strip():
        raise Refused("Write the call first: what you ask for, and from whom. Save it, then open.")
    if not workshop.kinds.exists():
        raise Refused("Say first what may be submitted: add a kind with its page limit.")
    deadline.opens_at = at
    _save_deadline(deadline)
    if workshop.announced_at is None:
        workshop.announced_at = at
        workshop.save(update_fields=["announced_at"])
    journal.note(workshop, "opened the call", f"{by} opened the call for papers", by=by, at=at)


@transaction.atomic
def extend(workshop: Workshop, *, to: date, by: User, at: datetime) -> None:
    """Move the deadline to a later day. Drafters are told by the submissions' own sweep."""
    deadline = dates.locked(workshop, Step.SUBMIT)
    if not deadline.has_opened(at):
        raise Refused(
            "The call has not been opened yet. Change its date under Dates instead.", "to"
        )
    closes_at = dates.end_of_day(to)
    if closes_at <= max(deadline.closes_at, at):
        closes = "closes" if deadline.is_open(at) else "closed"
        raise Refused(
            f"The call {closes} {dates.in_words(deadline.closes_at)}. "
            "Choose a later day that has not passed.",
            "to",
        )
    _check_before(workshop.first_day, to, "to")
    _move(deadline, closes_at, at)
    text = f"{by} extended the call to {dates.in_words(closes_at)}"
    journal.note(workshop, "extended the call", text, by=by, at=at)


@transaction.atomic
def close(workshop: Workshop, *, by: User, at: datetime) -> None:
    """Close the call now, before its deadline. Extending opens it again."""
    deadline = dates.locked(workshop, Step.SUBMIT)
    if not deadline.is_open(at):
        raise Refused("The call is not open.")
    _move(deadline, at, at)
    journal.note(workshop, "closed the call", f"{by} closed the call for papers", by=by, at=at)


def _move(deadline: Deadline, closes_at: datetime, at: datetime) -> None:
    deadline.was_closing_at, deadline.closes_at = deadline.closes_at, closes_at
    deadline.moved_at = at
    _save_deadline(deadline)
    wake("workshop.tasks.sweep")


def _save_deadline(deadline: Deadline) -> None:
    deadline.version += 1
    deadline.save()
