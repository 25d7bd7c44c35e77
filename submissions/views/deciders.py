"""The organizers ask outside deciders; what those decide is not here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from submissions import deciders as steps
from submissions.decider_forms import DeciderForm
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show


@audience(Audience.ORGANIZER)
@signed_in
def deciders(request: SignedIn, slug: str) -> HttpResponse:
    """Those who were asked, and the form to ask another."""
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        return _page(request, workshop, DeciderForm())
    if request.POST.get("act") == "remove":
        return _remove(request, workshop)
    form = DeciderForm(request.POST)
    if not form.is_valid():
        return _page(request, workshop, form)
    try:
        steps.invite(workshop, **form.cleaned_data, by=request.user, at=request.at)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, workshop, form, refusal)
    email = form.cleaned_data["email"]
    messages.success(request, f"A letter is on its way to {email}.")
    return redirect("organize_deciders", slug)


def _remove(request: SignedIn, workshop: Workshop) -> HttpResponse:
    user_id = whole(request.POST.get("decider", ""), 18)
    try:
        gone = steps.remove(workshop, user_id=user_id, by=request.user, at=request.at)
    except Refused as refusal:
        return _page(request, workshop, DeciderForm(), refusal)
    messages.success(request, f"{gone.address} is no longer an outside decider. No letter is sent.")
    return redirect("organize_deciders", workshop.slug)


def _page(
    request: SignedIn, workshop: Workshop, form: DeciderForm, refusal: Refused | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems_of(form),
        "deciders": steps.deciders_of(workshop),
        "is_wanted": steps.is_wanted(workshop, request.at),
    }
    return show(request, "deciders", workshop, context, refusal=refusal, app="submissions")
