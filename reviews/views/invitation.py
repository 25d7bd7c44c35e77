"""What the link of an invitation opens. It needs no sign-in, and no cache keeps it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reviews import answer
from reviews.invite_forms import AcceptForm, DeclineForm
from reviews.models import Invitation
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import Form, problems_of
from workshop.http import Request
from workshop.models import Step, Workshop
from workshop.views.site import dates_of, site_nav

State = Invitation.State


@audience(Audience.PUBLIC)
def invitation(request: Request, slug: str, token: str) -> HttpResponse:
    """Shows on a GET, acts on a POST. Whether the address has an account is nowhere told."""
    workshop = get_object_or_404(Workshop, slug=slug)
    row = answer.invitation_by(workshop, token, request.at)
    asked = {"load": row.load, "topics": row.topics.all()}
    form = AcceptForm(None, workshop=workshop, asked=row.load, initial=asked)
    decline = DeclineForm()
    if request.method == "POST" and row.state == State.WAITING:
        if request.POST.get("answer") == "decline":
            decline = DeclineForm(request.POST)
            if decline.is_valid():
                return _answered(request, row, answer.decline, decline)
        else:
            form = AcceptForm(request.POST, workshop=workshop, asked=row.load)
            if form.is_valid():
                return _answered(request, row, answer.accept, form)
    elif request.method == "POST":
        # A second answer: the page says what the first one was.
        return redirect(request.path)
    return _page(request, row, form, decline)


def _answered(
    request: Request, row: Invitation, step: Callable[..., None], form: Form
) -> HttpResponse:
    # Answered in another tab a moment ago: the page says how.
    with suppress(Refused):
        step(row, **form.cleaned_data, at=request.at)
    return redirect(request.path)


def _page(
    request: Request, row: Invitation, form: AcceptForm, decline: DeclineForm
) -> HttpResponse:
    workshop = row.workshop
    prefetch_related_objects([workshop], "deadlines", "pages", "people")
    dates = dates_of(workshop, request.at)
    context = {
        "workshop": workshop,
        "site_nav": site_nav(workshop) if workshop.announced_at else [],
        "invitation": row,
        "form": form,
        "decline": decline,
        "problems": problems_of(form) + problems_of(decline),
        "assign": dates.of(Step.ASSIGN),
        "review": dates.of(Step.REVIEW),
    }
    return render(request, "reviews/invitation.html", context)
