"""The request as our views know it, and what they answer with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from workshop.models import User

NOT_HANDED_BACK = {"csrfmiddlewaretoken", "password", "old", "new", "code"}
# Any cache may keep it, if it asks again each time.
PUBLICLY = "public, no-cache"
View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request that passed our middleware."""

    at: datetime
    htmx: HtmxDetails


class SignedIn(Request):
    """A request behind `signed_in`."""

    user: User


def signed_in(view: View) -> View:
    """Strangers are asked to sign in first, whatever the address: no look-up happens before."""
    asking = login_required(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return sent_in_vain(request)
        return asking(request, *args, **kwargs)

    return wrapped


def sent_in_vain(request: HttpRequest) -> HttpResponse:
    """For a form that came from one of our pages and outlived its session.

    What was typed is handed back, to be sent again; secrets and files are asked for anew.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_HANDED_BACK
        for value in values
    ]
    context = {"typed": typed, "files": sorted(request.FILES)}
    return render(request, "workshop/signed_out.html", context, status=403)


def public_page(view: View) -> View:
    """Holds nothing personal, touches no session: any cache may keep it, if it asks again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", PUBLICLY)
        return response

    return wrapped


def whole(typed: str, digits: int = 9) -> int:
    """A number as a form brought it; nonsense is 0, which is the number of nothing."""
    return int(typed) if typed.isdecimal() and len(typed) <= digits else 0


def site_link(path: str) -> str:
    """An absolute address, from the settings and never from the request."""
    return f"{settings.SITE_URL}{path}"
