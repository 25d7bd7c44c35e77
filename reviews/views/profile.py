"""A reviewer's pages about themselves: what they take, whom they are close to, what they wrote."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from reviews import profile as steps
from reviews.permissions import reviewed_workshop
from reviews.profile_forms import OwnProfileForm, PublicationsForm
from reviews.views.reviewer import show
from submissions.naming_forms import as_typed
from submissions.uploads import TOO_LARGE
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Workshop


@audience(Audience.REVIEWER)
@signed_in
def profile(request: SignedIn, slug: str) -> HttpResponse:
    workshop = reviewed_workshop(request.user, slug)
    form = _form(request, workshop)
    refused: Refused | None = None
    if form.is_valid():
        facts = form.cleaned_data
        try:
            changed = steps.save(
                workshop,
                topics=list(facts["topics"]),
                load=facts["load"],
                ties=form.named,
                seen=facts["seen"],
                by=request.user,
                at=request.at,
            )
        except Refused as refusal:
            refused = refusal
            if isinstance(refusal, Stale):
                form.data = request.POST.copy()
                form.data["seen"] = form.initial["seen"]
        else:
            messages.success(request, "Saved." if changed else "Nothing was changed.")
            return redirect("reviewer_profile", slug)
    context = {
        "form": form,
        "problems": problems_of(form),
        "refusal": refused,
        "published": steps.publications_of(workshop, request.user).count(),
    }
    return show(request, "profile", workshop, context, status=409 if refused else 200)


def _form(request: SignedIn, workshop: Workshop) -> OwnProfileForm:
    load, topics = takes = steps.takes(workshop, request.user)
    ties = steps.ties_of(workshop, request.user)
    saved = {"load": load, "topics": topics, "seen": steps.shown(takes, ties)}
    return OwnProfileForm(
        request.POST if request.method == "POST" else None,
        workshop=workshop,
        initial=saved | as_typed(ties),
    )


@audience(Audience.REVIEWER)
@signed_in
def publications(request: SignedIn, slug: str) -> HttpResponse:
    """The list, with a button to remove each; and the form that adds more."""
    workshop = reviewed_workshop(request.user, slug)
    if "remove" in request.POST:
        pk = whole(request.POST["remove"], 18)
        steps.remove_publication(workshop, pk, by=request.user, at=request.at)
        messages.success(request, "Removed.")
        return redirect("reviewer_publications", slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PublicationsForm(*sent, oversized=request.META.get(TOO_LARGE, ()))
    refused: Refused | None = None
    if form.is_valid():
        try:
            _add(request, workshop, form)
        except Refused as refusal:
            refused = refusal
        else:
            return redirect("reviewer_publications", slug)
    context = {
        "form": form,
        "problems": problems_of(form),
        "refusal": refused,
        "publications": steps.publications_of(workshop, request.user),
    }
    return show(request, "publications", workshop, context, status=409 if refused else 200)


def _add(request: SignedIn, workshop: Workshop, form: PublicationsForm) -> None:
    """Add them, and say what was read and what was new."""
    read = [one for reading in form.readings for one in reading.publications]
    n, said = steps.add_publications(workshop, read, by=request.user, at=request.at)
    told = [reading.summary for reading in form.readings]
    told += [f"{n} {'is' if n == 1 else 'are'} new."]
    told += [f"The text of {said} was added to what was listed already."] if said else []
    messages.success(request, " ".join(told))
