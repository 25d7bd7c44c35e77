"""The rooms in which sessions are held: a short list, in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from schedule.plan import lock
from workshop import journal, stale
from workshop.lists import Line
from workshop.models import User, Workshop


def rooms_seen(workshop: Workshop) -> str:
    return stale.seen(workshop.rooms.values_list("pk", "name"))


@transaction.atomic
def set_rooms(
    workshop: Workshop, lines: Sequence[Line], *, seen: str, by: User, at: datetime
) -> bool:
    """Make the rooms these; False if nothing differs. Sessions in a removed one have none."""
    lock(workshop)
    before = rooms_seen(workshop)
    stale.check(seen, before)
    names = {line.pk: line.facts["name"] for line in lines if line.pk}
    for room in workshop.rooms.all():
        if room.pk not in names:
            room.delete()
        elif room.name != names[room.pk]:
            # Out of the way first: two names may change places.
            workshop.rooms.filter(pk=room.pk).update(name=f"\x1f{room.pk}")
    known = set(workshop.rooms.values_list("pk", flat=True))
    for line in lines:
        if line.pk in known:
            workshop.rooms.filter(pk=line.pk).update(name=line.facts["name"])
        else:
            workshop.rooms.create(name=line.facts["name"])
    if before == rooms_seen(workshop):
        return False
    journal.note(workshop, "changed", f"{by} changed the rooms", by=by, at=at)
    return True
