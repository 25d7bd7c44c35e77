"""A workshop in May, and what tests of its plan have in common."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from factories import AT, make_submission, make_workshop

from schedule.models import Session
from schedule.plan import SessionFacts
from schedule.planning import plan_of
from schedule.program import ShownSession
from submissions.models import Submission
from submissions.status import Status
from workshop.models import User, Workshop

PLAN = "/credit/organize/schedule/"
NEW = f"{PLAN}sessions/new/"
ORAL, POSTER = Status.ORAL, Status.POSTER
DAYS = date(2027, 5, 1), date(2027, 5, 2)


def planned_workshop() -> Workshop:
    """Two days in Stockholm; the call is over."""
    return make_workshop("credit", call="closed", at=AT, first_day=DAYS[0], last_day=DAYS[1])


def three(workshop: Workshop, status: str = ORAL) -> list[Submission]:
    """Three accepted submissions, the second one Bea's."""
    authors = [["ada@example.org"], ["bea@example.org"], ["cem@example.org"]]
    return [make_submission(workshop, status=status, authors=each) for each in authors]


def moment(hour: int, minute: int = 0, day: int = 1) -> datetime:
    """On the clocks of the workshop: Stockholm in May."""
    return datetime(2027, 5, day, hour - 2, minute, tzinfo=UTC)


def facts(kind: str = "contributed", hour: int = 9, until: int = 10, **more: Any) -> SessionFacts:
    return SessionFacts(kind=kind, starts_at=moment(hour), ends_at=moment(until), **more)


def order(session: Session) -> list[int]:
    """The numbers of all submissions in a session, whoever may see them."""
    rows = session.presentations.order_by("position")
    return list(rows.values_list("submission__number", flat=True))


def seen_by(user: User, session: Session) -> ShownSession:
    return plan_of(session.workshop, user).shown(session.number)


def listed(user: User, session: Session) -> list[tuple[int | None, str]]:
    """The talks of a session as an organizer sees them: by submission, when or on which board."""
    return [
        (
            talk.submission,
            f"board {talk.board}"
            if talk.board
            else f"{talk.starts_at.astimezone(session.workshop.tzinfo):%H:%M}",
        )
        for talk in seen_by(user, session).talks
    ]
