"""The public pages of the ground: the workshops, and each one's home, call, speakers, pages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from workshop.audience import Audience, audience
from workshop.dates import AOE
from workshop.http import Request, public_page
from workshop.models import Workshop
from workshop.views.site import (
    PublicDates,
    dates_of,
    organizers_of,
    shown_workshop,
    site_page,
    speakers_of,
)
from workshop.views.specimens import specimens


@dataclass(frozen=True)
class Listed:
    """A workshop among others."""

    workshop: Workshop
    dates: PublicDates


@audience(Audience.PUBLIC)
@public_page
def index(request: Request) -> HttpResponse:
    """All workshops: those that take submissions, those to come, those that have been."""
    rows = Workshop.objects.announced().prefetch_related("deadlines")
    listed = [Listed(row, dates_of(row, request.at)) for row in rows]
    # A day is over when it is over everywhere on Earth.
    today = request.at.astimezone(AOE).date()
    to_come = [one for one in listed if one.workshop.last_day >= today]
    calls = [one for one in to_come if one.dates.call_is_open]
    past = [one for one in listed if one.workshop.last_day < today]
    context = {
        "calls": sorted(calls, key=lambda one: one.dates.submit.closes_at),  # type: ignore[union-attr]
        "coming": [one for one in reversed(to_come) if one not in calls],
        "years": [
            (year, list(ones))
            for year, ones in groupby(past, lambda one: one.workshop.first_day.year)
        ],
    }
    return render(request, "workshop/public/index.html", context)


@audience(Audience.PUBLIC)
@public_page
def workshop_home(request: Request, slug: str) -> HttpResponse:
    workshop = shown_workshop(request, slug)
    context = {
        "on_stock": True,
        "dates": dates_of(workshop, request.at),
        "speakers": speakers_of(workshop),
        "organizers": organizers_of(workshop),
    }
    return site_page(request, workshop, "workshop/public/home.html", context)


@audience(Audience.PUBLIC)
@public_page
def call(request: Request, slug: str) -> HttpResponse:
    workshop = shown_workshop(request, slug)
    context = {"dates": dates_of(workshop, request.at)}
    return site_page(request, workshop, "workshop/public/call.html", context)


@audience(Audience.PUBLIC)
@public_page
def speakers(request: Request, slug: str) -> HttpResponse:
    workshop = shown_workshop(request, slug)
    context = {"speakers": speakers_of(workshop)}
    return site_page(request, workshop, "workshop/public/speakers.html", context)


@audience(Audience.PUBLIC)
@public_page
def page(request: Request, slug: str, page: str) -> HttpResponse:
    workshop = shown_workshop(request, slug)
    shown = get_object_or_404(workshop.pages, slug=page)
    return site_page(request, workshop, "workshop/public/page.html", {"page": shown})


@audience(Audience.PUBLIC)
@public_page
def styleguide(request: Request) -> HttpResponse:
    return render(request, "styleguide.html", specimens(request.at))


@audience(Audience.PUBLIC)
@public_page
def healthz(request: Request) -> HttpResponse:
    """Whether the site can answer: it asks the database one question. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        response = HttpResponse("no database", status=503, content_type="text/plain")
    else:
        response = HttpResponse("ok", content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
