"""The schedule as an iCalendar file (RFC 5545). The same schedule version gives the same bytes."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vDuration

from schedule.models import ScheduleVersion
from schedule.program import Program, ShownSession, ShownTalk
from workshop.audience import Audience, audience
from workshop.http import site_link
from workshop.models import Workshop

# How long a calendar that follows this one may wait before it asks again.
REFRESH = timedelta(hours=6)


@audience(Audience.PUBLIC)
def as_calendar(workshop: Workshop, version: ScheduleVersion, program: Program) -> bytes:
    """One event for each session. Times are in UTC: every calendar shows them in its own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Workshop//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("name", workshop.short_name)
    calendar.add("x-wr-calname", workshop.short_name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for session in program.sessions:
        calendar.add_component(_event(workshop, version, session))
    return bytes(calendar.to_ical())


def _event(workshop: Workshop, version: ScheduleVersion, session: ShownSession) -> Event:
    event = Event()
    # The same for as long as the session exists, so that a moved one moves in the calendar too.
    anchor = f"session-{session.number}"
    event.add("uid", f"{workshop.slug}-{anchor}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", version.published_at)
    event.add("sequence", version.number - 1)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", session.summary)
    if description := _description(session):
        event.add("description", description)
    if location := ", ".join(filter(None, [session.room, workshop.place])):
        event.add("location", location)
    event.add("url", f"{site_link(reverse('schedule', args=[workshop.slug]))}#{anchor}")
    return event


def _description(session: ShownSession) -> str:
    """A talk's abstract; of a block, who presents what; of a panel, who sits on it."""
    if session.is_one_talk:
        return session.talks[0].abstract
    lines = [_line(talk) for talk in session.talks]
    if session.panelists:
        lines.append(f"With {', '.join(session.panelists)}")
    return "\n".join(lines)


def _line(talk: ShownTalk) -> str:
    board = f"Board {talk.board}" if talk.board else ""
    return ": ".join(filter(None, [board, talk.presenter, talk.title]))
