"""What cannot be at once: a person in two places, two sessions in a room, a day that is none.

A clash is a sentence, and forbids nothing: a plan may be wrong for a while.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schedule.models import Session
from schedule.people import key_of
from schedule.program import Program, ShownSession

# Coffee and lunch are served among the posters: the one room does for both.
SERVED = {Session.Kind.COFFEE, Session.Kind.LUNCH}
# No room is called so: a name has something to read in it.
NO_ROOM = "\x1f"


@dataclass(frozen=True)
class Clash:
    """The sentence, and the numbers of the sessions that it speaks of."""

    sentence: str
    sessions: tuple[int, ...]


@dataclass(frozen=True)
class Engagement:
    """Somebody, or something, that is taken for a time by a session."""

    name: str
    starts_at: datetime
    ends_at: datetime
    session: ShownSession


def clashes(program: Program, *, first: date, last: date, zone: ZoneInfo) -> list[Clash]:
    """All that clashes in a program: people, rooms, then days."""
    found = [
        Clash(
            f"{one.name} is in two places on {_day(other.starts_at, zone)}: "
            f"{_part(one, zone)} and {_part(other, zone)}.",
            (one.session.number, other.session.number),
        )
        for one, other in overlaps(engagements(program))
    ]
    found += [
        Clash(
            f"{_where(one.session)} on {_day(other.starts_at, zone)}: "
            f"{_part(one, zone, by_name=True)} and {_part(other, zone, by_name=True)}.",
            (one.session.number, other.session.number),
        )
        for one, other in overlaps(rooms(program))
        if not _share_a_room(one.session, other.session)
    ]
    return found + [
        Clash(
            f"“{session.name}” on {_day(session.starts_at, zone)} is on none of the days of the "
            "workshop.",
            (session.number,),
        )
        for session in program.sessions
        if not first <= session.day(zone) <= last
    ]


def engagements(program: Program) -> Iterator[Engagement]:
    """Everybody, once for each talk; at a session of posters, once whatever they show."""
    for session in program.sessions:
        for talk in session.talks:
            yield Engagement(talk.presenter, talk.starts_at, talk.ends_at, session)
        for name in session.panelists:
            yield Engagement(name, session.starts_at, session.ends_at, session)


def rooms(program: Program) -> Iterator[Engagement]:
    """Sessions without a room are in one place: with a single room, nobody names it."""
    for session in program.sessions:
        name = session.room or NO_ROOM
        yield Engagement(name, session.starts_at, session.ends_at, session)


def overlaps(all_of: Iterable[Engagement]) -> list[tuple[Engagement, Engagement]]:
    """The pairs of one name and two sessions that overlap: one for each pair of sessions."""
    by_name: dict[str, list[Engagement]] = defaultdict(list)
    for each in all_of:
        if each.name:
            by_name[key_of(each.name)].append(each)
    pairs: dict[tuple[str, int, int], tuple[Engagement, Engagement]] = {}
    for name, taken in by_name.items():
        taken.sort(key=lambda each: (each.starts_at, each.session.number))
        for n, one in enumerate(taken):
            for other in taken[n + 1 :]:
                if other.starts_at >= one.ends_at:
                    break
                low, high = sorted((one.session.number, other.session.number))
                if low != high and one.starts_at < other.ends_at:
                    pairs.setdefault((name, low, high), (one, other))
    return sorted(pairs.values(), key=lambda pair: (pair[1].starts_at, pair[0].name))


def _where(session: ShownSession) -> str:
    if session.room:
        return f"Two sessions are in {session.room}"
    return "Two sessions without a room overlap"


def _share_a_room(one: ShownSession, other: ShownSession) -> bool:
    kinds = {one.kind, other.kind}
    return Session.Kind.POSTERS in kinds and bool(kinds & SERVED)


def _part(taken: Engagement, zone: ZoneInfo, *, by_name: bool = False) -> str:
    """With the name of the session; in a clash of a person by its kind: they are named already."""
    starts, ends = (moment.astimezone(zone) for moment in (taken.starts_at, taken.ends_at))
    session = taken.session
    name = session.name if by_name else session.title or session.kind_name.capitalize()
    return f"{starts.hour}:{starts:%M}–{ends.hour}:{ends:%M} “{name}”"


def _day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%B}"
