"""For everyone: the last published version of the schedule."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from schedule.freezing import published
from schedule.models import Session
from schedule.program import ShownSession, ShownTalk
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import Request
from workshop.permissions import announced_workshop


@audience(Audience.PUBLIC)
class TalkSerializer(serializers.Serializer[ShownTalk]):
    """A talk, or a poster on its board. `submission` is the number of an accepted one."""

    title = serializers.CharField()
    abstract = serializers.CharField()
    presenter = serializers.CharField()
    coauthors = serializers.ListField(child=serializers.CharField())
    submission = serializers.IntegerField(allow_null=True)
    slides = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    board = serializers.IntegerField(allow_null=True)


@audience(Audience.PUBLIC)
class SessionSerializer(serializers.Serializer[ShownSession]):
    """A block of the schedule. Its number stays the same from version to version."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Session.Kind.choices)
    name = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    room = serializers.CharField()
    talks = TalkSerializer(many=True)
    panelists = serializers.ListField(child=serializers.CharField())


@audience(Audience.PUBLIC)
class ScheduleSerializer(serializers.Serializer[Any]):
    """A published version. Times are in UTC; `zone` is that of the workshop's place."""

    version = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    zone = serializers.CharField()
    sessions = SessionSerializer(many=True)


@endpoint(Audience.PUBLIC, ScheduleSerializer)
def schedule(request: Request, slug: str) -> dict[str, Any]:
    """The schedule as it was last published; nothing before that."""
    workshop = announced_workshop(slug)
    frozen = published(workshop)
    if frozen is None:
        raise Http404
    version, program = frozen
    return {
        "version": version.number,
        "published_at": version.published_at,
        "zone": workshop.zone,
        "sessions": program.sessions,
    }


urlpatterns = [path("schedule/", schedule, name="api_schedule")]
