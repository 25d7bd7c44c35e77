"""Who reviews, as the organizers know them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Subquery

from reviews.models import Invitation, ReviewerProfile
from submissions import deciders
from workshop import organizers
from workshop.models import Role, Topic, User, Workshop

LOAD = 4


@dataclass(frozen=True)
class Reviewer:
    """Someone who reviews, as they were invited, and how many papers they take.

    Without an address: what was invited is not theirs any more, and another is theirs to tell.
    """

    user: User
    name: str
    address: str
    load: int = LOAD
    topics: list[Topic] = field(default_factory=list)
    is_senior: bool = False

    def __str__(self) -> str:
        return self.name or self.address or str(self.user)

    @property
    def pk(self) -> int:
        return self.user.pk


def reviewers_of(workshop: Workshop) -> list[Reviewer]:
    """By name. Of the addresses of an account, organizers see the one that they invited."""
    rows = workshop.reviewer_profiles.prefetch_related("topics")
    profiles = {row.user_id: row for row in rows}
    found = [_with(one, profiles.get(pk)) for pk, one in called(workshop).items()]
    return sorted(found, key=lambda one: (str(one).casefold(), one.pk))


def called(workshop: Workshop) -> dict[int, Reviewer]:
    """Those who review, by account: only what to call them, in two questions.

    A name that organizers typed is known in their workshop alone.
    """
    roles = workshop.roles.filter(kind=Role.Kind.REVIEWER).select_related("user")
    users = [role.user for role in roles]
    invited = _invitations(workshop, users)
    return {user.pk: _as_invited(user, invited.get(user.pk)) for user in users}


def called_here(workshop: Workshop, user: User) -> Reviewer | User:
    """One of those who review; the account itself of whoever does not."""
    return called(workshop).get(user.pk, user)


def _as_invited(user: User, row: Invitation | None) -> Reviewer:
    if row is None:
        # An account that nobody has ever signed in to has no other address.
        return Reviewer(user, user.name, "" if user.last_login else user.email)
    return Reviewer(user, user.name or row.name, row.email)


def _with(one: Reviewer, profile: ReviewerProfile | None) -> Reviewer:
    if profile is None:
        return one
    topics = list(profile.topics.all())
    return replace(one, load=profile.load, topics=topics, is_senior=profile.is_senior)


def names_of(workshop: Workshop) -> dict[int, str]:
    """What to call everybody on the committee, and whoever was invited to it and has left it.

    Each as they were invited: whose account an address belongs to is its owner's to tell.
    """
    acted = organizers.acts(workshop, OuterRef(OuterRef("kind"))).filter(by=OuterRef("user"))
    facts = {"has_acted": Exists(acted), "left": organizers.left()}
    roles: list[Any] = list(workshop.roles.select_related("user").annotate(**facts))
    events = {Role.Kind.DECIDER: deciders.INVITED, Role.Kind.ORGANIZER: organizers.INVITED}
    sent = list(organizers.invitations(workshop, list(events.values())))
    names = organizers.addresses_of([], sent)
    for kind, event in events.items():
        # By what the role they have now was given for: another address is theirs to tell.
        having = [role for role in roles if role.kind == kind]
        to = organizers.addresses_of(having, (row for row in sent if row[3] == event))
        names |= {row.user_id: to.get(row.user_id, row.user.email) for row in having}
    for role in roles:
        name = role.user.name if role.has_acted else ""
        names[role.user_id] = name or names.get(role.user_id, role.user.email)
    reviewing = [role.user for role in roles if role.kind == Role.Kind.REVIEWER]
    for user in reviewing:
        names[user.pk] = str(user)
    invited = _invitations(workshop, reviewing)
    asked = {pk: row.name or row.email for pk, row in invited.items()}
    return names | {user.pk: user.name or asked[user.pk] for user in reviewing if user.pk in asked}


def unanswered(workshop: Workshop) -> list[Invitation]:
    """Those who have not accepted: some wait, some have declined."""
    rows = workshop.invitations.exclude(state=Invitation.State.ACCEPTED)
    return list(rows.prefetch_related("topics").order_by("-state", "email"))


def _invitations(workshop: Workshop, users: list[User]) -> dict[int, Invitation]:
    """The accepted invitation of each of these users."""
    owners = EmailAddress.objects.filter(email=OuterRef("email"), user__in=users, verified=True)
    rows = workshop.invitations.filter(state=Invitation.State.ACCEPTED)
    accepted = list(rows.annotate(owner=Subquery(owners.values("user")[:1])))
    owned: dict[int, Invitation] = {row.owner: row for row in accepted if row.owner}
    by_email: dict[str, Invitation] = {row.email: row for row in accepted}
    return owned | {user.pk: by_email[user.email] for user in users if user.email in by_email}
