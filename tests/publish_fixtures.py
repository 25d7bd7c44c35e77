"""A plan that is ready to be published, for the modules that import it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from factories import make_workshop
from publish_story import DAY, accepted
from schedule_factories import make_session, make_talk

from schedule.models import Session
from workshop.models import Workshop


@pytest.fixture(name="workshop")
def two_days_in_july() -> Workshop:
    facts: dict[str, Any] = {"first_day": DAY, "last_day": DAY + dt.timedelta(days=1)}
    return make_workshop("credit", call="closed", contact="ask@example.org", **facts)


@pytest.fixture(name="block")
def block_with_two_talks(workshop: Workshop) -> Session:
    """Two talks in Hall A, a coffee break, a poster."""
    room = workshop.rooms.create(name="Hall A")
    block = make_session(workshop, hour=14, minutes=30, room=room)
    make_talk(block, accepted(workshop, "Small Things", "ada", "bo"))
    make_talk(block, accepted(workshop, "Large Things", "olu"))
    make_session(workshop, Session.Kind.COFFEE, hour=15, minutes=30)
    posters = make_session(workshop, Session.Kind.POSTERS, hour=16)
    make_talk(posters, accepted(workshop, "On Paper", "mia", status="poster"))
    return block
