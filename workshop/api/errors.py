"""What the API answers where there is nothing to show: one sentence, under `detail`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotAcceptable, NotAuthenticated
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response

from workshop.audience import Audience, audience

ROOT = "/api/v1/"

NOT_THERE = "There is nothing here, or it is not yours to read."
SIGN_IN = "This is for who is signed in. Sign in on the site and send its session cookie along."
READ_ONLY = "The API is for reading only: ask with GET. What changes something is on the pages."
ONLY_JSON = "The API answers in JSON only: ask for application/json, or for nothing in particular."
GONE = "This has been taken back by its authors."
BROKEN = "Something broke on our side. It is not your fault, and trying again later may help."
MEANINGS = {403: SIGN_IN, 404: NOT_THERE, 410: GONE}


@audience(Audience.PUBLIC)
class ErrorSerializer(serializers.Serializer[Any]):
    """Why there is no answer, in words."""

    detail = serializers.CharField()


class Gone(APIException):
    """It was here and has been taken back. Nothing more is said of it."""

    status_code = 410
    default_detail = GONE


def in_words(error: Exception, context: dict[str, Any]) -> Response | None:
    """What is not yours reads like what is not there, to the byte."""
    if context["request"].method not in SAFE_METHODS:
        return _said(READ_ONLY, 405)
    if isinstance(error, Http404 | PermissionDenied):
        return _said(NOT_THERE, 404)
    if isinstance(error, NotAuthenticated):
        return _said(SIGN_IN, 403)
    if isinstance(error, NotAcceptable):
        return _said(ONLY_JSON, 406)
    if isinstance(error, APIException):
        return _said(str(error.detail), error.status_code)
    return None


def _said(sentence: str, status: int) -> Response:
    return Response({"detail": sentence}, status=status)


def is_of_the_api(request: HttpRequest) -> bool:
    return request.path.startswith(ROOT)


def plainly(sentence: str, status: int) -> JsonResponse:
    """The same answer where no endpoint was found, or one broke."""
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    return JsonResponse({"detail": sentence}, status=status, json_dumps_params=compact)
