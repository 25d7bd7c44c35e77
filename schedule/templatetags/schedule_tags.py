"""Who speaks when: what other pages show of a published schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse

from schedule.due import due_next
from schedule.exports.json_ld import event
from schedule.freezing import published
from schedule.models import Session
from schedule.pairing import Placed
from schedule.program import ShownSession, ShownTalk
from schedule.wording import slot
from workshop.due import Due
from workshop.models import Person, User, Workshop

register = template.Library()

# A speaker's own talk says most, then the panel, then a talk among others.
RANK = [Session.Kind.INVITED, Session.Kind.PANEL, Session.Kind.CONTRIBUTED, Session.Kind.POSTERS]


@dataclass(frozen=True)
class Slot:
    """Where somebody is to be found: in a session, with a talk of theirs or on its panel."""

    who: str
    session: ShownSession
    talk: ShownTalk | None
    workshop: Workshop

    @property
    def url(self) -> str:
        schedule = reverse("schedule", args=[self.workshop.slug])
        return f"{schedule}#session-{self.session.number}"

    @property
    def starts_at(self) -> datetime:
        """On the clocks of the place. A poster is there from when its session begins."""
        return (self.talk or self.session).starts_at.astimezone(self.workshop.tzinfo)

    @property
    def what(self) -> str:
        """The title of the talk; of a panel its name. An invited talk may have no title."""
        return self.talk.title if self.talk else self.session.name

    @property
    def in_words(self) -> str:
        """Of a talk or a poster: its session, its time, its board, its room."""
        placed = Placed(self.session, self.talk) if self.talk else None
        return slot(placed, self.workshop.tzinfo) if placed else self.what

    @property
    def rank(self) -> int:
        kind = Session.Kind(self.session.kind)
        return RANK.index(kind) if kind in RANK else len(RANK)


@register.simple_tag
def slots_of(workshop: Workshop) -> list[Slot]:
    """The slots of everyone on the published schedule, in order of time. None until it is out."""
    found = published(workshop)
    slots = []
    for session in found[1].sessions if found else ():
        slots += [Slot(talk.presenter, session, talk, workshop) for talk in session.talks]
        slots += [Slot(name, session, None, workshop) for name in session.panelists]
    return slots


@register.simple_tag
def schedule_due(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """What of the schedule waits for this organizer."""
    return due_next(workshop, user, at)


@register.simple_tag
def event_of(workshop: Workshop) -> dict[str, Any]:
    """The workshop for machines, as its home page tells it: what, where and on which days."""
    return event(workshop)


@register.simple_tag
def presentations_of(workshop: Workshop) -> list[Slot]:
    """The slots of all talks and posters on the published schedule, in order of time."""
    return [one for one in slots_of(workshop) if one.talk]


@register.filter
def all_of(slots: list[Slot], person: Person) -> list[Slot]:
    """Those of a person: no two of a workshop have one name."""
    return [one for one in slots if one.who == person.name]


@register.filter
def main_of(slots: list[Slot], person: Person) -> Slot | None:
    """The one to name where there is room for one."""
    return min(all_of(slots, person), key=lambda one: one.rank, default=None)


@register.filter
def of_number(slots: list[Slot], submission: int) -> list[Slot]:
    """Those of the submission with this number: a poster may be a talk as well."""
    return [one for one in slots if one.talk and one.talk.submission == submission]
