"""Step 1 as an organizer does it: the call, its kinds and topics."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from workshop import call as steps
from workshop import dates, lists, site
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Step, Workshop
from workshop.organizer_forms import CallTextForm, ExtendForm
from workshop.permissions import organized_workshop
from workshop.row_forms import KindRows, TopicRows
from workshop.standing import call_state
from workshop.views.organizing import Question, after_refusal, ask, show
from workshop.views.rows import edit_rows


@audience(Audience.ORGANIZER)
@signed_in
def call(request: SignedIn, slug: str) -> HttpResponse:
    """The state of the call with its acts, and its text."""
    workshop = organized_workshop(request.user, slug)
    form = CallTextForm(request.POST or None, instance=copy(workshop))
    if request.method != "POST" or not form.is_valid():
        return _page(request, workshop, form)
    try:
        changed = site.change_call(
            workshop,
            form.facts(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=request.at,
        )
    except Refused as refusal:
        return _page(request, workshop, after_refusal(form, refusal), refusal=refusal)
    messages.success(request, "The text is saved." if changed else "Nothing was changed.")
    return redirect("organize_call", slug)


def _page(
    request: SignedIn,
    workshop: Workshop,
    form: CallTextForm | None = None,
    extending: ExtendForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    form = form or CallTextForm(instance=workshop)
    deadline = dates.deadline_of(workshop, Step.SUBMIT)
    context = {
        "form": form,
        "extending": extending or ExtendForm(),
        "problems": [*problems_of(form), *(problems_of(extending) if extending else [])],
        "deadline": deadline,
        "state": call_state(deadline, request.at),
        "closing": _closing(workshop),
    }
    return show(request, "call", workshop, context, refusal=refusal)


@audience(Audience.ORGANIZER)
@signed_in
def open_call(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    if request.method == "POST":
        try:
            steps.open_call(workshop, by=request.user, at=request.at)
        except Refused as refusal:
            return _page(request, workshop, refusal=refusal)
        messages.success(request, "The call is open, and the site can be seen by everybody.")
    return redirect("organize_call", slug)


@audience(Audience.ORGANIZER)
@signed_in
def extend(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        return redirect("organize_call", slug)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, workshop, extending=form)
    try:
        steps.extend(workshop, to=form.cleaned_data["to"], by=request.user, at=request.at)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, workshop, extending=form, refusal=refusal)
    messages.success(request, "The call is extended. Whoever has begun a draft gets a letter.")
    return redirect("organize_call", slug)


@audience(Audience.ORGANIZER)
@signed_in
def close(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        return ask(request, workshop, _closing(workshop))
    try:
        steps.close(workshop, by=request.user, at=request.at)
    except Refused as refusal:
        return _page(request, workshop, refusal=refusal)
    messages.success(request, "The call is closed. Nothing can be submitted any more.")
    return redirect("organize_call", slug)


def _closing(workshop: Workshop) -> Question:
    return Question(
        url=reverse("close_call", args=[workshop.slug]),
        act="Close the call now",
        title="Close the call before its deadline?",
        meaning="From this moment authors can neither submit nor revise. Drafts stay unsent. "
        "Extending the call opens it again.",
        back=reverse("organize_call", args=[workshop.slug]),
    )


@audience(Audience.ORGANIZER)
@signed_in
def kinds(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    initial = [
        {"row": k.pk, "name": k.name, "page_limit": k.page_limit} for k in workshop.kinds.all()
    ]
    return edit_rows(
        request,
        workshop,
        KindRows,
        initial,
        page="kinds",
        seen=lists.kinds_seen,
        save=lists.set_kinds,
    )


@audience(Audience.ORGANIZER)
@signed_in
def topics(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    initial = [{"row": t.pk, "name": t.name} for t in workshop.topics.all()]
    return edit_rows(
        request,
        workshop,
        TopicRows,
        initial,
        page="topics",
        seen=lists.topics_seen,
        save=lists.set_topics,
    )
