"""As whom an organizer may see the site, and the way back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from workshop import view_as as steps
from workshop import viewing
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.permissions import organized_workshop, visible_workshop
from workshop.views.organizing import show

# Where each has most to see; the public on the workshop's home.
BEGINS_AT = {"author": "submissions", "reviewer": "reviewing"}


@audience(Audience.ORGANIZER)
@signed_in
def view_as(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    refused: Refused | None = None
    if request.method == "POST":
        whom = request.POST.get("whom", "")
        try:
            seen = steps.view_as(workshop, whom, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            viewing.begin(request, workshop, seen, by=request.user, at=request.at)
            return viewing.mark(redirect(BEGINS_AT.get(seen.role, "workshop_home"), slug), slug)
    groups = steps.people_of(workshop, request.user)
    context = {"groups": groups.items(), "barred": "" if groups else steps.BARRED}
    return show(request, "view_as", workshop, context, refusal=refused)


@audience(Audience.SIGNED_IN)
@signed_in
@require_POST
def leave(request: SignedIn, slug: str) -> HttpResponse:
    """For whoever looks, whatever has become of them here; sent twice, it is answered twice."""
    if not viewing.end(request, slug):
        visible_workshop(request.user, slug)
    return viewing.unmark(redirect("view_as", slug), slug)
