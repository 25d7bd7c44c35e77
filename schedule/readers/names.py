"""What the organizers may call them: as they know them elsewhere, and no more."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from reviews.roster import called
from submissions import deciders
from submissions.models import Author
from workshop import organizers
from workshop.models import Role, User, Workshop

INVITATIONS = [organizers.INVITED, deciders.INVITED]
GONE = "somebody whose account is gone"


class Names:
    """Of accounts and of authors, in five queries."""

    def __init__(self, workshop: Workshop, number: int, users: Collection[int]) -> None:
        acted = workshop.entries.filter(about=None, by=OuterRef("pk"))
        reviewed = workshop.spells.filter(value=Role.Kind.REVIEWER, user=OuterRef("pk"))
        reviews = workshop.roles.filter(kind=Role.Kind.REVIEWER, user=OuterRef("pk"))
        rows = User.objects.filter(pk__in=users).annotate(
            is_known=Exists(acted) | Exists(reviewed) | Exists(reviews)
        )
        self._users = {row.pk: row for row in rows}
        self._invited = self._addresses(workshop, users)
        self._reviewers = called(workshop)
        it = {"submission__workshop": workshop, "submission__number": number}
        self._authors = dict(Author.objects.filter(**it).values_list("email", "name"))

    def _addresses(self, workshop: Workshop, users: Collection[int]) -> dict[int, str]:
        """Whose account an invited address belongs to is its owner's to tell, until they act."""
        sent = workshop.letters.filter(event__in=INVITATIONS).values("recipient")
        owned = EmailAddress.objects.filter(user__in=users, email__in=sent, verified=True)
        return dict(owned.values_list("user", "email"))

    def is_gone(self, user: int) -> bool:
        """Whether there is no such account any more; 0 is nobody's."""
        return user != 0 and user not in self._users

    def of(self, user: int, email: str) -> str:
        if not user and not email:
            return "everybody"
        if email:
            name = self._authors.get(email)
            return f"{name}, {email}" if name else email
        if self.is_gone(user):
            return GONE
        if user in self._reviewers:
            return str(self._reviewers[user])
        row = self._users[user]
        if user in self._invited and not row.is_known:
            return self._invited[user]
        return row.name or (row.email if row.last_login is None else str(row))
