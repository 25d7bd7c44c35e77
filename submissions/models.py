"""What authors send, and what they get back."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from submissions.handling import handlers_left, organizers_left
from submissions.named import NamedConflict
from submissions.status import ACCEPTED, GONE, Status
from workshop.models import Person, SubmissionKind, Topic, User, Workshop
from workshop.models.people import monogram_of
from workshop.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Who may see a submission, and nothing else decides."""

    def authored_by(self, user: User) -> SubmissionQuerySet:
        """Sent by this user, or naming one of their verified addresses as an author's.

        Looked at by an organizer: naming the address by which those know the author.
        """
        if user.looked_at_by:
            by_address = Author.objects.filter(submission=OuterRef("pk"), email=user.email)
            return self.known_to(user).filter(Exists(by_address.exclude(email="")))
        addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
        named = Author.objects.filter(submission=OuterRef("pk"), email__in=addresses)
        return self.filter(Q(submitter=user) | Exists(named))

    def organized_by(self, user: User | OuterRef) -> SubmissionQuerySet:
        """What an organizer may read: all but drafts, standing and discarded, less what this one is
        barred from.

        An outside decider stands in for the organizers where it stands and none of them is left.
        """
        return self.handed_in().filter(Exists(handlers_left().filter(user=user)))

    def handed_in(self) -> SubmissionQuerySet:
        """All but drafts, standing and discarded: of those only their authors hear, ever."""
        discarded = Q(status=Status.WITHDRAWN, submitted_at=None)
        return self.exclude(Q(status=Status.DRAFT) | discarded)

    def known_to(self, user: User) -> SubmissionQuerySet:
        """All, but to somebody who is looked at: only what the organizer who looks may read."""
        return self.organized_by(user.looked_at_by) if user.looked_at_by else self.all()

    def without_an_organizer(self) -> SubmissionQuerySet:
        """Handed in and still standing, with every organizer of the workshop behind a barrier."""
        return self.submitted().exclude(Exists(organizers_left()))

    def without_anybody(self) -> SubmissionQuerySet:
        """Nor is there an outside decider for it."""
        return self.without_an_organizer().exclude(Exists(handlers_left()))

    def counted_for(self, user: User) -> SubmissionQuerySet:
        """What an organizer may count: drafts too, which only their authors may read."""
        return self.filter(Exists(organizers_left().filter(user=user)))

    def visible_to(self, user: User) -> SubmissionQuerySet:
        """An author's own and an organizer's."""
        return self.authored_by(user) | self.organized_by(user)

    def submitted(self) -> SubmissionQuerySet:
        """Handed in and still standing."""
        return self.exclude(status__in=GONE)

    def posted(self) -> SubmissionQuerySet:
        """What the public may read, and the one answer to that question: accepted and consented
        to. The deadline of the step says by when; nothing waits for it."""
        consented = Consent.objects.filter(
            submission=OuterRef("pk"), artefact=Consent.Artefact.PAGE, revoked_at=None
        )
        return self.filter(
            Exists(consented), status__in=ACCEPTED, workshop__announced_at__isnull=False
        )

    def for_list(self) -> SubmissionQuerySet:
        return self.select_related("kind", "workshop").prefetch_related(
            "authors", "topics", "papers"
        )

    def for_public(self) -> SubmissionQuerySet:
        """With all that the `posted_…` of each are read from."""
        return self.for_list().prefetch_related("consents")


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
    # Where a recording is to be found, on somebody else's site.
    video = models.URLField(blank=True)
    # Counts saves, so that a stale one is refused.
    version = models.PositiveIntegerField(default=1)
    # Counts letters about it: the first is of its submitting, each later one of a revision.
    revision = models.PositiveIntegerField(default=0)

    objects = SubmissionManager()
    everywhere = SubmissionQuerySet.as_manager()

    if TYPE_CHECKING:
        authors: RelatedManager[Author]
        papers: RelatedManager[PaperVersion]
        consents: RelatedManager[Consent]
        changes: RelatedManager[Change]
        named_conflicts: RelatedManager[NamedConflict]

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
        """The last PDF for review: the one that is reviewed."""
        return self.last(PaperVersion.Part.REVIEW)

    @property
    def final_paper(self) -> PaperVersion | None:
        """The last camera-ready PDF."""
        return self.last(PaperVersion.Part.FINAL)

    @property
    def slides(self) -> PaperVersion | None:
        return self.last(PaperVersion.Part.SLIDES)

    @property
    def consented(self) -> dict[str, Consent]:
        """The consents that stand, by their artefact."""
        return {row.artefact: row for row in self.consents.all() if row.revoked_at is None}

    @property
    def posted_at(self) -> datetime | None:
        """Since when the public may read it; nothing if it may not."""
        page = self.consented.get(Consent.Artefact.PAGE) if self.status in ACCEPTED else None
        return page.given_at if page else None

    @property
    def posted_pdf(self) -> PaperVersion | None:
        """The camera-ready paper, if the public may read it, and it is there."""
        return self._posted(Consent.Artefact.PDF, PaperVersion.Part.FINAL)

    @property
    def posted_slides(self) -> PaperVersion | None:
        return self._posted(Consent.Artefact.SLIDES, PaperVersion.Part.SLIDES)

    @property
    def posted_video(self) -> str:
        may = self.posted_at and Consent.Artefact.VIDEO in self.consented
        return self.video if may and self.video.startswith(("https://", "http://")) else ""

    def _posted(self, artefact: str, part: PaperVersion.Part) -> PaperVersion | None:
        version = self.last(part) if self.posted_at and artefact in self.consented else None
        return None if version is None or version.is_unreadable else version

    def last(self, part: PaperVersion.Part) -> PaperVersion | None:
        """The last PDF that plays this part."""
        of_part = (paper for paper in self.papers.all() if paper.part == part)
        return max(of_part, key=lambda paper: paper.number, default=None)


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

    @property
    def monogram(self) -> str:
        return monogram_of(self.name)


