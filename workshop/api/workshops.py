"""For everyone: the workshops that are announced, and what their sites say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workshop import dates
from workshop.api.fields import KindSerializer, Link, Names
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import Request
from workshop.models import Person, Step, Workshop
from workshop.standing import call_state
from workshop.views.site import PublicDate, dates_of, organizers_of, speakers_of

CALL_STATES = ["preparing", "open", "closed"]


@audience(Audience.PUBLIC)
class PersonSerializer(serializers.Serializer[Person]):
    """Somebody whom the site names."""

    name = serializers.CharField()
    affiliation = serializers.CharField()
    homepage = serializers.CharField()


@audience(Audience.PUBLIC)
class DateSerializer(serializers.Serializer[PublicDate]):
    """When a step ends: at `closes_at`, excluded. `aoe` is the last minute in time."""

    step = serializers.ChoiceField(source="deadline.step", choices=Step.choices)
    happens = serializers.CharField()
    closes_at = serializers.DateTimeField(source="deadline.closes_at")
    aoe = serializers.SerializerMethodField()
    was_closing_at = serializers.DateTimeField(source="deadline.was_closing_at", allow_null=True)

    def get_aoe(self, date: PublicDate) -> datetime:
        return dates.last_minute(date.deadline.closes_at)


@audience(Audience.PUBLIC)
class ListedWorkshopSerializer(serializers.Serializer[Workshop]):
    """A workshop among others."""

    slug = serializers.CharField()
    title = serializers.CharField()
    subtitle = serializers.CharField()
    short_name = serializers.CharField()
    host_event = serializers.CharField()
    place = serializers.CharField()
    zone = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    call = serializers.SerializerMethodField()
    url = Link("api_workshop", "slug")
    page = Link("workshop_home", "slug")

    @extend_schema_field(serializers.ChoiceField(choices=CALL_STATES))
    def get_call(self, workshop: Workshop) -> str:
        at: datetime = self.context["at"]
        return call_state(dates_of(workshop, at).submit, at)


@audience(Audience.PUBLIC)
class WorkshopSerializer(ListedWorkshopSerializer):
    """A workshop with what its site says of it. Texts are Markdown, with maths between dollars."""

    call_text = serializers.CharField()
    description = serializers.CharField()
    related_work = serializers.ListField(source="related_works", child=serializers.CharField())
    published_work_welcome = serializers.BooleanField()
    proceedings = serializers.CharField()
    call_opens_at = serializers.SerializerMethodField()
    dates = serializers.SerializerMethodField()
    topics = Names()
    kinds = KindSerializer(many=True)
    speakers = serializers.SerializerMethodField()
    organizers = serializers.SerializerMethodField()
    schedule = Link("api_schedule", "slug")
    papers = Link("api_papers", "slug")

    def get_call_opens_at(self, workshop: Workshop) -> datetime | None:
        return dates_of(workshop, self.context["at"]).call_opens_at

    @extend_schema_field(DateSerializer(many=True))
    def get_dates(self, workshop: Workshop) -> Any:
        shown: Any = dates_of(workshop, self.context["at"]).all
        return DateSerializer(shown, many=True).data

    @extend_schema_field(PersonSerializer(many=True))
    def get_speakers(self, workshop: Workshop) -> Any:
        shown: Any = speakers_of(workshop)
        return PersonSerializer(shown, many=True).data

    @extend_schema_field(PersonSerializer(many=True))
    def get_organizers(self, workshop: Workshop) -> Any:
        shown: Any = organizers_of(workshop)
        return PersonSerializer(shown, many=True).data


@endpoint(Audience.PUBLIC, ListedWorkshopSerializer, many=True)
def workshops(request: Request) -> QuerySet[Workshop]:
    """All workshops that are announced, the latest first."""
    return Workshop.objects.announced().prefetch_related("deadlines")


@endpoint(Audience.PUBLIC, WorkshopSerializer)
def workshop(request: Request, slug: str) -> Workshop:
    """A workshop: its call, its dates, its people."""
    rows = Workshop.objects.announced().prefetch_related("deadlines", "people", "topics", "kinds")
    return get_object_or_404(rows, slug=slug)
