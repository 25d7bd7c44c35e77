"""Who reviews for a workshop, and what they must not touch."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from submissions.models import Submission
from workshop.models import Topic, User, Workshop
from workshop.scoping import ScopedManager


class Invitation(models.Model):
    """A letter that asks an address to review. Its link is signed and names only this row."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    load = models.PositiveSmallIntegerField(default=4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Counts letters: a link is good for the last one only.
    revision = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Whom to ask instead, in the words of whoever declined.
    instead = models.TextField(blank=True, max_length=1000)
    # How many reminders went out by themselves.
    reminded = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager["Invitation"]()
    everywhere = models.Manager["Invitation"]()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "email"], name="invitation_once")
        ]

    @property
    def key(self) -> str:
        """A name for it in links and forms that tells nothing of how many there are."""
        what = f"{self.workshop_id} {self.email}"
        return salted_hmac("reviews.invitation", what).hexdigest()[:20]


class ReviewerProfile(models.Model):
    """What a reviewer of one workshop knows, and how many papers they take."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="reviewer_profiles")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    load = models.PositiveSmallIntegerField(default=4)
    # Has reviewed often: a paper can be promised one of them.
    is_senior = models.BooleanField(default=False)

    objects = ScopedManager["ReviewerProfile"]()
    everywhere = models.Manager["ReviewerProfile"]()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="reviewer_profile_once")
        ]


class Conflict(models.Model):
    """Why somebody of the committee must not handle a submission: the evidence of a barrier.

    It bars at once, declared or found. An organizer without a conflict confirms or dismisses what
    was found, and may take that back.
    """

    class Source(models.TextChoices):
        DECLARED = "declared", "declared"
        SAME_PERSON = "same-person", "is an author"
        CO_AUTHOR = "co-author", "wrote another submission with an author"
        AFFILIATION = "affiliation", "same affiliation"
        DOMAIN = "domain", "same institution, by address"
        PUBLICATION = "publication", "wrote a paper with an author"
        TIE = "tie", "named by the reviewer"
        NAMED = "named", "named by an author"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    source = models.CharField(max_length=12, choices=Source.choices)
    evidence = models.CharField(max_length=300, blank=True)
    # Who or what tells of it, to see when more does: shown to nobody, and never cut.
    clues = models.JSONField(default=list)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Since when nothing tells of it any more. It bars all the same.
    gone_at = models.DateTimeField(null=True)
    # Because whoever told of it took that back: the reviewer, or the authors.
    was_taken_back = models.BooleanField(default=False)

    objects = ScopedManager["Conflict"]()
    everywhere = models.Manager["Conflict"]()

    class Meta:
        ordering = ["submission__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "submission", "source"], name="conflict_once_per_source"
            ),
            models.CheckConstraint(
                condition=~Q(source="same-person") | Q(dismissed_at__isnull=True),
                name="own_submission_stays_barred",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(dismissed_at__isnull=True),
                name="conflict_confirmed_or_dismissed",
            ),
        ]

    @property
    def key(self) -> str:
        """A name for it in addresses that tells nothing of how many there are."""
        what = f"{self.user_id} {self.submission_id} {self.source}"
        return salted_hmac("reviews.conflict", what).hexdigest()[:20]
