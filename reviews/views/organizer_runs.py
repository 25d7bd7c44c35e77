"""Runs of the solver: asked for, waited for, looked at, used."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from reviews import run_charts, run_progress, runs, shortage
from reviews.models import Run
from reviews.problem import Wish
from reviews.replacing import Change
from reviews.run_reading import Reading
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show

ROWS = 40
MANY = 50


@audience(Audience.ORGANIZER)
@signed_in
def runs_page(request: SignedIn, slug: str) -> HttpResponse:
    """What this organizer has asked for, the newest first."""
    workshop = organized_workshop(request.user, slug)
    rows = runs.asked_by(workshop, request.user).defer("result")
    page = Paginator(rows, MANY).get_page(request.GET.get("page"))
    lines = [{"run": row, "wish": Wish.of(row.settings)} for row in page]
    context = {"lines": lines, "page": page}
    return show(request, "runs", workshop, context, app="reviews")


@audience(Audience.ORGANIZER)
@signed_in
def run(request: SignedIn, slug: str, run: int) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    row = _run(request, workshop, run)
    if request.htmx:
        if run_progress.is_unfinished(row):
            context = {"workshop": workshop, "run": row, **_far(request, row)}
            if request.GET.get("far") == context["far"]:
                return HttpResponse(status=204)  # what is not changed is not read out again
            return render(request, "reviews/organizer/run_progress.html", context)
        return HttpResponseClientRefresh()
    return _page(request, workshop, row)


def _run(request: SignedIn, workshop: Workshop, number: int) -> Run:
    """Their own; anybody else's is not there."""
    return get_object_or_404(runs.asked_by(workshop, request.user), number=number)


def _page(
    request: SignedIn, workshop: Workshop, row: Run, refusal: Refused | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"run": row, "wish": Wish.of(row.settings), **_far(request, row)}
    if row.state == Run.State.DONE:
        context |= _found(request, workshop, row)
    return show(request, "run", workshop, context, refusal=refusal, app="reviews")


def _far(request: SignedIn, row: Run) -> dict[str, Any]:
    worry = run_progress.worry(row, request.at)
    return {
        "is_unfinished": run_progress.is_unfinished(row),
        "doing": run_progress.doing(row),
        "worry": worry,
        "far": f"{row.state}-{row.progress}-{len(worry)}",
    }


def _found(request: SignedIn, workshop: Workshop, row: Run) -> dict[str, Any]:
    try:
        reading = Reading(row, workshop, request.user)
    except Refused as changed:
        return {"changed": changed}
    if not reading.result.papers:
        return {"reading": reading}
    page = Paginator(reading.order, ROWS).get_page(request.GET.get("page"))
    return {
        "reading": reading,
        "papers": reading.papers(list(page)),
        "served": run_charts.served(reading),
        "loads": run_charts.loads(reading),
        "heat": run_charts.heat(reading),
        "page": page,
        "shortage": shortage.of(reading),
        "pressed": shortage.pressed(reading),
        "can_put_back": runs.can_put_back(row),
    }


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def use_run(request: SignedIn, slug: str, run: int) -> HttpResponse:
    """Use what a run came to, or put back what it replaced; stop it, or ask for the same again."""
    workshop = organized_workshop(request.user, slug)
    row = _run(request, workshop, run)
    act, shown = request.POST.get("act"), request.POST.get("seen", "")
    try:
        if act == "stop":
            runs.stop(row, by=request.user, at=request.at)
            return redirect("assignment_run", slug, row.number)
        if act == "again":
            new = runs.again(row, by=request.user, at=request.at)
            return redirect("assignment_run", slug, new.number)
        if act == "back":
            change = runs.put_back(row, seen=shown, by=request.user, at=request.at)
            _say(request, change, "What was proposed before is proposed again.")
        else:
            change = runs.use(row, seen=shown, by=request.user, at=request.at)
            _say(request, change, "This is proposed now.")
    except Refused as refusal:
        return _page(request, workshop, _run(request, workshop, run), refusal)
    return redirect("organize_assignment", slug)


def _say(request: SignedIn, change: Change, said: str) -> None:
    if not change.left_out:
        done = f"{said} Nobody is told until you confirm."
        messages.success(
            request, done if change.is_any else "Nothing was changed: this stands already."
        )
        return
    left = len(change.left_out)
    pairs = "1 pair was" if left == 1 else f"{left} pairs were"
    done = (
        f"{len(change.made)} new, {len(change.gone)} taken back; nobody is told until you confirm."
        if change.is_any
        else "Nothing was changed."
    )
    messages.warning(
        request,
        f"{done} {pairs} left out: since then a conflict of interest was found, a load is full, "
        "the paper was given back or has all the reviewers that were asked for.",
    )
