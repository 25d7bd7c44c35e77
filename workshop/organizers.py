"""Who organizes a workshop: invited by address, removed by one another, never none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from workshop import history, journal, letters
from workshop.accounts import account_for
from workshop.audience import Audience, declare
from workshop.errors import Refused
from workshop.http import site_link
from workshop.models import Role, User, Workshop

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
    sent = workshop.letters.filter(event=event).order_by("pk")
    invited = list(sent.values_list("recipient", flat=True))
    roles = workshop.roles.filter(kind=kind).select_related("user").order_by("pk")
    owners = EmailAddress.objects.filter(email__in=invited, user__in=[r.user_id for r in roles])
    owner_of = {owner.email: owner.user_id for owner in owners.filter(verified=True)}
    # Whoever was removed and invited anew is known by the newest invitation.
    address_of = {owner_of[email]: email for email in invited if email in owner_of}
    active = set(
        workshop.entries.filter(about=None, by__isnull=False)
        .values_list("by", flat=True)
        .distinct()
        .order_by()
    )
    return [
        Organizer(
            user_id=role.user_id,
            name=role.user.name if role.user_id in active else "",
            address=address_of.get(role.user_id, role.user.email),
        )
        for role in roles
    ]


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
