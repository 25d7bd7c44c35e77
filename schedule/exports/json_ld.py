"""The workshop as a schema.org Event, for search engines. Holds only what its pages show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from schedule.program import Program, ShownSession, ShownTalk
from workshop.audience import Audience, audience
from workshop.http import site_link
from workshop.models import Person, Workshop
from workshop.views.site import organizers_of, speakers_of

Facts = dict[str, Any]
KIND = {
    "@type": "Event",
    "eventStatus": "https://schema.org/EventScheduled",
    "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
}


@audience(Audience.PUBLIC)
def event(workshop: Workshop, program: Program | None = None) -> Facts:
    """From the first session to the last, each within it; without a program the days alone."""
    page = "schedule" if program else "workshop_home"
    sessions = program.sessions if program else ()
    starts = min((_local(workshop, one.starts_at) for one in sessions), default=workshop.first_day)
    ends = max((_local(workshop, one.ends_at) for one in sessions), default=workshop.last_day)
    return _without_gaps(
        {
            "@context": "https://schema.org",
            **KIND,
            "name": workshop.full_title,
            "startDate": starts.isoformat(),
            "endDate": ends.isoformat(),
            "location": _place(workshop, workshop.place),
            "url": site_link(reverse(page, args=[workshop.slug])),
            "organizer": [_person(person) for person in organizers_of(workshop)],
            "performer": [_person(person) for person in speakers_of(workshop)],
            "subEvent": [_session(workshop, one) for one in sessions if not one.is_pause],
        }
    )


def _session(workshop: Workshop, session: ShownSession) -> Facts:
    schedule = site_link(reverse("schedule", args=[workshop.slug]))
    one_by_one = not session.has_boards and not session.is_one_talk
    named = [*(talk.presenter for talk in session.talks), *session.panelists]
    return _without_gaps(
        {
            **KIND,
            "name": session.summary,
            **_times(workshop, session),
            "location": _place(workshop, session.room or workshop.place),
            "url": f"{schedule}#session-{session.number}",
            "performer": [{"@type": "Person", "name": name} for name in dict.fromkeys(named)],
            "subEvent": [_talk(workshop, session, t) for t in session.talks if one_by_one],
        }
    )


def _talk(workshop: Workshop, session: ShownSession, talk: ShownTalk) -> Facts:
    return _without_gaps(
        {
            **KIND,
            "name": talk.title or talk.presenter,
            **_times(workshop, talk),
            "location": _place(workshop, session.room or workshop.place),
            "performer": {"@type": "Person", "name": talk.presenter},
        }
    )


def _times(workshop: Workshop, one: ShownSession | ShownTalk) -> Facts:
    return {
        "startDate": _local(workshop, one.starts_at).isoformat(),
        "endDate": _local(workshop, one.ends_at).isoformat(),
    }


def _local(workshop: Workshop, moment: datetime) -> datetime:
    return moment.astimezone(workshop.tzinfo)


def _place(workshop: Workshop, name: str) -> Facts | None:
    """A room, or the place itself; the address is that of the place."""
    address = workshop.place
    return _without_gaps({"@type": "Place", "name": name, "address": address}) if name else None


def _person(person: Person) -> Facts:
    works_at = {"@type": "Organization", "name": person.affiliation}
    return _without_gaps(
        {
            "@type": "Person",
            "name": person.name,
            "affiliation": works_at if person.affiliation else None,
            "url": person.homepage,
        }
    )


def _without_gaps(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value}
