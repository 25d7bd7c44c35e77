"""Dates and texts in the house's words. Built in: no template loads it."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from workshop import dates, text
from workshop.models import User, Workshop

register = template.Library()

# What is said of a deadline that has passed.
OVER = {"Submissions close": "Submissions closed"}


@register.filter
def markdown(value: str) -> SafeString:
    return text.to_html(value)


@register.filter
def aoe(closes_at: datetime) -> str:
    """A deadline: “Fri 15 June, 23:59 AoE”."""
    return dates.in_words(closes_at)


@register.filter
def aoe_day(closes_at: datetime) -> str:
    """A deadline's day: “15 June”."""
    day = dates.last_day(closes_at)
    return f"{day.day} {day:%B}"


@register.filter
def aoe_short(closes_at: datetime) -> str:
    """A deadline's day where there is little room: “15 Jun”."""
    day = dates.last_day(closes_at)
    return f"{day.day} {day:%b}"


@register.filter
def weekday_of(closes_at: datetime) -> str:
    """“Friday 15 June 2018”."""
    day = dates.last_day(closes_at)
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.filter
def iso_aoe(closes_at: datetime) -> str:
    return dates.last_minute(closes_at).isoformat()


@register.filter
def iso(moment: datetime) -> str:
    """As it is, in its own zone, to the second: HTML knows no finer time than thousandths."""
    return moment.isoformat(timespec="seconds")


@register.filter
def left_until(closes_at: datetime, at: datetime) -> str:
    return dates.time_left(closes_at, at)


@register.filter
def local(moment: datetime, workshop: Workshop) -> str:
    """A moment at the workshop's place: “Fri 15 June, 16:42”."""
    return dates.day_and_time(moment.astimezone(workshop.tzinfo))


@register.filter
def place(zone: str) -> str:
    """Europe/Stockholm → Stockholm."""
    return dates.place_of(zone)


@register.filter
def days(workshop: Workshop) -> str:
    """“14 and 15 July 2018”, “30 June to 2 July 2018”."""
    return days_between(workshop.first_day, workshop.last_day)


def days_between(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    joint = "and" if (last - first).days == 1 else "to"
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{month}{year} {joint} {last.day} {last:%B %Y}"


@register.inclusion_tag("components/deadline.html")
def deadline_box(
    closes_at: datetime, workshop: Workshop, at: datetime, what: str, reader: User | None = None
) -> dict[str, object]:
    """A deadline in three zones, with the time that is left: “Submissions close in 3 days”."""
    is_over = closes_at <= at
    return {
        "closes_at": closes_at,
        "left": "" if is_over else dates.time_left(closes_at, at),
        "what": OVER.get(what, what.replace(" are ", " were ")) if is_over else what,
        "zones": dates.in_zones(closes_at, workshop, reader),
    }
