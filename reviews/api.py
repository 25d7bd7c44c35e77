"""For reviewers: the papers that they review, and what they have written about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews import review as steps
from reviews.models import Review
from reviews.permissions import assigned_submission, reviewed_workshop
from reviews.views.reviewer import Mine, papers_to_review
from reviews.views.writing import saved_review
from submissions.models import Author, PaperVersion
from workshop import dates
from workshop.api.fields import KindSerializer, Link, Names
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import SignedIn
from workshop.models import Step

NOT_BEGUN = "not begun"


@audience(Audience.REVIEWER)
class AssignedAuthorSerializer(serializers.Serializer[Author]):
    """An author, as reviewers see them: review is single-blind."""

    name = serializers.CharField()
    affiliation = serializers.CharField()


@audience(Audience.REVIEWER)
class AssignedPaperSerializer(serializers.Serializer[PaperVersion]):
    """The PDF to review."""

    pages = serializers.IntegerField(allow_null=True)
    url = Link("assigned_paper", "submission.workshop.slug", "submission.number")


@audience(Audience.REVIEWER)
class OwnReviewSerializer(serializers.Serializer[Review]):
    """A review of one's own, with the note that only organizers read."""

    title = serializers.CharField()
    text = serializers.CharField()
    rating = serializers.IntegerField(allow_null=True)
    confidence = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    saved_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)


@audience(Audience.REVIEWER)
class AssignedSerializer(serializers.Serializer[Mine]):
    """A paper to review. It is `closed` once the decisions are released."""

    number = serializers.IntegerField(source="submission.number")
    title = serializers.CharField(source="submission.title")
    authors = AssignedAuthorSerializer(source="submission.authors", many=True)
    kind = KindSerializer(source="submission.kind", allow_null=True)
    paper = AssignedPaperSerializer(source="submission.paper", allow_null=True)
    state = serializers.SerializerMethodField()
    late = serializers.BooleanField()
    closed = serializers.BooleanField()
    url = Link("api_assigned_paper", "submission.workshop.slug", "submission.number")
    page = Link("write_review", "submission.workshop.slug", "submission.number")

    @extend_schema_field(serializers.ChoiceField(choices=[NOT_BEGUN, *Review.State.values]))
    def get_state(self, mine: Mine) -> str:
        return mine.review.state if mine.review else NOT_BEGUN


@audience(Audience.REVIEWER)
class AssignedDetailSerializer(AssignedSerializer):
    """A paper to review, with its abstract and what one has written about it."""

    abstract = serializers.CharField(source="submission.abstract")
    topics = Names(source="submission.topics")
    already_published_at = serializers.CharField(source="submission.already_published_at")
    due_at = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField()

    def get_due_at(self, mine: Mine) -> datetime | None:
        return mine.deadline.closes_at if mine.deadline else None

    @extend_schema_field(OwnReviewSerializer(allow_null=True))
    def get_review(self, mine: Mine) -> Any:
        """Once closed, only what was submitted: as on the page, the rest has come to nothing."""
        kept = mine.review if mine.submitted or not mine.closed else None
        return OwnReviewSerializer(kept).data if kept else None


@endpoint(Audience.REVIEWER, AssignedSerializer, many=True)
def assigned_papers(request: SignedIn, slug: str) -> list[Mine]:
    """The papers that you review for a workshop."""
    workshop = reviewed_workshop(request.user, slug)
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    return list(papers_to_review(workshop, request.user, deadline, request.at))


@endpoint(Audience.REVIEWER, AssignedDetailSerializer)
def assigned_paper(request: SignedIn, slug: str, number: int) -> Mine:
    """A paper that you review."""
    workshop = reviewed_workshop(request.user, slug)
    submission = assigned_submission(request.user, workshop, number)
    review = saved_review(request.user, submission)
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    closed = steps.is_closed(submission)
    return Mine(submission, review, deadline, request.at, closed=closed)


urlpatterns = [
    path("review/", assigned_papers, name="api_assigned_papers"),
    path("review/<int:number>/", assigned_paper, name="api_assigned_paper"),
]