def storage_key(paper: PaperVersion, name: str) -> str:
    """Random: a key tells neither who nor what."""
    return f"papers/{secrets.token_urlsafe(24)}.pdf"


class PaperVersion(models.Model):
    """A PDF as it came, and what its inspection found.

    Those of one submission are numbered together, whatever part they play.
    """

    class Part(models.TextChoices):
        REVIEW = "review", "paper for review"
        FINAL = "final", "camera-ready paper"
        SLIDES = "slides", "slides"

    class Finding(models.TextChoices):
        WAITING = "waiting", "waiting"
        FINE = "fine", "fine"
        NOT_A_PDF = "not-a-pdf", "not a pdf"
        ENCRYPTED = "encrypted", "encrypted"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="papers")
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.REVIEW)
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
    def is_unreadable(self) -> bool:
        return self.finding in {self.Finding.NOT_A_PDF, self.Finding.ENCRYPTED}

    @property
    def pages_over(self) -> int:
        """How many pages more than the kind allows; nought if it fits or is not yet known."""
        kind = self.submission.kind if self.part != self.Part.SLIDES else None
        return max(0, self.pages - kind.page_limit) if kind and self.pages else 0


class ChangeQuerySet(models.QuerySet["Change"]):
    def waiting(self) -> ChangeQuerySet:
        """Not answered yet, and of something that still is accepted."""
        return self.filter(state=Change.State.WAITING, submission__status__in=ACCEPTED)


class Change(models.Model):
    """Another title, other authors: proposed by an author, answered by an organizer."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for an organizer"
        APPROVED = "approved", "approved"
        REFUSED = "refused", "refused"
        TAKEN_BACK = "taken back", "taken back"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="changes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    # The whole list, each as the facts of an Author, in order.
    authors = models.JSONField()
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="change_once"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state="waiting"), name="one_change_waits"
            ),
        ]


class Consent(models.Model):
    """That something may be posted: given by an author, until one takes it back.

    Append-only: giving again after taking back is another row, so that it stays known who
    consented to what, and when.
    """

    class Artefact(models.TextChoices):
        PAGE = "page", "title, authors and abstract"
        PDF = "pdf", "camera-ready paper"
        SLIDES = "slides", "slides"
        VIDEO = "video", "video"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="consents")
    artefact = models.CharField(max_length=6, choices=Artefact.choices)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "artefact"],
                condition=Q(revoked_at=None),
                name="consent_stands_once",
            )
        ]


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
