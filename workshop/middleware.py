"""The clock, private by default, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from workshop.errors import Refused

Handler = Callable[[HttpRequest], HttpResponse]


def clock(get_response: Handler) -> Handler:
    """Takes the time of a request once, before its body is read; all else is handed it down."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def private_unless_said(get_response: Handler) -> Handler:
    """What no view has called public is kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return middleware


def refusals(get_response: Handler) -> Handler:
    """A refusal that no form caught becomes a page of its own."""

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_exception(
            self, request: HttpRequest, exception: Exception
        ) -> HttpResponse | None:
            if not isinstance(exception, Refused):
                return None
            return render(request, "workshop/refused.html", {"reason": str(exception)}, status=409)

    return Middleware()
