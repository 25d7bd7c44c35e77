"""The decision table, and one submission's decision with its note."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect

from reviews import board, decide, notify
from reviews.board import Row
from reviews.decision_forms import OUTCOMES, CorrectionForm, DecisionForm, parts
from reviews.roster import called
from submissions.outcome import outcome_of
from submissions.permissions import organized_submission
from submissions.status import GONE
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Step, Workshop
from workshop.permissions import handled_workshop, organized_workshop
from workshop.views.organizing import give_back, show

ROWS = 100
BEST_FIRST = "-mean"
COLUMNS = [("count", "Reviews"), ("mean", "Mean"), ("spread", "Spread")]


@audience(Audience.ORGANIZER)
@signed_in
def decisions(request: SignedIn, slug: str) -> HttpResponse:
    """Shows the table on a GET; a POST decides on one row by its button, or on those ticked."""
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        return _table(request, workshop)
    try:
        said, anchor = _decide(request, workshop)
    except Refused as refusal:
        return _table(request, workshop, refusal)
    messages.success(request, said)
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{request.path}{'?' if query else ''}{query}{anchor}")


def _decide(request: SignedIn, workshop: Workshop) -> tuple[str, str]:
    """What was done, in words, and where on the page."""
    by, at = request.user, request.at
    if one := parts(request.POST.get("one"), 3):
        number, version, outcome = int(one[0]), int(one[1]), one[2]
        decide.decide_many(workshop, {number: version}, outcome=outcome, by=by, at=at)
        return _said(f"Submission {number} is", outcome), f"#submission-{number}"
    ticked = [found for value in request.POST.getlist("ticked") if (found := parts(value, 2))]
    outcome = request.POST.get("many", "")
    if not ticked or "many" not in request.POST:
        raise Refused("Tick the submissions that you mean, then press what you decide on them.")
    shown = {int(number): int(version) for number, version in ticked}
    count = decide.decide_many(workshop, shown, outcome=outcome, by=by, at=at)
    return _said("1 submission is" if count == 1 else f"{count} submissions are", outcome), ""


def _said(who: str, outcome: str) -> str:
    what = f"decided: {dict(OUTCOMES)[outcome]}" if outcome else "undecided again"
    return f"{who} {what}. Sealed: no author can tell."


def _table(request: SignedIn, workshop: Workshop, refusal: Refused | None = None) -> HttpResponse:
    table = board.rows(workshop, request.user)
    which, sort = request.GET.get("show", ""), request.GET.get("sort", BEST_FIRST)
    sort = sort if sort.removeprefix("-") in board.SORTS else BEST_FIRST
    found = board.shown(table, which, sort)
    ticked = [value.partition(":")[0] for value in request.POST.getlist("ticked")]
    context = {
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "tabs": _tabs(request.GET, board.tabs(table)),
        "decided": sum(bool(row.outcome) for row in table),
        "total": len(table),
        "heads": {key: _head(key, name, sort) for key, name in [("number", "No."), *COLUMNS]},
        "outcomes": OUTCOMES,
        "ticked": {whole(number) for number in ticked},
        "deadline": dates.deadline_of(workshop, Step.DECIDE),
    }
    return show(request, "decisions", workshop, context, refusal=refusal, app="reviews")


def _tabs(query: QueryDict, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
    """Value, name and number of each tab, and whether it is the one that is shown."""
    names = {"": "All", board.UNDECIDED: "Undecided"} | {
        value: label.capitalize() for value, label in OUTCOMES
    }
    chosen = query.get("show", "")
    chosen = chosen if chosen in names else ""
    return [(key, name, counts[key or "all"], key == chosen) for key, name in names.items()]


def _head(key: str, name: str, sort: str) -> dict[str, str]:
    """A column's head: its name, how it is sorted now, and what its link asks for."""
    upwards, downwards = sort == key, sort == f"-{key}"
    highest_first = not downwards if key != "number" else upwards
    return {
        "name": name,
        "state": "ascending" if upwards else "descending" if downwards else "",
        "sort": f"-{key}" if highest_first else key,
    }


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def decision(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """One submission: its reviews in short, the decision, the note. Released, its correction."""
    try:
        return _decision(request, handled_workshop(request.user, slug), number)
    except Http404:
        return give_back(request, {"Note to the authors": request.POST.get("note", "")})


def _decision(request: SignedIn, workshop: Workshop, number: int) -> HttpResponse:
    submission = organized_submission(request.user, workshop, number)
    if submission.status in GONE:
        return redirect("organize_submission", workshop.slug, number)
    row = board.row_of(submission)
    form = _form(row, request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            said = _save(request, row, form)
        except Refused as refusal:
            refused = refusal
            # It may have become somebody else's in between.
            submission = organized_submission(request.user, workshop, number)
            if isinstance(refusal, Stale):
                row = board.row_of(submission)
                form = _form(row, {**request.POST.dict(), "version": str(row.version)})
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect("organize_decision", workshop.slug, number)
    context = {
        "row": row,
        "known": called(workshop),
        "submission": submission,
        "form": form,
        "problems": problems_of(form),
        "saved_now": form.saved_now() if isinstance(refused, Stale) else [],
        "told": outcome_of(submission),
    }
    return show(request, "decision", workshop, context, refusal=refused, app="reviews")


def _form(row: Row, data: Mapping[str, object] | None) -> DecisionForm:
    kind = CorrectionForm if row.is_released else DecisionForm
    note = row.decision.note if row.decision else ""
    return kind(data, initial={"outcome": row.outcome, "note": note, "version": row.version})


def _save(request: SignedIn, row: Row, form: DecisionForm) -> str:
    number, by, at = row.submission.number, request.user, request.at
    facts = {name: form.cleaned_data[name] for name in ("outcome", "note", "version")}
    if row.is_released:
        notify.correct(row.submission, **facts, by=by, at=at)
        return f"The correction of submission {number} is released. Every author gets a letter."
    decide.decide(row.submission, **facts, by=by, at=at)
    return _said(f"Submission {number} is", facts["outcome"])
