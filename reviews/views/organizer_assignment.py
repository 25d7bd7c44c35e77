"""The assignment page: by submission or by reviewer, by hand or proposed, then confirmed."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reviews import assign as steps
from reviews import given, runs
from reviews.committee_forms import WantedForm
from reviews.coverage import board, change, moves, one_more, options
from reviews.models import Assignment, Run
from reviews.roster import names_of
from reviews.run_forms import WishForm
from reviews.run_reading import Prices, prices_of
from submissions.models import Submission
from submissions.permissions import handled_board
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import Question, ask, side_of

State = Assignment.State
ROWS = 50


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def assignment(request: SignedIn, slug: str) -> HttpResponse:
    workshop = handled_board(request.user, slug)
    return _page(request, workshop)


def _page(
    request: SignedIn,
    workshop: Workshop,
    refusal: Refused | None = None,
    wish: WishForm | None = None,
) -> HttpResponse:
    asked = request.POST if refusal else request.GET
    wanted = WantedForm.wanted_in(asked)
    shown = board(workshop, request.user, wanted)
    opened = asked.get("submission", "")
    chosen = next((one for one in shown.papers if str(one.row.number) == opened), None)
    by_reviewer = asked.get("by") == "reviewer"
    rows = Paginator(shown.loads if by_reviewer else shown.papers, ROWS)
    # A row that is open is on the page that is shown.
    at = shown.papers.index(chosen) // ROWS + 1 if chosen and not by_reviewer else asked.get("page")
    context: dict[str, Any] = {
        "workshop": workshop,
        "side": side_of(workshop),
        "board": shown,
        "by": "reviewer" if by_reviewer else "submission",
        "page": rows.get_page(at),
        "form": WantedForm({"wanted": wanted}),
        "wish": wish or WishForm(),
        "typed": request.POST.get("reviewer", ""),
        "giver": request.POST.get("giver", ""),
        "refusal": refusal,
    }
    if chosen and chosen.is_open:
        # What each changes, by this organizer's last proposal, if they have one.
        prices = _prices(request, workshop, chosen.row.number, shown.numbers)
        found = options(workshop, shown, chosen, prices)
        taking = moves(chosen, found, prices.fits)
        context |= {"opened": chosen, "options": found, "moves": taking, "prices": prices}
    template = "reviews/organizer/assignment.html"
    return render(request, template, context, status=409 if refusal else 200)


def _prices(
    request: SignedIn, workshop: Workshop, number: int, theirs: set[int] | None = None
) -> Prices:
    """`theirs`: the numbers of all that they may see, if they are known already."""
    if theirs is None:
        rows = workshop.submissions.organized_by(request.user)
        theirs = set(rows.values_list("number", flat=True))
    return prices_of(runs.last_of(workshop, request.user), number, theirs)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
@require_POST
def assign(request: SignedIn, slug: str) -> HttpResponse:
    workshop = handled_board(request.user, slug)
    paper = _paper(request, workshop)
    reviewer = whole(request.POST.get("reviewer", ""), 18)
    try:
        steps.assign(paper, reviewer_id=reviewer, by=request.user, at=request.at)
    except Refused as refusal:
        return _page(request, workshop, refusal)
    said = _proposed(request, workshop, paper, reviewer)
    messages.success(request, f"{said.strip()} Nobody is told until you confirm.")
    return _back(request, slug)


def _proposed(request: SignedIn, workshop: Workshop, paper: Submission, reviewer: int) -> str:
    """Who is, for what, and what it changes: one more than wanted comes beside all that stands."""
    wanted = WantedForm.wanted_in(request.POST)
    has = steps.given_by(workshop, request.user).filter(submission=paper).count()
    prices = _prices(request, workshop, paper.number)
    said = f"{_name(workshop, reviewer)} is proposed for submission {paper.number}"
    if has > wanted:
        more = f"which has {has} reviewers now: {has - wanted} more than the {wanted} wanted"
        return f"{said}, {more}. {one_more('adds', prices.fits.get(reviewer), 'to')}"
    return f"{said}. {one_more('takes', prices.costs.get(reviewer), 'from')}"


def _name(workshop: Workshop, reviewer: int) -> str:
    return names_of(workshop).get(reviewer, "The reviewer")


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
@require_POST
def unassign(request: SignedIn, slug: str) -> HttpResponse:
    workshop = handled_board(request.user, slug)
    number, _, reviewer = request.POST.get("given", "").partition("-")
    paper = _handled(request, workshop, whole(number))
    rows = steps.given_by(workshop, request.user).select_related("submission__workshop")
    row = rows.filter(submission=paper, reviewer=whole(reviewer, 18)).first()
    if row is None:
        return _page(request, workshop, Refused(steps.GONE))
    try:
        steps.unassign(row, by=request.user, at=request.at)
    except Refused as refusal:
        return _page(request, workshop, refusal)
    told = (
        "It has left their page; no letter goes, so write to them if they should know."
        if row.state == State.CONFIRMED
        else "It was only proposed: nobody is told."
    )
    name = _name(workshop, row.reviewer_id)
    messages.success(request, f"Submission {paper.number} was taken from {name}. {told}")
    return _back(request, slug)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
@require_POST
def move(request: SignedIn, slug: str) -> HttpResponse:
    """From one reviewer to another in one step."""
    workshop = handled_board(request.user, slug)
    paper = _paper(request, workshop)
    giver, reviewer = (whole(request.POST.get(name, ""), 18) for name in ("giver", "reviewer"))
    who = {"giver_id": giver, "reviewer_id": reviewer}
    shown = request.POST.get("seen", "")
    had = steps.given_by(workshop, request.user).filter(submission=paper, reviewer=giver)
    was_told = had.filter(state=State.CONFIRMED).exists()
    try:
        steps.move(paper, **who, by=request.user, at=request.at, seen=shown)
    except Refused as refusal:
        return _page(request, workshop, refusal)
    fits = _prices(request, workshop, paper.number).fits
    changes = change(fits.get(giver), fits.get(reviewer))
    one, other = _name(workshop, giver), _name(workshop, reviewer)
    told = (
        f"It has left {one}’s page, without a letter; {other} is told when you confirm."
        if was_told
        else "Nobody is told until you confirm."
    )
    said = f"Submission {paper.number} was moved from {one} to {other}."
    messages.success(request, " ".join(filter(None, [said, changes, told])))
    return _back(request, slug)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def propose(request: SignedIn, slug: str) -> HttpResponse:
    """Ask the solver, for a proposal or for a repair: the worker answers on a page of its own."""
    workshop = organized_workshop(request.user, slug)
    kind = Run.Kind.REPAIR if request.POST.get("act") == "repair" else Run.Kind.PROPOSAL
    form = WishForm(request.POST)
    try:
        run = runs.ask(workshop, form.wish(), kind=kind, by=request.user, at=request.at)
    except Refused as refusal:
        return _page(request, workshop, refusal, form)
    return redirect("assignment_run", slug, run.number)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def confirm(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = handled_board(request.user, slug)
    stands = given.listed(steps.given_by(workshop, request.user))
    people = Counter(one.reviewer for one in stands if one.is_proposed)
    question = Question(
        url=request.path,
        act="Confirm the assignments",
        title=f"Ask {_many(len(people), 'reviewer')} for {_many(people.total(), 'review')}?"
        if people
        else "Nothing is proposed",
        meaning="Each of them gets one letter and can read the papers at once. The letters stay "
        "out of the outbox while an organizer has a conflict of interest: who is written to would "
        "tell who reviews."
        if people
        else "Have reviewers proposed first, or choose them by hand.",
        back=reverse("organize_assignment", args=[slug]),
        seen=given.seen(stands),
    )
    if request.method != "POST":
        return ask(request, workshop, question)
    try:
        shown = request.POST.get("seen", "")
        told = steps.confirm(workshop, seen=shown, by=request.user, at=request.at)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    letters = "1 letter is" if told == 1 else f"{told} letters are"
    messages.success(request, f"The assignments are confirmed; {letters} on the way.")
    return _back(request, slug)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _paper(request: SignedIn, workshop: Workshop) -> Submission:
    number = whole(request.POST.get("submission", ""))
    return _handled(request, workshop, number)


def _handled(request: SignedIn, workshop: Workshop, number: int) -> Submission:
    rows = workshop.submissions.organized_by(request.user).select_related("workshop")
    return get_object_or_404(rows, number=number)


def _back(request: HttpRequest, slug: str) -> HttpResponse:
    """To the page as it was, but for the row that was open."""
    kept = {name: request.POST[name] for name in ("by", "wanted", "page") if request.POST.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(reverse("organize_assignment", args=[slug]) + query)
