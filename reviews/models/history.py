"""From when to when, on the committee's side: as private as the rows it tells of."""

from __future__ import annotations

from django.db import models

from workshop.models.history import AbstractSpell
from workshop.scoping import ScopedManager


class CommitteeSpell(AbstractSpell):
    """Who had which paper, whose review was there, and whether something was decided."""

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", "has it to review"
        REVIEW = "review", "has reviewed it"
        DECISION = "decision", "is decided"
        DECLARED = "declared", "declared a conflict of interest"

    objects = ScopedManager["CommitteeSpell"]()
    everywhere = models.Manager["CommitteeSpell"]()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workshop", "number"], name="committee_spell_of")]
