"""From when to when: what once let somebody read, or kept them from it."""

from __future__ import annotations

from django.db import models

from workshop.models.people import User
from workshop.models.workshop import Workshop
from workshop.scoping import ScopedManager


class AbstractSpell(models.Model):
    """One fact and how long it held. Written by the step that makes the fact and by the one that
    ends it; nothing else about it ever changes, but where two accounts become one (`taken_over`
    in `workshop/history.py`): what one of them was, the other is from that moment.

    No `since` means that it held before anybody wrote down since when; no `until`, that it holds.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="%(class)ss")
    kind = models.CharField(max_length=12)
    # The submission, by its number; 0 for what is about none.
    number = models.PositiveIntegerField(default=0)
    # The key outlives the account, so that what held for one who is gone is not another's.
    user = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    email = models.EmailField(blank=True)
    # Which role, which status, for which reason.
    value = models.CharField(max_length=14, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        facts = [self.kind, self.number, self.user_id, self.email, self.value]
        return ", ".join(str(fact) for fact in facts if fact)


class Spell(AbstractSpell):
    """Of the ground and of the authors' side: nothing in it tells who reviews."""

    class Kind(models.TextChoices):
        ROLE = "role", "has a role"
        BARRIER = "barrier", "is barred"
        AUTHOR = "author", "is named as an author, or sent it"
        STATUS = "status", "stands so"

    objects = ScopedManager["Spell"]()
    everywhere = models.Manager["Spell"]()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workshop", "number"], name="spell_of")]
