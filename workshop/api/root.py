"""Where a reader of the API begins: what there is, and how it is described."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from workshop.api.fields import Link
from workshop.api.frame import endpoint
from workshop.audience import Audience, audience
from workshop.http import Request


@audience(Audience.PUBLIC)
class RootSerializer(serializers.Serializer[Any]):
    """Where to begin."""

    workshops = Link("api_workshops")
    schema = Link("api_schema")


@endpoint(Audience.PUBLIC, RootSerializer, errors=())
def root(request: Request) -> dict[str, str]:
    """What there is."""
    return {}


@audience(Audience.PUBLIC)
class SchemaSerializer(serializers.BaseSerializer[dict[str, Any]]):
    """What may be asked for and what is answered, in OpenAPI's words."""

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return instance


@extend_schema(responses={200: OpenApiTypes.OBJECT})
@endpoint(Audience.PUBLIC, SchemaSerializer, errors=())
def schema(request: Request) -> dict[str, Any]:
    """The API in OpenAPI's words."""
    return _schema()


@cache
def _schema() -> dict[str, Any]:
    """It is the same for everybody, for as long as the process runs."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found
