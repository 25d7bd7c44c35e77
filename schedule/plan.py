"""Step 9: the days are planned, session by session. Nobody but the organizers sees it until it
is published. What stands in a session is in `talks.py`, the rooms in `rooms.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from schedule import fitting
from schedule.freezing import next_number
from schedule.models import Presentation, Room, Session
from schedule.people import named
from schedule.permissions import check_may_change, planned_presentations
from schedule.wording import when
from workshop import journal, stale
from workshop.errors import Refused, Stale
from workshop.journal import Line
from workshop.models import User, Workshop

GONE = "Somebody has removed this session. Add it anew if it is still wanted."


@dataclass(frozen=True)
class SessionFacts:
    """A session as an organizer describes it; the room by its name, panelists by theirs."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    room: str = ""
    panelists: tuple[str, ...] = ()


def lock(workshop: Workshop) -> None:
    """What is planned and published for one workshop comes one after another."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)


def check_times(workshop: Workshop, starts_at: datetime, ends_at: datetime) -> None:
    days = {moment.astimezone(workshop.tzinfo).date() for moment in (starts_at, ends_at)}
    if ends_at <= starts_at or len(days) > 1:
        raise Refused(
            "A session ends after it begins, on the same day: if it begins at 14:00, as in 15:30. "
            "What goes on after midnight is a session of the next day.",
            "ends",
        )


def check_new(workshop: Workshop, facts: SessionFacts, room: Room | None) -> None:
    """Refuses what a second click on the button would add."""
    there = workshop.sessions.filter(
        kind=facts.kind,
        title=facts.title,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        room=room,
    )
    if there.exists():
        raise Refused(
            "The same session is in the plan already, so nothing was added. If there are two at "
            "this time, give each its title or its room."
        )


@transaction.atomic
def add_session(
    workshop: Workshop, facts: SessionFacts, *, speaker: str = "", by: User, at: datetime
) -> Session:
    """A new session; an invited talk may be given its speaker at once."""
    lock(workshop)
    check_times(workshop, facts.starts_at, facts.ends_at)
    if speaker and facts.kind != Session.Kind.INVITED:
        raise Refused("Only an invited talk has its speaker here. Leave this empty.", "speaker")
    room = _room(workshop, facts.room)
    check_new(workshop, facts, room)
    session: Session = workshop.sessions.create(
        number=next_number(workshop),
        kind=facts.kind,
        title=facts.title,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        room=room,
    )
    _seat(session, facts)
    for person in named(workshop, [speaker] if speaker else []):
        workshop.presentations.create(session=session, presenter=person, position=1)
    note(session, "planned", f"{by} added {described(session)}", by, at)
    return session


@transaction.atomic
def change_session(
    session: Session, facts: SessionFacts, *, version: int, by: User, at: datetime
) -> bool:
    """Save what a session is, when and where; False if nothing differs. Its talks stay."""
    row = _locked(session, version)
    check_times(row.workshop, facts.starts_at, facts.ends_at)
    new = {
        "kind": facts.kind,
        "title": facts.title,
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "room": _room(row.workshop, facts.room),
    }
    back = _change_kind(row, facts.kind, by) if facts.kind != row.kind else []
    changed = any(getattr(row, name) != value for name, value in new.items())
    seated = _seat(row, facts)
    if not (changed or seated):
        return False
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _note(row, "changed", by, at, back)
    return True


@transaction.atomic
def remove_session(
    session: Session, *, version: int, holds: str | None = None, by: User, at: datetime
) -> None:
    """Take a session out of the plan. What stood in it is left to plan again.

    `holds` is what `held` says of the talks that the page showed, where there was one.
    """
    row = _locked(session, version)
    if holds is not None:
        talks = planned_presentations(row.workshop, by).filter(session=row)
        stale.check(holds, held(talks.select_related("session")))
    back = _back(row, row.presentations.select_related("submission"), by)
    _note(row, "removed", by, at, back)
    row.delete()


def held(talks: Iterable[Presentation]) -> str:
    """Which talks a session holds, in short, in whatever order."""
    return stale.seen(sorted(talk.key for talk in talks))


def described(session: Session) -> str:
    """“Posters”, Sun 15 July, 10:00."""
    return f"“{entitled(session)}”, {when(session.starts_at, session.workshop.tzinfo)}"


def entitled(session: Session) -> str:
    """By its title or its kind; an invited talk by its speaker, but by no submission: not every
    organizer may know of that."""
    by_kind = str(Session.Kind(session.kind).label).capitalize()
    if session.title or session.kind != Session.Kind.INVITED:
        return session.title or by_kind
    people = session.presentations.filter(submission=None).order_by("position")
    return " and ".join(people.values_list("presenter__name", flat=True)) or by_kind


def note(session: Session, verb: str, text: str, by: User, at: datetime) -> None:
    journal.note(session.workshop, f"{verb} a session", text, by=by, at=at)


def _locked(session: Session, version: int) -> Session:
    lock(session.workshop)
    row: Session | None = session.workshop.sessions.filter(pk=session.pk).first()
    if row is None:
        raise Refused(GONE)
    if row.version != version:
        raise Stale
    return row


def _room(workshop: Workshop, name: str) -> Room | None:
    if not name:
        return None
    room: Room | None = workshop.rooms.filter(name=name).first()
    if room is None:
        raise Refused("There is no such room any more. Choose another, or none.", "room")
    return room


def _seat(session: Session, facts: SessionFacts) -> bool:
    """Who sits on a panel, in order; False if they sit like this already."""
    if facts.panelists and facts.kind != Session.Kind.PANEL:
        raise Refused("Only a panel has panelists. Empty this, or choose that kind.", "panelists")
    people = named(session.workshop, facts.panelists)
    seats = session.panelists.select_related("person")
    if [seat.person for seat in seats] == people:
        return False
    seats.delete()
    for position, person in enumerate(people, start=1):
        session.panelists.create(person=person, position=position)
    return True


def _change_kind(session: Session, kind: str, by: User) -> list[Line]:
    """Only if all that `by` sees in it may stay. What they cannot see is sent back unsaid."""
    rows = list(session.presentations.select_related("submission__workshop"))
    seen = set(planned_presentations(session.workshop, by).filter(session=session))
    check_may_change(session, by)
    others = fitting.standing(session.workshop.presentations.exclude(session=session))
    misfits = {}
    for row in rows:
        if row.submission:
            sentence = fitting.why_not(row.submission, kind, others.get(row.submission.pk, []))
        else:
            sentence = fitting.holds_nothing(kind)
        if sentence:
            misfits[row] = sentence
    for row in rows:
        if row in misfits and row in seen:
            what = f"{misfits[row]} Take what does not fit out of this session first."
            raise Refused(what, "kind")
    stay = [row.pk for row in rows if row not in misfits]
    # One statement, also where nothing is sent back: what is may be hidden from `by`.
    session.presentations.exclude(pk__in=stay).delete()
    return _back(session, misfits, by)


def _back(session: Session, rows: Iterable[Presentation], by: User) -> list[Line]:
    """What is said of what is left to plan, by the session as it was."""
    why = f"{by} changed {described(session)}"
    submissions = [row.submission for row in rows if row.submission]
    texts = {row.number: f"Submission {row.number} is left to plan: {why}" for row in submissions}
    return [Line("left to plan", text, number) for number, text in texts.items()]


def _note(session: Session, did: str, by: User, at: datetime, back: Iterable[Line]) -> None:
    """Of the session, and of what it sent back: together, for else the number of statements would
    tell of what is hidden."""
    first = Line(f"{did} a session", f"{by} {did} {described(session)}")
    journal.note_all(session.workshop, [first, *back], by=by, at=at)
