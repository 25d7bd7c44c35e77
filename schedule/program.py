"""A schedule as it is shown: one shape for what is planned and for what was published.

Times of talks and numbers of boards are reckoned from the talks that are in the program: one made
for an organizer with a conflict of interest has no gap where something is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from schedule.models import Presentation, Session
from submissions.status import ACCEPTED

MANY_POSTERS = 6
PAUSES = {Session.Kind.COFFEE, Session.Kind.LUNCH, Session.Kind.REMARKS}


@dataclass(frozen=True)
class ShownTalk:
    """A talk or a poster. `board` is a poster's number, `submission` that of its submission."""

    title: str
    abstract: str
    presenter: str
    coauthors: tuple[str, ...]
    submission: int | None
    slides: str
    starts_at: datetime
    ends_at: datetime
    board: int | None
    # Withdrawn, or rejected by a correction: only its place is left.
    is_gone: bool = False


TalksOf = Callable[[Session], Sequence[Presentation | ShownTalk]]


@dataclass(frozen=True)
class ShownSession:
    number: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    talks: tuple[ShownTalk, ...]
    panelists: tuple[str, ...]

    @property
    def is_pause(self) -> bool:
        return self.kind in PAUSES

    @property
    def has_boards(self) -> bool:
        return self.kind == Session.Kind.POSTERS

    @property
    def is_long(self) -> bool:
        """More posters than a page should list unasked."""
        return self.has_boards and len(self.talks) > MANY_POSTERS

    @property
    def is_of_its_speaker(self) -> bool:
        """An invited talk without a title of its own goes by its speaker's name."""
        return self.kind == Session.Kind.INVITED and not self.title

    @property
    def name(self) -> str:
        """What it is called: by its title, an invited talk by its speaker."""
        if self.title:
            return self.title
        if self.is_of_its_speaker:
            return " and ".join(talk.presenter for talk in self.talks) or "Invited talk"
        return self.kind_name.capitalize()

    @property
    def is_one_talk(self) -> bool:
        return self.kind == Session.Kind.INVITED and len(self.talks) == 1

    @property
    def summary(self) -> str:
        """An invited talk with its title; a block by its name."""
        title = self.talks[0].title if self.is_one_talk else ""
        return f"{self.name}: {title}" if title else self.name

    @property
    def kind_name(self) -> str:
        return str(Session.Kind(self.kind).label)

    def day(self, zone: ZoneInfo) -> date:
        return self.starts_at.astimezone(zone).date()


@dataclass(frozen=True)
class Program:
    """Sessions in order of time."""

    sessions: tuple[ShownSession, ...]

    def only(self, submissions: Iterable[int]) -> Program:
        """Without the talks of other submissions than these; frozen times and boards stay."""
        kept = {None, *submissions}
        return self._with(lambda talk: talk.submission in kept)

    @property
    def accepted(self) -> Program:
        """Without the talks of which only the place is left."""
        return self._with(lambda talk: not talk.is_gone)

    def _with(self, stays: Callable[[ShownTalk], bool]) -> Program:
        def less(session: ShownSession) -> ShownSession:
            return replace(session, talks=tuple(filter(stays, session.talks)))

        return Program(tuple(map(less, self.sessions)))

    @property
    def submissions(self) -> set[int]:
        """The numbers of all submissions with a talk or a poster."""
        talks = (talk for session in self.sessions for talk in session.talks)
        return {talk.submission for talk in talks if talk.submission is not None}

    def as_json(self) -> dict[str, Any]:
        return {"sessions": [_plain(asdict(session)) for session in self.sessions]}


def _plain(value: Any) -> Any:
    """Moments as texts, all the way down."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value


def from_json(content: dict[str, Any]) -> Program:
    """What `as_json` wrote."""
    return Program(tuple(_session(facts) for facts in content["sessions"]))


def _session(facts: dict[str, Any]) -> ShownSession:
    talks = tuple(
        ShownTalk(**{**_timed(talk), "coauthors": tuple(talk["coauthors"])})
        for talk in facts["talks"]
    )
    panelists = tuple(facts["panelists"])
    return ShownSession(**{**_timed(facts), "talks": talks, "panelists": panelists})


def _timed(facts: dict[str, Any]) -> dict[str, Any]:
    times = ("starts_at", "ends_at")
    return {**facts, **{name: datetime.fromisoformat(facts[name]) for name in times}}


def of_rows(sessions: Iterable[Session], talks_of: TalksOf | None = None) -> Program:
    """The program of these rows, fetched `with_talks` and `with_authors`.

    `talks_of` says what stands in a session, where that is more than its rows.
    """
    talks_of = talks_of or _rows_of
    return Program(tuple(_of_row(session, talks_of(session)) for session in sessions))


def _rows_of(session: Session) -> Sequence[Presentation]:
    return list(session.presentations.all())


def _of_row(session: Session, talks: Sequence[Presentation | ShownTalk]) -> ShownSession:
    return ShownSession(
        number=session.number,
        kind=session.kind,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room.name if session.room else "",
        talks=tuple(
            replace(_shown(talk), **_slot(session, n, len(talks))) for n, talk in enumerate(talks)
        ),
        panelists=tuple(seat.person.name for seat in session.panelists.all()),
    )


def _slot(session: Session, n: int, of: int) -> dict[str, Any]:
    """Of the n-th of so many. Posters have the whole session, talks divide it, to the minute."""
    starts_at, ends_at = session.starts_at, session.ends_at
    if session.kind == Session.Kind.POSTERS:
        return {"starts_at": starts_at, "ends_at": ends_at, "board": n + 1}
    minutes = (ends_at - starts_at) // timedelta(minutes=1)
    begins, ends = (timedelta(minutes=minutes * part // of) for part in (n, n + 1))
    return {"starts_at": starts_at + begins, "ends_at": starts_at + ends, "board": None}


def _shown(talk: Presentation | ShownTalk) -> ShownTalk:
    """A talk but for its slot."""
    if isinstance(talk, ShownTalk):
        return talk
    return ShownTalk(
        title=talk.name,
        abstract=talk.abstract,
        presenter=talk.presented_by,
        coauthors=tuple(talk.coauthors),
        submission=talk.submission.number if talk.submission else None,
        slides=talk.slides_label,
        starts_at=talk.session.starts_at,
        ends_at=talk.session.ends_at,
        board=None,
        is_gone=talk.submission is not None and talk.submission.status not in ACCEPTED,
    )
