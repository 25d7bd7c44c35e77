"""Looking at the site as somebody else: an organizer's, read-only (docs/decisions/0009).

As whom, the apps say that know authors and reviewers (SEEN_AS in the settings): each has the
people, as the organizers know them, and whether one of them still is what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from workshop import journal
from workshop.errors import Refused
from workshop.models import User, Workshop
from workshop.permissions import can_view_as_others

LASTS = timedelta(minutes=30)
# Tells of the reader's own barrier and of nothing else, whoever was asked for.
BARRED = (
    "You have a conflict of interest in this workshop, so you can see the site as the public "
    "sees it, and as nobody else."
)
NOT_OFFERED = "They are not an author or a reviewer here any more. Choose somebody from this list."


@dataclass(frozen=True)
class Seen:
    """Somebody as the organizers know them. What else their account says is not in it."""

    role: str
    key: str
    name: str
    email: str = ""
    affiliation: str = ""
    # Whose roles and assignments are looked at; 0 is nobody's.
    user_id: int = 0
    # The submissions by which they are known, if they are known by those.
    numbers: tuple[int, ...] = ()

    @property
    def whom(self) -> str:
        return f"{self.role}:{self.key}"

    def as_user(self, organizer: User) -> User | AnonymousUser:
        """Stands in for them in a request of this organizer."""
        if self == PUBLIC:
            return AnonymousUser()
        facts = {"email": self.email, "name": self.name, "affiliation": self.affiliation}
        user = User(pk=self.user_id, **facts)
        user.looked_at_by = organizer
        return user


PUBLIC = Seen(role="public", key="", name="the public")


class Known(Protocol):
    """What an app knows of those who play a role in it."""

    ROLE: str

    def people(self, workshop: Workshop, by: User) -> list[Seen]: ...

    def is_still(self, workshop: Workshop, seen: Seen, by: User) -> bool: ...


def _known() -> dict[str, Known]:
    modules: list[Known] = [import_module(name) for name in settings.SEEN_AS]
    return {module.ROLE: module for module in modules}


def people_of(workshop: Workshop, by: User) -> dict[str, list[Seen]]:
    """As whom an organizer may look, by role, beside the public. Behind a barrier: nobody."""
    if not can_view_as_others(by, workshop):
        return {}
    return {role: known.people(workshop, by) for role, known in _known().items()}


def still_may(workshop: Workshop, seen: Seen, by: User) -> bool:
    """Whether what was allowed once is so now. That they organize is for the caller to know."""
    if seen == PUBLIC:
        return True
    known = _known().get(seen.role)
    here = known is not None and known.is_still(workshop, seen, by)
    return here and can_view_as_others(by, workshop)


@transaction.atomic
def view_as(workshop: Workshop, whom: str, *, by: User, at: datetime) -> Seen:
    """Let an organizer look as one of the people offered, or as the public, and write it down."""
    seen = PUBLIC if whom == PUBLIC.whom else _chosen(workshop, whom, by)
    looked = f"{by} looked at the site as {seen.name}"
    if seen.numbers:
        # An organizer who must not know of a submission knows of its authors neither.
        texts = {n: f"{looked}, an author of submission {n}" for n in seen.numbers}
        journal.note_each(workshop, "looked", texts, by=by, at=at)
    else:
        text = looked if seen == PUBLIC else f"{looked}, a {seen.role}"
        journal.note(workshop, "looked", text, by=by, at=at)
    return seen


def _chosen(workshop: Workshop, whom: str, by: User) -> Seen:
    if not can_view_as_others(by, workshop):
        raise Refused(BARRED)
    offered = [seen for people in people_of(workshop, by).values() for seen in people]
    found = next((seen for seen in offered if seen.whom == whom), None)
    if found is None:
        raise Refused(NOT_OFFERED)
    return found
