"""The days of a workshop file: sessions, talks, panels. What is loaded is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from schedule.freezing import freeze, next_number
from schedule.models import Presentation, Room, Session
from submissions.importing import Paper
from workshop.importing import Changes, File, Ground, Table, keep
from workshop.importing.rows import Facts, remove, update
from workshop.importing.tables import NO_DAY, NO_TIME
from workshop.models import Person, Workshop

PAUSES = {Session.Kind.COFFEE, Session.Kind.LUNCH, Session.Kind.REMARKS}
Identity = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Talk:
    """A talk or a poster: of an invited speaker, or of a submission of the file."""

    presenter: str
    title: str = ""
    abstract: str = ""
    slides: str = ""
    submission: int | None = None


@dataclass(frozen=True)
class Block:
    kind: str
    title: str
    day: date
    starts: datetime
    ends: datetime
    room: str
    talks: list[Talk] = field(default_factory=list)
    panelists: list[str] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """By this a session is known again, though its time or its talk's title has changed."""
        return self.kind, self.title, tuple(talk.presenter for talk in self.talks)


def read(file: File, ground: Ground, papers: list[Paper]) -> list[Block]:
    blocks: list[Block] = []
    first, last = ground.days
    for day in file.tables("day"):
        on = day.day("date")
        if NO_DAY not in (first, last, on) and not first <= on <= last:
            day.wrong("date", f"a day of the workshop, {first} to {last}")
        blocks += [_block(table, on, ground, papers) for table in day.tables("session")]
    return blocks


def _block(table: Table, on: date, ground: Ground, papers: list[Paper]) -> Block:
    kind = table.choice("kind", Session.Kind.values)
    starts, ends = table.time_of_day("starts"), table.time_of_day("ends")
    if NO_TIME not in (starts, ends) and ends <= starts:
        table.wrong("ends", f"a time after {starts:%H:%M}")
    panelists: list[str] = []
    if kind == Session.Kind.PANEL:
        panelists = table.texts("panelists", Person.name)
        for n, name in enumerate(panelists, start=1):
            ground.check_name(table, f"panelists[{n}]", name)
    talks: list[Talk] = []
    if kind not in PAUSES:
        talks = [_talk(talk, ground, papers) for talk in table.tables("talk")]
    if kind == Session.Kind.INVITED and not talks:
        table.wrong("talk", "a [[day.session.talk]] that says by whom the talk is")
    return Block(
        kind=kind,
        title=table.text("title", Session.title, default=""),
        day=on,
        starts=datetime.combine(on, starts),
        ends=datetime.combine(on, ends),
        room=table.text("room", Room.name, default=""),
        talks=talks,
        panelists=panelists,
    )


def _talk(table: Table, ground: Ground, papers: list[Paper]) -> Talk:
    if table.has("submission"):
        return _talk_of_paper(table, papers)
    by = table.text("by", Person.name)
    ground.check_name(table, "by", by)
    return Talk(
        presenter=by,
        title=table.text("title", Presentation.title, default=""),
        abstract=table.text("abstract", Presentation.abstract, default=""),
        slides=table.text("slides", Presentation.slides_label, default=""),
    )


def _talk_of_paper(table: Table, papers: list[Paper]) -> Talk:
    """Title and presenter are the submission's: they are not said again."""
    number = table.number("submission")
    paper = next((paper for paper in papers if paper.number == number), None)
    if paper is None and number:
        table.wrong("submission", "the number of a [[submission]]")
    return Talk(
        presenter=paper.presenter if paper else "",
        slides=table.text("slides", Presentation.slides_label, default=""),
        submission=number,
    )


def write(workshop: Workshop, blocks: list[Block], changes: Changes, *, at: datetime) -> None:
    """The sessions of the file, all of them and no others; then the schedule is published.

    A file without days says nothing about the schedule and leaves it alone.
    """
    if not blocks:
        return
    before = changes.any
    people = {person.name: person for person in workshop.people.all()}
    there = _by_identity(workshop.sessions.prefetch_related("presentations__presenter"))
    rooms = keep(workshop.rooms, ["name"], _rooms(blocks), changes)
    kept = []
    for block in blocks:
        known = there[block.identity]
        session = _write_block(workshop, block, known.pop(0) if known else None, rooms, changes)
        _write_talks(workshop, session, block, people, changes)
        _write_panel(session, [people[name] for name in block.panelists], changes)
        kept.append(session)
    remove(workshop.sessions, kept, changes)
    remove(workshop.rooms, rooms, changes)
    _publish(workshop, changed=changes.any > before, at=at)


def _by_identity(sessions: Iterable[Session]) -> defaultdict[Identity, list[Session]]:
    """In order of time, so that the first coffee break stays the first one."""
    found: defaultdict[Identity, list[Session]] = defaultdict(list)
    for session in sessions:
        presenters = tuple(talk.presented_by for talk in session.presentations.all())
        found[session.kind, session.title, presenters].append(session)
    return found


def _rooms(blocks: list[Block]) -> list[Facts]:
    return [{"name": name} for name in dict.fromkeys(block.room for block in blocks) if name]


def _write_block(
    workshop: Workshop, block: Block, session: Session | None, rooms: list[Room], changes: Changes
) -> Session:
    facts = {
        "kind": block.kind,
        "title": block.title,
        "starts_at": block.starts.replace(tzinfo=workshop.tzinfo).astimezone(UTC),
        "ends_at": block.ends.replace(tzinfo=workshop.tzinfo).astimezone(UTC),
        "room_id": next((room.pk for room in rooms if room.name == block.room), None),
    }
    if session is None:
        changes.added += 1
        created: Session = workshop.sessions.create(number=next_number(workshop), **facts)
        return created
    update(session, facts, changes)
    return session


def _write_talks(
    workshop: Workshop, session: Session, block: Block, people: dict[str, Person], changes: Changes
) -> None:
    papers = {row.number: row.pk for row in workshop.submissions.all()}
    wanted = [
        {
            "workshop_id": workshop.pk,
            "position": n,
            "title": talk.title,
            "abstract": talk.abstract,
            "slides_label": talk.slides,
            "presenter_id": people[talk.presenter].pk,
            "submission_id": papers[talk.submission] if talk.submission else None,
        }
        for n, talk in enumerate(block.talks, start=1)
    ]
    talks = keep(session.presentations, ["position"], wanted, changes)
    remove(session.presentations, talks, changes)


def _write_panel(session: Session, panelists: list[Person], changes: Changes) -> None:
    """Who sits on a panel, in order; seated anew as a whole when anything differs."""
    if [seat.person for seat in session.panelists.select_related("person")] != panelists:
        remove(session.panelists, [], changes)
        wanted = [{"person": person, "position": n} for n, person in enumerate(panelists, start=1)]
        keep(session.panelists, ["position"], wanted, changes)


def _publish(workshop: Workshop, *, changed: bool, at: datetime) -> None:
    """Number 1 at first; a schedule that a later file changes is out anew, as the next number."""
    last = workshop.schedule_versions.last()
    if last is None or changed:
        freeze(workshop, by=None, at=at)
