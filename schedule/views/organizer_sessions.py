"""A session of the plan: added, changed, removed."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from schedule import plan as steps
from schedule.begin import days_of
from schedule.fitting import HOLDING
from schedule.forms import EditSessionForm, NewSessionForm, on_the_clock
from schedule.models import Session
from schedule.permissions import organized_session
from schedule.planning import Plan, plan_of
from schedule.views.session_page import (
    facts_page,
    gone_page,
    new_talk_page,
    removing,
    session_form,
    session_page,
)
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import ask, show


@audience(Audience.ORGANIZER)
@signed_in
def new_session(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    plan = plan_of(workshop, request.user)
    form, refused = _new_form(request, plan), None
    if request.method == "POST" and form.is_valid():
        try:
            session = steps.add_session(
                workshop,
                form.facts(),
                speaker=form.cleaned_data["speaker"],
                by=request.user,
                at=request.at,
            )
        except Refused as refusal:
            refuse(form, refused := refusal)
        else:
            return _added(request, session, has_speaker=bool(form.cleaned_data["speaker"]))
    context = {"form": form, "problems": problems_of(form), "speakers": plan.left.speakers}
    return show(request, "new_session", workshop, context, refusal=refused, app="schedule")


def _new_form(request: SignedIn, plan: Plan) -> NewSessionForm:
    """Begins when the last session of the day is over, for half an hour."""
    days = days_of(plan.workshop)
    asked = request.GET.get("day", "")
    day = next((day for day in days if f"{day}" == asked), days[0])
    starts_at = plan.free_from(day)
    initial = {
        "kind": Session.Kind.INVITED,
        "day": f"{day}",
        "starts": on_the_clock(starts_at),
        "ends": on_the_clock(starts_at + timedelta(minutes=30)),
        "speaker": request.GET.get("speaker", "")[:120],
    }
    data = request.POST if request.method == "POST" else None
    return NewSessionForm(data, initial=initial, workshop=plan.workshop, days=days)


def _added(request: SignedIn, session: Session, *, has_speaker: bool) -> HttpResponse:
    """To the plan, or to the session's own page while something is to be put into it."""
    slug = session.workshop.slug
    messages.success(request, f"Added: {steps.described(session)}.")
    if session.kind in HOLDING and not has_speaker:
        return redirect("edit_session", slug, session.number)
    plan = reverse("organize_schedule", args=[slug])
    return HttpResponseRedirect(f"{plan}#session-{session.number}")


@audience(Audience.ORGANIZER)
@signed_in
def edit_session(request: SignedIn, slug: str, session: int) -> HttpResponse:
    """What stands in a session; with `?change` what it is, with `?add` a talk to be added."""
    workshop = organized_workshop(request.user, slug)
    if request.method == "POST":
        return _change(request, workshop, session)
    row = organized_session(workshop, session)
    if "change" in request.GET:
        return facts_page(request, workshop, row)
    if "add" in request.GET and row.kind in HOLDING:
        return new_talk_page(request, workshop, row)
    return session_page(request, workshop, row)


def _change(request: SignedIn, workshop: Workshop, session: int) -> HttpResponse:
    row: Session | None = workshop.sessions.filter(number=session).first()
    if row is None:
        return gone_page(request, workshop)
    form = session_form(row, request.POST)
    if not form.is_valid():
        return facts_page(request, workshop, row, form=form)
    version = form.cleaned_data["version"]
    try:
        changed = steps.change_session(
            row, form.facts(), version=version, by=request.user, at=request.at
        )
    except Refused as refusal:
        return _refused(request, workshop, row, form, refusal)
    messages.success(request, "The session is saved." if changed else "Nothing was changed.")
    return redirect("edit_session", workshop.slug, session)


def _refused(
    request: SignedIn, workshop: Workshop, row: Session, form: EditSessionForm, refusal: Refused
) -> HttpResponse:
    now: Session | None = workshop.sessions.filter(pk=row.pk).first()
    if now is None:
        return gone_page(request, workshop)
    if isinstance(refusal, Stale):
        form = session_form(now, {**request.POST.dict(), "version": str(now.version)})
    refuse(form, refusal)
    return facts_page(request, workshop, now, form=form, refusal=refusal)


@audience(Audience.ORGANIZER)
@signed_in
def remove_session(request: SignedIn, slug: str, session: int) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    row = organized_session(workshop, session)
    plan = plan_of(workshop, request.user)
    question = removing(plan, row)
    if request.method != "POST":
        return ask(request, workshop, question)
    typed = request.GET.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    holds, said = request.GET.get("holds", ""), steps.described(row)
    try:
        steps.remove_session(row, version=version, holds=holds, by=request.user, at=request.at)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    messages.success(request, f"Removed: {said}.")
    return redirect("organize_schedule", slug)
