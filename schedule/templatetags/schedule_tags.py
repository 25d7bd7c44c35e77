"""Who speaks when: what other pages show of a published schedule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.urls import reverse

from schedule.models import Presentation, Session
from workshop.models import Person, Workshop

register = template.Library()

# A speaker's own talk says most, then the panel, then a talk among others.
RANK = [Session.Kind.INVITED, Session.Kind.PANEL, Session.Kind.CONTRIBUTED, Session.Kind.POSTERS]


@dataclass(frozen=True)
class Slot:
    """Where somebody is to be found: in a session, with a talk of theirs or on its panel."""

    session: Session
    talk: Presentation | None
    url: str

    @property
    def starts_at(self) -> datetime:
        return self.session.starts_at.astimezone(self.session.workshop.tzinfo)

    @property
    def what(self) -> str:
        """The title of the talk; of a panel its name. An invited talk may have no title."""
        return self.talk.name if self.talk else self.session.name

    @property
    def rank(self) -> int:
        kind = Session.Kind(self.session.kind)
        return RANK.index(kind) if kind in RANK else len(RANK)


Slots = dict[int, list[Slot]]


@register.simple_tag
def slots_of(workshop: Workshop) -> Slots:
    """The slots of everyone on the published schedule, in order of time. Empty until it is out."""
    slots: Slots = defaultdict(list)
    schedule = reverse("schedule", args=[workshop.slug])
    for session in workshop.sessions.published().with_talks():
        url = f"{schedule}#session-{session.pk}"
        for talk in session.presentations.all():
            slots[talk.presenter_id].append(Slot(session, talk, url))
        for seat in session.panelists.all():
            slots[seat.person_id].append(Slot(session, None, url))
    return slots


@register.filter
def all_of(slots: Slots, person: Person) -> list[Slot]:
    return slots.get(person.pk, [])


@register.filter
def main_of(slots: Slots, person: Person) -> Slot | None:
    """The one to name where there is room for one."""
    return min(all_of(slots, person), key=lambda slot: slot.rank, default=None)
