"""The workshop whose days are planned, for the modules that import it."""

from __future__ import annotations

import pytest
from factories import make_organizer
from plan_factories import planned_workshop

from workshop.models import User, Workshop


@pytest.fixture(name="workshop")
def two_days_in_may() -> Workshop:
    return planned_workshop()


@pytest.fixture(name="bea")
def author_bea(workshop: Workshop) -> User:
    """Organizes too, and is an author of submission 2."""
    return make_organizer(workshop, "bea@example.org", "Bea")
