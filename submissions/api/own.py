"""For authors: their own submissions, with what their pages show of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from submissions.models import Author, Consent, PaperVersion, Submission, SubmissionQuerySet
from submissions.outcome import Outcome, ReadReview, outcome_of
from submissions.permissions import own_submission
from submissions.status import Status
from workshop.api.fields import KindSerializer, Link, Names, link_to
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import SignedIn
from workshop.permissions import visible_workshop

Part = PaperVersion.Part
# The pages from which authors fetch their files.
FILES: dict[str, str] = {
    Part.REVIEW: "own_paper",
    Part.FINAL: "own_final_paper",
    Part.SLIDES: "own_slides",
}
DECISIONS = [Status.ORAL.value, Status.POSTER.value, Status.REJECTED.value]


@audience(Audience.AUTHOR)
class OwnAuthorSerializer(serializers.Serializer[Author]):
    """An author, as the authors of the same submission see them."""

    name = serializers.CharField()
    email = serializers.CharField()
    affiliation = serializers.CharField()
    orcid = serializers.CharField()
    is_corresponding = serializers.BooleanField()
    is_presenter = serializers.BooleanField()


@audience(Audience.AUTHOR)
class OwnPaperSerializer(serializers.Serializer[PaperVersion]):
    """A PDF as it came, and what its inspection found."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    finding = serializers.ChoiceField(choices=PaperVersion.Finding.choices)
    pages = serializers.IntegerField(allow_null=True)
    pages_over = serializers.IntegerField()
    url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, paper: PaperVersion) -> str:
        """Where the last one of its part is fetched."""
        submission = paper.submission
        return link_to(FILES[paper.part], submission.workshop.slug, submission.number)


@audience(Audience.AUTHOR)
class ConsentSerializer(serializers.Serializer[Consent]):
    """What may be posted, since when."""

    artefact = serializers.ChoiceField(choices=Consent.Artefact.choices)
    given_at = serializers.DateTimeField()


@audience(Audience.AUTHOR)
class ReadReviewSerializer(serializers.Serializer[ReadReview]):
    """A review as it was released: by its label, “Reviewer 2”."""

    label = serializers.IntegerField()  # type: ignore[assignment]
    title = serializers.CharField()
    text = serializers.CharField()
    rating = serializers.IntegerField()
    rating_in_words = serializers.CharField()
    confidence = serializers.IntegerField()
    confidence_in_words = serializers.CharField()


@audience(Audience.AUTHOR)
class OutcomeSerializer(serializers.Serializer[Outcome]):
    """What the authors were told."""

    decision = serializers.ChoiceField(choices=DECISIONS)
    decision_in_words = serializers.CharField()
    note = serializers.CharField()
    released_at = serializers.DateTimeField(source="at")
    corrected = serializers.BooleanField()
    reviews = ReadReviewSerializer(many=True)


@audience(Audience.SIGNED_IN)
class ListedSubmissionSerializer(serializers.Serializer[Submission]):
    """A submission among one's own."""

    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices)
    status_in_words = serializers.CharField(source="get_status_display")
    title = serializers.CharField()
    authors = Names()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    url = Link("api_submission", "workshop.slug", "number")
    page = Link("submission", "workshop.slug", "number")


@audience(Audience.AUTHOR)
class SubmissionSerializer(ListedSubmissionSerializer):
    """A submission as its authors see it. `outcome` is there once it has been released."""

    abstract = serializers.CharField()
    kind = KindSerializer(allow_null=True)
    topics = Names()
    already_published_at = serializers.CharField()
    desk_reason = serializers.CharField()
    authors = OwnAuthorSerializer(many=True)  # type: ignore[assignment]
    paper = OwnPaperSerializer(allow_null=True)
    final_paper = OwnPaperSerializer(allow_null=True)
    slides = OwnPaperSerializer(allow_null=True)
    video = serializers.CharField()
    consents = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()

    @extend_schema_field(ConsentSerializer(many=True))
    def get_consents(self, submission: Submission) -> Any:
        """Those that stand."""
        standing: Any = list(submission.consented.values())
        return ConsentSerializer(standing, many=True).data

    @extend_schema_field(OutcomeSerializer(allow_null=True))
    def get_outcome(self, submission: Submission) -> Any:
        outcome = outcome_of(submission)
        return OutcomeSerializer(outcome).data if outcome else None


@endpoint(Audience.SIGNED_IN, ListedSubmissionSerializer, many=True)
def submissions(request: SignedIn, slug: str) -> SubmissionQuerySet:
    """Your submissions to a workshop, and those that name you as an author."""
    workshop = visible_workshop(request.user, slug)
    return workshop.submissions.authored_by(request.user).for_list()


@endpoint(Audience.AUTHOR, SubmissionSerializer)
def submission(request: SignedIn, slug: str, number: int) -> Submission:
    """A submission of yours."""
    return own_submission(request.user, visible_workshop(request.user, slug), number)
