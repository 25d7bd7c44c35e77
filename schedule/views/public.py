"""The schedule as the public reads it, and as its calendar does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import Http404, HttpResponse

from schedule.exports.icalendar import as_calendar
from schedule.models import Session
from workshop.audience import Audience, audience
from workshop.http import Request, public_page
from workshop.models import Step, Workshop
from workshop.permissions import public_workshop
from workshop.views.site import dates_of, shown_workshop, site_page


@dataclass(frozen=True)
class Entry:
    """A session in the program: running now, next, or neither."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    state: str


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry] = field(default_factory=list)

    @property
    def starts_at(self) -> datetime:
        return min(entry.starts_at for entry in self.entries)

    @property
    def ends_at(self) -> datetime:
        return max(entry.ends_at for entry in self.entries)


@audience(Audience.PUBLIC)
@public_page
def schedule(request: Request, slug: str) -> HttpResponse:
    """The published schedule; until then, when it will be. Drafts are on no public page."""
    workshop = shown_workshop(request, slug)
    version = workshop.schedule_versions.last()
    if version is None:
        publish = dates_of(workshop, request.at).of(Step.PUBLISH)
        return site_page(request, workshop, "schedule/public/not_yet.html", {"publish": publish})
    sessions = list(workshop.sessions.published().with_talks().with_authors())
    days = program(workshop, sessions, request.at)
    entries = [entry for day in days for entry in day.entries]
    context = {
        "version": version,
        "days": days,
        "now": [entry for entry in entries if entry.state == "now"],
        "next": [entry for entry in entries if entry.state == "next"],
        "has_abstracts": any(t.abstract for s in sessions for t in s.presentations.all()),
        "printing": "print" in request.GET,
    }
    return site_page(request, workshop, "schedule/public/schedule.html", context)


def program(workshop: Workshop, sessions: Iterable[Session], at: datetime) -> list[Day]:
    """The sessions by day of the workshop's place."""
    sessions = list(sessions)
    running = {session.pk for session in sessions if session.starts_at <= at < session.ends_at}
    following = next_ones(workshop, sessions, at)
    days: dict[date, Day] = {}
    for session in sessions:
        starts_at = session.starts_at.astimezone(workshop.tzinfo)
        state = "now" if session.pk in running else "next" if session.pk in following else ""
        day = days.setdefault(starts_at.date(), Day(starts_at.date()))
        ends_at = session.ends_at.astimezone(workshop.tzinfo)
        day.entries.append(Entry(session, starts_at, ends_at, state))
    return list(days.values())


def next_ones(workshop: Workshop, sessions: list[Session], at: datetime) -> set[int]:
    """What begins next today. The evening before, nothing is next yet."""
    today = at.astimezone(workshop.tzinfo).date()
    later = [session for session in sessions if session.starts_at > at]
    first = min((session.starts_at for session in later), default=None)
    return {s.pk for s in later if s.starts_at == first and s.day == today}


@audience(Audience.PUBLIC)
@public_page
def calendar(request: Request, slug: str) -> HttpResponse:
    workshop = public_workshop(request.user, slug)
    version = workshop.schedule_versions.last()
    if version is None:
        raise Http404
    sessions = workshop.sessions.published().with_talks()
    response = HttpResponse(
        as_calendar(workshop, version, sessions), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{workshop.slug}.ics"'
    if workshop.announced_at is None:
        response.headers["Cache-Control"] = "private, no-store"
    return response
