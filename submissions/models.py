"""What authors send: the submission, its authors in order, its papers."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from submissions.status import GONE, Status
from workshop.models import Barrier, Person, Role, SubmissionKind, Topic, User, Workshop
from workshop.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Who may see a submission, and nothing else decides."""

    def authored_by(self, user: User) -> SubmissionQuerySet:
        """Sent by this user, or naming one of their verified addresses as an author's."""
        addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
        named = Author.objects.filter(submission=OuterRef("pk"), email__in=addresses)
        return self.filter(Q(submitter=user) | Exists(named))

    def organized_by(self, user: User) -> SubmissionQuerySet:
        """What an organizer may read: all but drafts, less what this one is barred from."""
        return self.counted_for(user).exclude(status=Status.DRAFT)

    def counted_for(self, user: User) -> SubmissionQuerySet:
        """What an organizer may count: drafts too, which only their authors may read."""
        organizes = Role.everywhere.filter(
            workshop=OuterRef("workshop"), user=user, kind=Role.Kind.ORGANIZER
        )
        barred = Barrier.everywhere.filter(
            workshop=OuterRef("workshop"), user=user, number=OuterRef("number")
        )
        return self.filter(Exists(organizes)).exclude(Exists(barred))

    def visible_to(self, user: User) -> SubmissionQuerySet:
        """An author's own and an organizer's."""
        return self.authored_by(user) | self.organized_by(user)

    def submitted(self) -> SubmissionQuerySet:
        """Handed in and still standing."""
        return self.exclude(status__in=GONE)

    def for_list(self) -> SubmissionQuerySet:
        return self.select_related("kind", "workshop").prefetch_related(
            "authors", "topics", "papers"
        )


SubmissionManager = ScopedManager.from_queryset(SubmissionQuerySet)


class Submission(models.Model):
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="submissions")
    # Small, per workshop, public: the only identifier an author ever sees.
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(max_length=300, blank=True)
    abstract = models.TextField(blank=True)
    kind = models.ForeignKey(SubmissionKind, models.PROTECT, null=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    already_published_at = models.CharField(max_length=200, blank=True)
    submitter = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    # When the form behind it was shown: sent twice, by a double click, it is one submission.
    form_shown_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    desk_reason = models.TextField(blank=True)
    # Counts saves, so that a stale one is refused.
    version = models.PositiveIntegerField(default=1)
    # Counts letters about it: the first is of its submitting, each later one of a revision.
    revision = models.PositiveIntegerField(default=0)

    objects = SubmissionManager()
    everywhere = SubmissionQuerySet.as_manager()

    if TYPE_CHECKING:
        authors: RelatedManager[Author]
        papers: RelatedManager[PaperVersion]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="number_once"),
            models.UniqueConstraint(fields=["workshop", "form_shown_at"], name="form_once"),
        ]

    def __str__(self) -> str:
        return self.title or f"Submission {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.workshop.slug, self.number])

    @property
    def paper(self) -> PaperVersion | None:
        """The last PDF: the one that is reviewed."""
        return max(self.papers.all(), key=lambda paper: paper.number, default=None)


class Author(models.Model):
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    # Kept in small letters; empty for those known only from a schedule.
    email = models.EmailField(blank=True)
    affiliation = models.CharField(max_length=200, blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    is_corresponding = models.BooleanField(default=False)
    is_presenter = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="author_position_once"),
            models.UniqueConstraint(
                fields=["submission", "email"], condition=~Q(email=""), name="author_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def storage_key(paper: PaperVersion, name: str) -> str:
    """Random: a key tells neither who nor what."""
    return f"papers/{secrets.token_urlsafe(24)}.pdf"


class PaperVersion(models.Model):
    """A PDF as it came, and what its inspection found."""

    class Finding(models.TextChoices):
        WAITING = "waiting", "waiting"
        FINE = "fine", "fine"
        NOT_A_PDF = "not-a-pdf", "not a pdf"
        ENCRYPTED = "encrypted", "encrypted"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=storage_key, max_length=120)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    finding = models.CharField(max_length=10, choices=Finding.choices, default=Finding.WAITING)
    pages = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="paper_version_once")
        ]

    @property
    def pages_over(self) -> int:
        """How many pages more than the kind allows; nought if it fits or is not yet known."""
        kind = self.submission.kind
        return max(0, self.pages - kind.page_limit) if kind and self.pages else 0


class Release(models.Model):
    """The act of telling all authors at once, or of correcting what some were told."""

    class Kind(models.TextChoices):
        DECISIONS = "decisions", "decisions"
        CORRECTION = "correction", "correction"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="releases")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    objects = ScopedManager["Release"]()
    everywhere = models.Manager["Release"]()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="release_once")]


class ReleasedDecision(models.Model):
    """What a release told the authors of one submission. Append-only; the last one holds."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="decisions")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="released_decisions")
    outcome = models.CharField(max_length=14, choices=Status.choices)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["release__number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "submission"], name="released_decision_once")
        ]


class ReleasedReview(models.Model):
    """A review as its authors read it: a copy, by a random label, with no key to who wrote it."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="reviews")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="released_reviews")
    label = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    rating = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["release__number", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "submission", "label"], name="released_review_once"
            )
        ]
