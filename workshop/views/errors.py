"""What is shown when a page is not there, not yours, or broken."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workshop.api import errors as api
from workshop.http import sent_in_vain
from workshop.viewing import LOOKED, NOT_YOUR_FORM


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not yours and not there look alike, to the byte."""
    if api.is_of_the_api(request):
        return api.plainly(api.NOT_THERE, 404)
    return render(request, "workshop/errors/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "workshop/errors/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Asked under a name that the site does not go by: say by which it does.
    context = {"answers_at": settings.SITE_URL if isinstance(exception, DisallowedHost) else ""}
    return render(request, "workshop/errors/bad_request.html", context, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    if api.is_of_the_api(request):
        return api.plainly(api.BROKEN, 500)
    return render(request, "workshop/errors/server_error.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in draws a new token, so a form from before is sent in vain, and then again.

    Only where the browser vouches that the form was ours: no other site may have us repeat it.
    """
    ours = request.headers.get("Origin") == settings.SITE_URL
    if request.session.get(LOOKED):
        # Perhaps of a page that they saw as somebody else: not to be sent again as themselves.
        return render(request, "workshop/refused.html", {"reason": NOT_YOUR_FORM}, status=403)
    if ours and request.user.is_authenticated:
        return sent_in_vain(request)
    return render(request, "workshop/errors/csrf.html", status=403)
