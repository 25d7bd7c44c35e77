"""What the tests of the public pages have in common: its address, and a talk."""

from __future__ import annotations

import datetime as dt

from factories import make_submission

from schedule.freezing import next_number
from schedule.models import Session
from workshop.models import Workshop

SLUG = "small-2027"


def add_talk(workshop: Workshop, name: str, at: dt.datetime, status: str = "") -> Session:
    """An invited talk, or one of a submission with this status."""
    kind = Session.Kind.CONTRIBUTED if status else Session.Kind.INVITED
    session = workshop.sessions.create(
        number=next_number(workshop),
        kind=kind,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=30),
    )
    person = workshop.people.create(name=name, speaker_position=1)
    paper = make_submission(workshop, status=status, title=f"By {name}") if status else None
    workshop.presentations.create(session=session, presenter=person, submission=paper)
    return session
