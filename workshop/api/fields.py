"""Fields that more than one serializer has."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workshop.audience import Audience, audience
from workshop.http import site_link

# A link that may be missing, in the schema's words.
MAYBE_LINK = {"type": ["string", "null"], "format": "uri"}


def link_to(name: str, *parts: object) -> str:
    return site_link(reverse(name, args=parts))


@extend_schema_field(OpenApiTypes.URI)
class Link(serializers.Field[Any, Any, str, Any]):
    """An absolute address, by its name and by what of the row is in it: `Link("call", "slug")`."""

    def __init__(self, name: str, *parts: str) -> None:
        super().__init__(source="*", read_only=True)
        self.name, self.parts = name, parts

    def to_representation(self, value: Any) -> str:
        return link_to(self.name, *(attrgetter(part)(value) for part in self.parts))


class Names(serializers.ListField):
    """The names of related rows, in their order."""

    child = serializers.CharField()

    def to_representation(self, data: Any) -> list[str]:
        return [row.name for row in data.all()]


@audience(Audience.PUBLIC)
class KindSerializer(serializers.Serializer[Any]):
    """What may be sent, and how many pages it may have."""

    name = serializers.CharField()
    page_limit = serializers.IntegerField()
