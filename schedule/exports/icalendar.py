"""The schedule as an iCalendar file (RFC 5545). The same schedule version gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from schedule.models import Presentation, ScheduleVersion, Session
from workshop.http import site_link
from workshop.models import Workshop


def as_calendar(workshop: Workshop, version: ScheduleVersion, sessions: Iterable[Session]) -> bytes:
    """One event for each session. Times are in UTC: every calendar shows them in its own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Workshop//Schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("name", workshop.short_name)
    calendar.add("x-wr-calname", workshop.short_name)
    for session in sessions:
        calendar.add_component(_event(workshop, version, session))
    return bytes(calendar.to_ical())


def _event(workshop: Workshop, version: ScheduleVersion, session: Session) -> Event:
    talks = list(session.presentations.all())
    event = Event()
    # The same for as long as the session exists, so that a moved one moves in the calendar too.
    event.add("uid", f"{workshop.slug}-session-{session.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", version.published_at)
    event.add("sequence", version.number - 1)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", _summary(session, talks))
    if description := _description(session, talks):
        event.add("description", description)
    room = session.room.name if session.room else ""
    if location := ", ".join(filter(None, [room, workshop.place])):
        event.add("location", location)
    event.add("url", f"{site_link(reverse('schedule', args=[workshop.slug]))}#session-{session.pk}")
    return event


def _summary(session: Session, talks: list[Presentation]) -> str:
    """An invited talk with its title; a block by its name."""
    alone = session.kind == Session.Kind.INVITED and len(talks) == 1 and talks[0].name
    return f"{session.name}: {alone}" if alone else session.name


def _description(session: Session, talks: list[Presentation]) -> str:
    """A talk's abstract; of a block, who presents what; of a panel, who sits on it."""
    if session.kind == Session.Kind.INVITED and len(talks) == 1:
        return talks[0].abstract
    lines = [": ".join(filter(None, [talk.presenter.name, talk.name])) for talk in talks]
    if seats := [seat.person.name for seat in session.panelists.all()]:
        lines.append(f"With {', '.join(seats)}")
    return "\n".join(lines)
