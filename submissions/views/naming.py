"""The author's page of conflicts of interest: people and institutions, in their own words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from submissions import naming as steps
from submissions.naming_forms import NamedForm, as_typed
from submissions.permissions import can_edit_submission, own_submission
from submissions.views.author import show
from workshop import dates, stale
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Step
from workshop.permissions import visible_workshop


@audience(Audience.AUTHOR)
@signed_in
def name_conflicts(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Once the call is closed, what was named is shown and stays."""
    workshop = visible_workshop(request.user, slug)
    mine = own_submission(request.user, workshop, number)
    deadline = dates.deadline_of(workshop, Step.SUBMIT)
    named = steps.named_on(mine)
    seen = stale.seen(named)
    data = request.POST if request.method == "POST" else None
    form = NamedForm(data, initial=as_typed(named) | {"seen": seen})
    refused: Refused | None = None
    if form.is_valid():
        shown = form.cleaned_data["seen"]
        try:
            steps.name_conflicts(mine, form.named, seen=shown, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
            if isinstance(refusal, Stale):
                form.data = request.POST.copy()
                form.data["seen"] = seen
        else:
            messages.success(request, "Saved. Whoever is meant does not get this submission.")
            return redirect("submission", slug, number)
    context = {
        "submission": mine,
        "form": form,
        "problems": problems_of(form),
        "refusal": refused,
        "named": named,
        "editable": can_edit_submission(mine, deadline, request.at),
    }
    return show(request, "name_conflicts", workshop, context, status=409 if refused else 200)
