"""What is shown when a page is not there, not yours, or broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not yours and not there look alike, to the byte."""
    return render(request, "workshop/errors/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "workshop/errors/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "workshop/errors/bad_request.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "workshop/errors/server_error.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "workshop/errors/csrf.html", status=403)
