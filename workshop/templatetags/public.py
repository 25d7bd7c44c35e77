"""Days and hours as the public pages print them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from workshop import dates
from workshop.models import Workshop

register = template.Library()

# Whatever could end the block that it stands in, or begin another, as JSON may also write it.
INERT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@register.filter
def named_days(workshop: Workshop) -> str:
    """“Sat 14 and Sun 15 July 2018”, “Mon 30 June to Wed 2 July 2018”."""
    first, last = workshop.first_day, workshop.last_day
    end = f"{last:%a} {last.day} {last:%B %Y}"
    if first == last:
        return end
    joint = "and" if last - first == timedelta(days=1) else "to"
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%a} {first.day}{month}{year} {joint} {end}"


@register.filter
def last_minute(closes_at: datetime) -> datetime:
    """The last minute in which something may be sent: the one that is shown."""
    return dates.last_minute(closes_at)


@register.filter
def aoe_time(closes_at: datetime) -> str:
    """A deadline where AoE is said beside it: “Fri 15 June, 23:59”."""
    return dates.day_and_time(dates.last_minute(closes_at))


@register.filter
def here(moment: datetime, workshop: Workshop) -> datetime:
    """A moment on the clocks of the workshop's place."""
    return moment.astimezone(workshop.tzinfo)


@register.filter
def clock(moment: datetime) -> str:
    """“8:45”, “14:00”."""
    return f"{moment.hour}:{moment:%M}"


@register.filter
def day_and_clock(moment: datetime) -> str:
    """“Sun 9:30”."""
    return f"{moment:%a} {clock(moment)}"


@register.filter
def day_and_month(moment: datetime) -> str:
    """“Sun 15 July, 10:00”."""
    return f"{moment:%a} {moment.day} {moment:%B}, {clock(moment)}"


@register.filter
def weekday_and_clock(moment: datetime) -> str:
    """“Saturday 16:12”."""
    return f"{moment:%A} {clock(moment)}"


register.filter("opening_day", dates.opening_day)


@register.filter
def offset(moment: datetime) -> str:
    """A local moment's zone: “CEST, UTC+2”, or “UTC+5:30” where the zone has no name."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    utc = f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
    name = moment.tzname() or ""
    return f"{name}, {utc}" if name.isalpha() and name != utc else utc


@register.filter
def json_ld(facts: Any) -> SafeString:
    """A block of linked data, for machines: dates as texts, nothing in it that HTML would read."""
    text = json.dumps(facts, ensure_ascii=False, default=_iso).translate(INERT)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 — without a letter that HTML knows
    )


def _iso(moment: date) -> str:
    return moment.isoformat()
