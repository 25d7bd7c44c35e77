"""The days of a workshop file: the schedule as it is published, not what is planned since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby

from schedule.freezing import published
from schedule.models import Session
from schedule.program import Program, ShownSession, ShownTalk
from workshop.importing.rows import Facts
from workshop.models import Workshop


def program(workshop: Workshop) -> Program:
    """What the public sees; nothing before the schedule is published."""
    found = published(workshop)
    return found[1] if found else Program(())


def tables(workshop: Workshop, shown: Program, left_out: list[str]) -> list[Facts]:
    """The days with their sessions. A session that a file cannot say is left out."""
    sayable = []
    for session in sorted(shown.sessions, key=lambda session: session.starts_at):
        reason = _unsayable(session, workshop)
        if reason:
            left_out.append(f"the session “{session.name}”, {reason}")
        else:
            sayable.append(session)

    def day_of(session: ShownSession) -> date:
        return session.day(workshop.tzinfo)

    return [
        {"date": day, "session": [_session(session, workshop) for session in sessions]}
        for day, sessions in groupby(sayable, day_of)
    ]


def _unsayable(session: ShownSession, workshop: Workshop) -> str:
    day = session.day(workshop.tzinfo)
    if not workshop.first_day <= day <= workshop.last_day:
        return "which is on none of the workshop’s days"
    if session.ends_at.astimezone(workshop.tzinfo).date() != day:
        return "which ends on another day than it begins"
    if session.kind == Session.Kind.INVITED and not session.talks:
        return "which has no speaker"
    return ""


def _session(session: ShownSession, workshop: Workshop) -> Facts:
    on_panel = session.kind == Session.Kind.PANEL
    return {
        "kind": session.kind,
        "title": session.title,
        "starts": _on_the_clock(session.starts_at.astimezone(workshop.tzinfo)),
        "ends": _on_the_clock(session.ends_at.astimezone(workshop.tzinfo)),
        "room": session.room,
        "panelists": list(session.panelists) if on_panel else [],
        "talk": [] if session.is_pause else [_talk(talk) for talk in session.talks],
    }


def _on_the_clock(moment: datetime) -> str | time:
    """“8:45”; with seconds if there are any, as TOML writes a time."""
    exact = moment.time()
    return exact if exact.second or exact.microsecond else f"{exact.hour}:{exact:%M}"


def _talk(talk: ShownTalk) -> Facts:
    if talk.submission:
        return {"submission": talk.submission, "slides": talk.slides}
    return {
        "by": talk.presenter,
        "title": talk.title,
        "slides": talk.slides,
        "abstract": talk.abstract,
    }


def named(days: Iterable[Facts]) -> list[str]:
    """Everyone whom these tables name, in order."""
    sessions = [session for day in days for session in day["session"]]
    names: list[str] = []
    for session in sessions:
        names += [talk["by"] for talk in session["talk"] if "by" in talk]
        names += session["panelists"]
    return names
