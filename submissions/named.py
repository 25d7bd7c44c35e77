"""Whom the authors of a submission have a conflict of interest with, in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from submissions.models import Submission


class NamedConflict(models.Model):
    """A person or an institution that must not handle a submission, as its authors say.

    What follows from it is found by whoever knows the committee, which no author's request does.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        INSTITUTION = "institution", "institution"

    submission: models.ForeignKey[Submission, Submission] = models.ForeignKey(
        "submissions.Submission", models.CASCADE, related_name="named_conflicts"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # A name, or an address, or the domain of an institution.
    text = models.CharField(max_length=200)
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "kind", "text"], name="conflict_named_once"
            )
        ]
