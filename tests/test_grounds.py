"""What is written down of who could read is what the rows say."""

from __future__ import annotations

import pytest
from factories import AT, make_organizer, make_user, make_workshop

from workshop import history
from workshop.management import invariants
from workshop.models import Role, Spell

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]


def test_what_is_written_down_as_holding_and_does_not_is_found() -> None:
    workshop, user = make_workshop(), make_user("olga@example.org")
    fact = history.role(user.pk, Role.Kind.ORGANIZER)
    history.note(workshop, began=[fact], at=AT)
    [spell] = Spell.everywhere.all()
    assert invariants.broken() == [
        ("What is written down as holding now holds, by a row.", [spell])
    ]
    user.delete()
    assert invariants.broken() == []


def test_what_holds_and_is_written_down_as_ended_is_found() -> None:
    workshop = make_workshop()
    user = make_organizer(workshop, "olga@example.org")
    fact = history.role(user.pk, Role.Kind.ORGANIZER)
    assert invariants.broken() == []
    history.note(workshop, ended=[fact], at=AT)
    role = workshop.roles.get(user=user)
    assert invariants.broken() == [("What holds is not written down as ended.", [role])]
    history.note(workshop, began=[fact], at=AT)
    assert invariants.broken() == []
