"""Who organizes a workshop: invited by address, removed by one another, never none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.module_loading import import_string

from workshop import history, journal, letters
from workshop.accounts import account_for
from workshop.audience import Audience, declare
from workshop.errors import Refused
from workshop.http import site_link
from workshop.models import Entry, Letter, Role, Spell, User, Workshop

INVITED = declare("workshop/organizer_invited", Audience.ORGANIZER)
INVITED_ALREADY = declare("workshop/organizer_invited_already", Audience.ORGANIZER)


@dataclass(frozen=True)
class Organizer:
    """One who organizes, by what the others know of them."""

    user_id: int
    name: str
    address: str

    def __str__(self) -> str:
        return self.name or self.address


def organizers_of(
    workshop: Workshop, kind: str = Role.Kind.ORGANIZER, event: str = INVITED
) -> list[Organizer]:
    """Those who organize, the first first; or who were invited to this kind of role otherwise.

    An invitation tells nothing about the account behind an address: it stands here as it was
    typed, and its owner's name appears once they have done something as an organizer.
    """
    rows = workshop.roles.filter(kind=kind).select_related("user").order_by("pk")
    roles = list(rows.annotate(left=left()))
    address_of = addresses_of(roles, invitations(workshop, [event]))
    active = set(acts(workshop, kind).values_list("by", flat=True).distinct().order_by())
    return [
        Organizer(
            user_id=role.user_id,
            name=role.user.name if role.user_id in active else "",
            address=address_of.get(role.user_id, role.user.email),
        )
        for role in roles
    ]


def invitations(
    workshop: Workshop, events: Sequence[str]
) -> QuerySet[Letter, tuple[int | None, str, datetime, str]]:
    """Whose the address is, the address, when it was written to and by which letter, in order."""
    owners = EmailAddress.objects.filter(email=OuterRef("recipient"), verified=True)
    sent = workshop.letters.filter(event__in=events).order_by("pk")
    owned = sent.annotate(owner=Subquery(owners.values("user")[:1]))
    return owned.values_list("owner", "recipient", "written_at", "event")


def left() -> Subquery:
    """When the owner of a role last lost such a one."""
    spells = Spell.everywhere.filter(workshop=OuterRef("workshop"), user=OuterRef("user"))
    ended = spells.filter(kind=Spell.Kind.ROLE, value=OuterRef("kind"), until__isnull=False)
    return Subquery(ended.order_by("-until").values("until")[:1])


def addresses_of(
    roles: Iterable[Any], sent: Iterable[tuple[int | None, str, datetime, str]]
) -> dict[int, str]:
    """By account, the address by which it got its role: of several invited since, the first.

    Another one would tell whose it is if it took that one's place. The roles say when their owner
    had `left` before; whoever has none any more is known as at first.
    """
    left_at = {role.user_id: role.left for role in roles}
    found: dict[int, str] = {}
    for owner, email, at, _ in sent:
        before = left_at.get(owner)
        if owner is not None and (before is None or at > before):
            found.setdefault(owner, email)
    return found


def acts(workshop: Workshop, kind: str | OuterRef) -> QuerySet[Entry]:
    """What people have done since they have a role of this kind.

    What they did before, as a reviewer say, was under another address perhaps: that both are
    theirs, only they may tell.
    """
    roles = Spell.everywhere.filter(workshop=OuterRef("workshop"), user=OuterRef("by"), until=None)
    later = roles.filter(kind=Spell.Kind.ROLE, value=kind, since__gt=OuterRef("at"))
    told = workshop.entries.filter(about=None, by__isnull=False).exclude(verb=journal.OF_ONESELF)
    return told.exclude(Exists(later))


@transaction.atomic
def invite(workshop: Workshop, *, email: str, by: User, at: datetime) -> None:
    """Make the owner of an address an organizer, and write to them there.

    Another address of somebody who organizes already is answered like any other: that it is
    theirs only they may tell. It gives no second role, and they are listed as before.
    """
    email = email.lower()
    event = INVITED
    user = account_for(email)
    _, created = workshop.roles.get_or_create(user=user, kind=Role.Kind.ORGANIZER)
    if created:
        history.note(workshop, began=[history.role(user.pk, Role.Kind.ORGANIZER)], at=at)
    else:
        event = INVITED_ALREADY
        known = {row.address for row in organizers_of(workshop)}
        if email in known or workshop.letters.filter(event=event, recipient=email).exists():
            raise Refused(f"{email} is an organizer of this workshop already.", "email")
    written = workshop.letters.filter(event=event, recipient=email).count()
    journal.note(workshop, "invited", f"{by} invited {email} to organize", by=by, at=at)
    letters.post(
        workshop,
        event,
        [letters.Recipient(email)],
        {"by": by, "link": site_link(f"/{workshop.slug}/organize/")},
        at=at,
        revision=written + 1,
    )
    after_role_given(workshop, user, at)


def after_role_given(workshop: Workshop, user: User, at: datetime) -> None:
    """In the step's own transaction: nobody reads a moment long what they have a conflict with."""
    for path in settings.AFTER_ROLE_GIVEN:
        import_string(path)(workshop, user, at)


@transaction.atomic
def remove(workshop: Workshop, *, user_id: int, by: User, at: datetime) -> None:
    """Take the role away, from another or from oneself; the last organizer stays."""
    roles = workshop.roles.select_for_update().filter(kind=Role.Kind.ORGANIZER)
    if user_id not in {role.user_id for role in roles}:
        raise Refused("They do not organize this workshop any more.")
    if len(roles) < 2:
        raise Refused("A workshop needs an organizer. Invite another one first.")
    removed = next(row for row in organizers_of(workshop) if row.user_id == user_id)
    roles.filter(user=user_id).delete()
    history.note(workshop, ended=[history.role(user_id, Role.Kind.ORGANIZER)], at=at)
    who = "themselves" if user_id == by.pk else str(removed)
    journal.note(workshop, "removed", f"{by} removed {who} as organizer", by=by, at=at)
    for path in settings.AFTER_ORGANIZER_LEFT:
        import_string(path)(workshop, at)
