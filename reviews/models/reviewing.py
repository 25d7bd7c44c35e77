"""Who reviews what, what they wrote, and what was decided: private to the committee."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from submissions.models import Submission
from workshop.models import User, Workshop
from workshop.scoping import ScopedManager


class Assignment(models.Model):
    """A submission given to a reviewer. A proposal is the organizers' own until it is confirmed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        CONFIRMED = "confirmed", "confirmed"
        DECLINED = "declined", "declined"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="assignments")
    # No way leads from a submission or a user to the committee's rows.
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(User, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    assigned_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    # “Reviewer 3”: drawn at random when the submission is first released, and kept.
    label = models.PositiveSmallIntegerField(null=True)

    objects = ScopedManager["Assignment"]()
    everywhere = models.Manager["Assignment"]()

    class Meta:
        ordering = ["submission__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "reviewer"], name="assigned_once"),
            models.UniqueConstraint(
                fields=["submission", "label"],
                condition=Q(label__isnull=False),
                name="label_once",
            ),
        ]


class Review(models.Model):
    """What a reviewer wrote. The note is for organizers and never released."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"

    class Rating(models.IntegerChoices):
        TOP_15 = 5, "Top 15% of accepted papers, strong accept"
        TOP_50 = 4, "Top 50% of accepted papers, clear accept"
        ABOVE = 3, "Marginally above the threshold"
        BELOW = 2, "Marginally below the threshold"
        REJECT = 1, "Strong rejection"

    class Confidence(models.IntegerChoices):
        CERTAIN = 3, "Absolutely certain"
        FAIRLY = 2, "Fairly confident"
        GUESS = 1, "An educated guess"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="reviews")
    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="review")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    confidence = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    note = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager["Review"]()
    everywhere = models.Manager["Review"]()

    class Meta:
        ordering = ["assignment__submission__number", "pk"]


class Decision(models.Model):
    """Oral, poster or reject: sealed here until a release copies it to the authors' side."""

    class Outcome(models.TextChoices):
        ORAL = "oral", "oral"
        POSTER = "poster", "poster"
        REJECT = "rejected", "reject"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="decisions")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="+")
    # Empty where a decision was undone, or only the note to the authors is written.
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager["Decision"]()
    everywhere = models.Manager["Decision"]()

    class Meta:
        ordering = ["submission__number"]
