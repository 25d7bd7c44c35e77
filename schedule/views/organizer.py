"""Step 9 as an organizer does it: the plan by day, how it begins, its rooms."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from schedule import begin as beginning
from schedule import rooms as steps
from schedule.fitting import TALKS
from schedule.forms import RoomRows
from schedule.models import Session
from schedule.planning import plan_of
from workshop.audience import Audience, audience
from workshop.days import days_of
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Step, Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show
from workshop.views.rows import edit_rows


@audience(Audience.ORGANIZER)
@signed_in
def plan(request: SignedIn, slug: str) -> HttpResponse:
    return plan_page(request, organized_workshop(request.user, slug))


def plan_page(
    request: SignedIn, workshop: Workshop, refusal: Refused | None = None
) -> HttpResponse:
    prefetch_related_objects([workshop], "deadlines")
    shown = plan_of(workshop, request.user)
    context = {
        "plan": shown,
        "talk_sessions": shown.holding(TALKS, before=Session.Kind.CONTRIBUTED),
        "poster_sessions": shown.holding({Session.Kind.POSTERS}),
        "deadline": days_of(workshop).get(Step.PLAN),
    }
    return show(request, "plan", workshop, context, refusal=refusal, app="schedule")


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def begin(request: SignedIn, slug: str) -> HttpResponse:
    """A usual day for each day, where nothing is planned yet."""
    workshop = organized_workshop(request.user, slug)
    try:
        count = beginning.begin(workshop, by=request.user, at=request.at)
    except Refused as refusal:
        return plan_page(request, workshop, refusal)
    messages.success(request, f"{count} sessions are laid out. Now change what is otherwise.")
    return redirect("organize_schedule", slug)


@audience(Audience.ORGANIZER)
@signed_in
def rooms(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    return edit_rows(
        request,
        workshop,
        RoomRows,
        [{"row": room.pk, "name": room.name} for room in workshop.rooms.all()],
        page="rooms",
        seen=steps.rooms_seen,
        save=steps.set_rooms,
        app="schedule",
    )
