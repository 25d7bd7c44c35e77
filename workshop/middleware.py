"""The clock, private by default, refusals as pages, and no file at the wish of another site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from workshop.audience import Audience, is_meant_for
from workshop.errors import Refused

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


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


def no_file_for_other_sites(get_response: Handler) -> Handler:
    """A file that is not for everybody comes to who asks for it here, and to no other site's link.

    Any site can open our addresses in a window, as whoever is signed in here. It reads nothing
    there, but a window in which a download begins stays where it was, and one with a page does
    not: an author's homepage could learn that its visitor reviews their submission. So nothing is
    looked up for it. Only the addresses of pages end with a slash.
    """

    class Middleware:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return get_response(request)

        def process_view(
            self, request: HttpRequest, view: View, args: Any, kwargs: Any
        ) -> HttpResponse | None:
            elsewhere = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
            is_page = request.path_info.endswith("/")
            if not elsewhere or is_page or is_meant_for(view, Audience.PUBLIC):
                return None
            return render(request, "workshop/asked_elsewhere.html", status=403)

    return Middleware()
