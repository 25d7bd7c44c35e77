"""What was written to whom, and who did what when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from workshop.models.people import Barrier, Role, User
from workshop.scoping import ScopedManager

Row = TypeVar("Row", "Letter", "Entry")


def unbarred(rows: models.QuerySet[Row], user: User) -> models.QuerySet[Row]:
    """Rows of workshops that this user organizes, less what is about drafts
    and about submissions they are barred from."""
    organizes = Role.everywhere.filter(
        workshop=OuterRef("workshop"), user=user, kind=Role.Kind.ORGANIZER
    )
    barred = Exists(Barrier.against(user, "about"))
    return rows.filter(Exists(organizes), is_private=False).exclude(barred)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> models.QuerySet[Letter]:
        return unbarred(self, user)

    def due(self, at: datetime) -> LetterQuerySet:
        """Waiting letters whose time has come; account letters go first."""
        account_first = models.Case(models.When(workshop=None, then=0), default=1)
        return self.filter(state=Letter.State.WAITING, not_before__lte=at).order_by(
            account_first, "not_before", "pk"
        )


LetterManager = ScopedManager.from_queryset(LetterQuerySet)


class Letter(models.Model):
    """A mail as written, to one recipient. Account letters belong to no workshop."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        HELD = "held", "held"
        DELIVERED = "delivered", "delivered"
        FAILED = "failed", "came back"
        DISCARDED = "discarded", "discarded"

    workshop = models.ForeignKey("Workshop", models.CASCADE, null=True, related_name="letters")
    event = models.CharField(max_length=60)
    # The number of the submission that it speaks of, or nothing.
    about = models.PositiveIntegerField(null=True)
    # About a draft, which organizers may count and not read.
    is_private = models.BooleanField(default=False)
    recipient = models.EmailField()
    recipient_name = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=300)
    # Secrets are put in at sending: the text holds their place, `secret` only the seed.
    body = models.TextField()
    secret = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    # The same on a retry, so that a receiver can drop a double; the letter's name in addresses.
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = LetterManager()
    everywhere = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["state", "not_before"], name="letter_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "event", "about", "recipient", "revision"],
                condition=Q(about__isnull=False),
                name="letter_once_about",
            ),
            models.UniqueConstraint(
                fields=["workshop", "event", "recipient", "revision"],
                condition=Q(about__isnull=True, workshop__isnull=False),
                name="letter_once",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> models.QuerySet[Entry]:
        return unbarred(self, user)


EntryManager = ScopedManager.from_queryset(EntryQuerySet)


class Entry(models.Model):
    """A line of the journal: who did what when. `by` is nobody for the site itself."""

    workshop = models.ForeignKey("Workshop", models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    about = models.PositiveIntegerField(null=True)
    # As with letters: about a draft, and so not for organizers.
    is_private = models.BooleanField(default=False)
    text = models.CharField(max_length=500)

    objects = EntryManager()
    everywhere = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text
