"""For everyone: the papers that are posted, with the authors' consent."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from submissions.citing import pdf_link
from submissions.models import Author, Submission, SubmissionQuerySet
from submissions.posting import posted, was_posted
from submissions.status import Status
from workshop.api.errors import Gone
from workshop.api.fields import MAYBE_LINK, KindSerializer, Link, Names, link_to
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import Request
from workshop.permissions import announced_workshop

PRESENTED_AS = {Status.ORAL: "talk", Status.POSTER: "poster"}


@audience(Audience.PUBLIC)
class PostedAuthorSerializer(serializers.Serializer[Author]):
    """An author, without the address."""

    name = serializers.CharField()
    affiliation = serializers.CharField()
    orcid = serializers.CharField()


@audience(Audience.PUBLIC)
class PostedPaperSerializer(serializers.Serializer[Submission]):
    """A posted paper. The files and the video are there only with a consent of their own."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    abstract = serializers.CharField()
    authors = PostedAuthorSerializer(many=True)
    kind = KindSerializer(allow_null=True)
    topics = Names()
    presented_as = serializers.SerializerMethodField()
    already_published_at = serializers.CharField()
    posted_at = serializers.DateTimeField()
    pdf = serializers.SerializerMethodField()
    slides = serializers.SerializerMethodField()
    video = serializers.SerializerMethodField()
    url = Link("api_paper", "workshop.slug", "number")
    page = Link("paper", "workshop.slug", "number")

    @extend_schema_field(serializers.ChoiceField(choices=[*PRESENTED_AS.values()]))
    def get_presented_as(self, paper: Submission) -> str:
        return PRESENTED_AS[Status(paper.status)]

    @extend_schema_field(MAYBE_LINK)
    def get_pdf(self, paper: Submission) -> str | None:
        return pdf_link(paper) or None

    @extend_schema_field(MAYBE_LINK)
    def get_slides(self, paper: Submission) -> str | None:
        if not paper.posted_slides:
            return None
        return link_to("paper_slides", paper.workshop.slug, paper.number)

    @extend_schema_field(MAYBE_LINK)
    def get_video(self, paper: Submission) -> str | None:
        return paper.posted_video or None


@endpoint(Audience.PUBLIC, PostedPaperSerializer, many=True)
def papers(request: Request, slug: str) -> SubmissionQuerySet:
    """The posted papers of a workshop."""
    return posted(announced_workshop(slug))


@endpoint(Audience.PUBLIC, PostedPaperSerializer, errors=(404, 410))
def paper(request: Request, slug: str, number: int) -> Submission:
    """A posted paper. One whose authors took it back is gone, without a word of what it was."""
    workshop = announced_workshop(slug)
    found = posted(workshop).filter(number=number).first()
    if found is None:
        raise Gone if was_posted(workshop, number) else Http404
    return found
