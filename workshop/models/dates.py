"""Deadline: the one place where a date lives."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from workshop.scoping import ScopedManager


class Step(models.TextChoices):
    """The ten steps of a workshop, in order."""

    CALL = "call", "call"
    SUBMIT = "submit", "submit"
    ASSIGN = "assign", "assign"
    REVIEW = "review", "review"
    DECIDE = "decide", "decide"
    NOTIFY = "notify", "notify"
    CAMERA_READY = "camera-ready", "camera-ready"
    POST = "post", "post"
    PLAN = "plan", "plan"
    PUBLISH = "publish", "publish"


class Deadline(models.Model):
    """When a step ends.

    The call has no row of its own: it opens when submitting does.
    A step is open from `opens_at` until `closes_at`, the end excluded. Closing early and
    extending both move `closes_at`; what it was is kept in `was_closing_at`, to be shown struck
    through. `grace_minutes` serves only uploads that began in time.
    """

    workshop = models.ForeignKey("Workshop", models.CASCADE, related_name="deadlines")
    step = models.CharField(max_length=12, choices=Step.choices)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()
    was_closing_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager["Deadline"]()
    everywhere = models.Manager["Deadline"]()

    class Meta:
        ordering = ["closes_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "step"], name="deadline_once"),
        ]

    def has_opened(self, at: datetime) -> bool:
        return self.opens_at is not None and self.opens_at <= at

    def is_open(self, at: datetime) -> bool:
        return self.has_opened(at) and at < self.closes_at

    def state(self, at: datetime) -> str:
        """preparing (it may open later, by itself), open or closed."""
        if not self.has_opened(at):
            return "preparing"
        return "open" if self.is_open(at) else "closed"
