"""Rows of a schedule for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from schedule.freezing import freeze, next_number
from schedule.models import Presentation, ScheduleVersion, Session
from submissions.models import Submission
from workshop.models import Workshop


def make_session(
    workshop: Workshop,
    kind: str = Session.Kind.CONTRIBUTED,
    *,
    hour: float = 9,
    minutes: int = 60,
    day: int = 0,
    **facts: Any,
) -> Session:
    """A session that begins at this hour, on the clocks of the place, of the day-th day."""
    midnight = datetime.combine(workshop.first_day, datetime.min.time(), workshop.tzinfo)
    starts_at = midnight + timedelta(days=day, hours=hour)
    return workshop.sessions.create(
        **{
            "number": next_number(workshop),
            "kind": kind,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            **facts,
        }
    )


def make_talk(
    session: Session, submission: Submission | None = None, *, by: str = "", **facts: Any
) -> Presentation:
    """A talk or poster of a submission, or by a person of this name."""
    presenter = session.workshop.people.get_or_create(name=by)[0] if by else None
    return session.workshop.presentations.create(
        session=session,
        submission=submission,
        presenter=presenter,
        **{"position": session.presentations.count() + 1, **facts},
    )


def publish_rows(workshop: Workshop, at: datetime | None = None) -> ScheduleVersion:
    """The next version as rows, without its step: no letters, no entry."""
    return freeze(workshop, by=None, at=at or timezone.now())
