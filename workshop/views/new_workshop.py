"""A new workshop, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from workshop import call
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.organizer_forms import NewWorkshopForm
from workshop.permissions import can_create_workshop


@audience(Audience.SIGNED_IN)
@signed_in
def new_workshop(request: SignedIn) -> HttpResponse:
    """For whoever may create one; for the others there is no such page."""
    if not can_create_workshop(request.user):
        raise Http404
    form = NewWorkshopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workshop = call.create(**form.cleaned_data, by=request.user, at=request.at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _said(workshop))
            return redirect("organize", workshop.slug)
    context = {"form": form, "problems": problems_of(form), "side": ""}
    return render(request, "workshop/organizer/new_workshop.html", context)


def _said(workshop: Workshop) -> str:
    wanted = call.usual_address(workshop.short_name)
    taken = "" if workshop.slug == wanted else f", because /{wanted}/ is taken"
    made = f"{workshop} is made. Its address is /{workshop.slug}/{taken}."
    return f"{made} Nobody but you can see it yet."
