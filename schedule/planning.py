"""The plan as one organizer reads it: what they may see of it, what is left, what clashes.

Everything here is reckoned from what this organizer sees: times, boards, counts and clashes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from schedule import fitting
from schedule.begin import days_of
from schedule.clashes import Clash, clashes
from schedule.comparing import differences
from schedule.freezing import as_read, talks_for
from schedule.models import Presentation, ScheduleVersion, Session
from schedule.people import key_of
from schedule.permissions import plannable, planned_presentations
from schedule.program import Program, ShownSession, ShownTalk, TalksOf, of_rows
from submissions.models import Author, Submission
from submissions.status import Status
from workshop.models import Person, User, Workshop

# What is shorter is the way from one talk to the next.
SHORTEST_GAP = timedelta(minutes=15)


@dataclass(frozen=True)
class Left:
    """What is left to plan. `boardless` are talks that might hang as posters besides."""

    orals: list[Submission]
    posters: list[Submission]
    boardless: list[Submission]
    speakers: list[Person]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """Each that is not nought, with its name."""
        counts = [
            (len(self.orals), "talk"),
            (len(self.posters), "poster"),
            (len(self.speakers), "invited speaker"),
        ]
        return [(n, f"{name}{'' if n == 1 else 's'}") for n, name in counts if n]

    @property
    def sentences(self) -> list[str]:
        """“14 posters have no board yet.”"""
        lack = {"talk": "place", "poster": "board", "invited speaker": "session"}
        return [
            f"{n} {name} {'has' if n == 1 else 'have'} no {lack[name.removesuffix('s')]} yet."
            for n, name in self.counts
        ]


@dataclass(frozen=True)
class Day:
    day: date
    sessions: list[ShownSession]

    @property
    def begins_at(self) -> datetime:
        return self.sessions[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return max(session.ends_at for session in self.sessions)

    @property
    def free(self) -> list[tuple[datetime, datetime]]:
        """From when to when nothing is planned between two sessions."""
        gaps, over = [], self.begins_at
        for session in self.sessions:
            if session.starts_at - over >= SHORTEST_GAP:
                gaps.append((over, session.starts_at))
            over = max(over, session.ends_at)
        return gaps


@dataclass(frozen=True)
class TalkRow:
    """A talk as its session's page lists it.

    `key` names it in forms, for the order may change; what is only known because it is published
    has none. `place` counts those with one.
    """

    shown: ShownTalk
    key: str
    place: int


@dataclass(frozen=True)
class Plan:
    """Everything that is planned, for one organizer."""

    workshop: Workshop
    rows: list[Session]
    talks_of: TalksOf
    # The last that was published.
    version: ScheduleVersion | None
    program: Program
    left: Left
    # What this organizer handles.
    accepted: list[Submission]

    @cached_property
    def handled(self) -> set[int]:
        return {row.pk for row in self.accepted}

    @property
    def zone(self) -> ZoneInfo:
        return self.workshop.tzinfo

    @property
    def days(self) -> list[Day]:
        """Every day of the workshop, and those on which something else stands."""
        by_day: dict[date, list[ShownSession]] = {day: [] for day in days_of(self.workshop)}
        for session in self.program.sessions:
            by_day.setdefault(session.day(self.zone), []).append(session)
        return [Day(day, by_day[day]) for day in sorted(by_day)]

    @cached_property
    def clashes(self) -> list[Clash]:
        first, last = self.workshop.first_day, self.workshop.last_day
        found = clashes(self.program.accepted, first=first, last=last, zone=self.zone)
        return found + list(self._misfits())

    def _misfits(self) -> Iterator[Clash]:
        """Talks of submissions that a correction has made posters since."""
        for row in self.rows:
            for talk in row.presentations.all():
                if talk.submission is None or talk.submission.pk not in self.handled:
                    continue
                if why := fitting.why_not(talk.submission, row.kind):
                    where = self.shown(row.number).name
                    yield Clash(f"{why} It stands in “{where}”.", (row.number,))

    @cached_property
    def out(self) -> tuple[ScheduleVersion, Program] | None:
        """What the public reads, if it reads anything yet."""
        return (self.version, as_read(self.workshop, self.version)) if self.version else None

    @cached_property
    def changes(self) -> list[str]:
        """How it differs from what the public reads."""
        return differences(self.out[1], self.program.accepted, self.zone) if self.out else []

    def clashes_of(self, session: Session) -> list[Clash]:
        return [clash for clash in self.clashes if session.number in clash.sessions]

    def shown(self, number: int) -> ShownSession:
        return next(one for one in self.program.sessions if one.number == number)

    def talks_in(self, number: int) -> list[TalkRow]:
        row = next(row for row in self.rows if row.number == number)
        pairs = zip(self.talks_of(row), self.shown(number).talks, strict=True)
        places = count(1)
        return [
            TalkRow(shown, talk.key, next(places))
            if isinstance(talk, Presentation)
            else TalkRow(shown, "", 0)
            for talk, shown in pairs
        ]

    def holding(
        self, kinds: Collection[Session.Kind] = fitting.HOLDING, *, before: str = ""
    ) -> list[ShownSession]:
        """The sessions of these kinds, in order of time, those of one kind before the others."""
        found = [session for session in self.program.sessions if session.kind in kinds]
        return sorted(found, key=lambda session: session.kind != before)

    def free_from(self, day: date) -> datetime:
        """When the last session of a day is over; nine in the morning if there is none."""
        ends = [one.ends_at for one in self.program.sessions if one.day(self.zone) == day]
        morning = datetime(day.year, day.month, day.day, 9, tzinfo=self.zone)
        return max(ends, default=morning).astimezone(self.zone)


def plan_of(workshop: Workshop, user: User) -> Plan:
    return plan_since(workshop, user, workshop.schedule_versions.last())


def plan_since(workshop: Workshop, user: User, version: ScheduleVersion | None) -> Plan:
    """The plan; `version` is the last that was published."""
    talks = planned_presentations(workshop, user, is_out=version is not None)
    rows = list(workshop.sessions.with_talks(talks).with_authors())
    talks_of = talks_for(workshop, user, version)
    program = of_rows(rows, talks_of)
    accepted = _accepted(workshop, user)
    left = _left(workshop, accepted, rows, program)
    return Plan(workshop, rows, talks_of, version, program, left, accepted)


def _accepted(workshop: Workshop, user: User) -> list[Submission]:
    """What this organizer may give a place, each with the name of its `presenter`."""
    presenters = Author.objects.filter(submission=OuterRef("pk"))
    presenter = presenters.order_by("-is_presenter", "position").values("name")[:1]
    return list(plannable(workshop, user).annotate(presenter=Subquery(presenter)))


def _left(
    workshop: Workshop, accepted: Sequence[Submission], rows: Sequence[Session], program: Program
) -> Left:
    stand = [(talk.submission_id, row.kind) for row in rows for talk in row.presentations.all()]
    with_board = {pk for pk, kind in stand if kind == Session.Kind.POSTERS}
    with_talk = {pk for pk, kind in stand if kind != Session.Kind.POSTERS}
    orals = [row for row in accepted if row.status == Status.ORAL]
    seen = {key_of(name) for name in _named(program)}
    return Left(
        orals=[row for row in orals if row.pk not in with_talk],
        posters=[
            row for row in accepted if row.status == Status.POSTER and row.pk not in with_board
        ],
        boardless=[row for row in orals if row.pk not in with_board],
        speakers=[one for one in workshop.people.speakers() if key_of(one.name) not in seen],
    )


def _named(program: Program) -> Iterator[str]:
    """Everybody with a talk or on a panel."""
    for session in program.sessions:
        yield from (talk.presenter for talk in session.talks)
        yield from session.panelists
