"""An organizer's home, and the journal."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse

from workshop.audience import Audience, audience
from workshop.due import due_next
from workshop.http import SignedIn, signed_in
from workshop.models import Entry, Workshop
from workshop.permissions import organized_workshop
from workshop.standing import standing
from workshop.views.organizing import show

ENTRIES = 50
LAST_ENTRIES = 8


@audience(Audience.ORGANIZER)
@signed_in
def overview(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    prefetch_related_objects([workshop], "deadlines")
    entries = workshop.entries.visible_to(request.user)[:LAST_ENTRIES]
    context = {
        "standing": standing(workshop, request.at),
        "due": due_next(workshop, request.user, request.at),
        "entries": [(_when(entry, workshop, request.at), entry) for entry in entries],
    }
    return show(request, "overview", workshop, context)


def _when(entry: Entry, workshop: Workshop, at: datetime) -> str:
    """At the workshop's place: “11:48” today, “Sat 23” this month, “23 May” before."""
    moment, now = entry.at.astimezone(workshop.tzinfo), at.astimezone(workshop.tzinfo)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%a} {moment.day}" if (now - moment).days < 25 else f"{moment.day} {moment:%b}"


@audience(Audience.ORGANIZER)
@signed_in
def journal(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    entries = workshop.entries.visible_to(request.user)
    page = Paginator(entries, ENTRIES).get_page(request.GET.get("page"))

    def day_of(entry: Entry) -> date:
        return entry.at.astimezone(workshop.tzinfo).date()

    days = [(day, list(entries_of_day)) for day, entries_of_day in groupby(page, day_of)]
    return show(request, "journal", workshop, {"page": page, "days": days})
