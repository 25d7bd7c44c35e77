"""The schedule as the public reads it, and as its calendar does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import Http404, HttpResponse

from schedule.exports.icalendar import as_calendar
from schedule.exports.json_ld import event
from schedule.freezing import published
from schedule.program import Program, ShownSession
from workshop.audience import Audience, audience
from workshop.http import Request, public_page
from workshop.models import Step, Workshop
from workshop.permissions import public_workshop
from workshop.views.site import dates_of, shown_workshop, site_page


@dataclass(frozen=True)
class Entry:
    """A session in the program: running now, next, or neither."""

    session: ShownSession
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

    @property
    def usual_room(self) -> str:
        """Said once for the day. Nowhere usual, if a talk or a panel has no room or all differ."""
        placed = [one.session for one in self.entries if not one.session.is_pause]
        rooms = Counter(session.room for session in placed)
        room, times = next(iter(rooms.most_common(1)), ("", 0))
        return room if times > 1 and "" not in rooms else ""


@audience(Audience.PUBLIC)
@public_page
def schedule(request: Request, slug: str) -> HttpResponse:
    """The published schedule; until then, when it will be. Drafts are on no public page."""
    workshop = shown_workshop(request, slug)
    found = published(workshop)
    if found is None:
        publish = dates_of(workshop, request.at).of(Step.PUBLISH)
        return site_page(request, workshop, "schedule/public/not_yet.html", {"publish": publish})
    version, program = found
    days = days_of(workshop, program, request.at)
    entries = [entry for day in days for entry in day.entries]
    context = {
        "version": version,
        "published_on": version.published_at.astimezone(workshop.tzinfo).date(),
        "posted": set(workshop.submissions.posted().values_list("number", flat=True)),
        "event": event(workshop, program),
        "days": days,
        "now": [entry for entry in entries if entry.state == "now"],
        "next": [entry for entry in entries if entry.state == "next"],
        "has_abstracts": any(talk.abstract for s in program.sessions for talk in s.talks),
        "has_folds": any(session.is_long for session in program.sessions),
        "printing": "print" in request.GET,
    }
    return site_page(request, workshop, "schedule/public/schedule.html", context)


def days_of(workshop: Workshop, program: Program, at: datetime) -> list[Day]:
    """The sessions by day of the workshop's place."""
    following = next_ones(workshop, program, at)
    days: dict[date, Day] = {}
    for session in program.sessions:
        running = session.starts_at <= at < session.ends_at
        state = "now" if running else "next" if session.number in following else ""
        starts_at = session.starts_at.astimezone(workshop.tzinfo)
        ends_at = session.ends_at.astimezone(workshop.tzinfo)
        day = days.setdefault(starts_at.date(), Day(starts_at.date()))
        day.entries.append(Entry(session, starts_at, ends_at, state))
    return list(days.values())


def next_ones(workshop: Workshop, program: Program, at: datetime) -> set[int]:
    """What begins next today. The evening before, nothing is next yet."""
    zone = workshop.tzinfo
    today = at.astimezone(zone).date()
    later = [session for session in program.sessions if session.starts_at > at]
    first = min((session.starts_at for session in later), default=None)
    return {s.number for s in later if s.starts_at == first and s.day(zone) == today}


@audience(Audience.PUBLIC)
@public_page
def calendar(request: Request, slug: str) -> HttpResponse:
    workshop = public_workshop(request.user, slug)
    found = published(workshop)
    if found is None:
        raise Http404
    response = HttpResponse(
        as_calendar(workshop, *found), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{workshop.slug}.ics"'
    if workshop.announced_at is None:
        response.headers["Cache-Control"] = "private, no-store"
    return response
