"""Conflicts of interest: reviewers declare theirs, organizers see what was found and say of it
whether it is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reviews import conflicts as steps
from reviews.committee_forms import ConflictsForm
from reviews.conflict_lines import Line, Pair, pairs_of
from reviews.findings import Finding, Key, key_of, shows_why, wrote_together
from reviews.models import Conflict
from reviews.permissions import reviewed_workshop
from reviews.roster import names_of
from submissions.permissions import handled_board
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import User, Workshop
from workshop.views.organizing import Question, ask, side_of

ROWS = 50


class Step(Protocol):
    def __call__(self, *conflicts: Conflict, by: User, at: datetime, seen: str) -> None: ...


@audience(Audience.REVIEWER)
@signed_in
def declare(request: SignedIn, slug: str) -> HttpResponse:
    """Titles and authors of all submissions, for this one purpose (docs/decisions/0005)."""
    workshop = reviewed_workshop(request.user, slug)
    offered = list(steps.declarable(workshop, request.user).prefetch_related("authors"))
    declared = sorted(steps.declared_by(workshop, request.user))
    data = request.POST if request.method == "POST" else None
    form = ConflictsForm(data, offered=offered, initial={"numbers": declared})
    refused: Refused | None = None
    if form.is_valid():
        try:
            numbers = form.cleaned_data["numbers"]
            changed = steps.declare(workshop, numbers, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, "Saved." if changed else "Nothing was changed.")
            return redirect("declare_conflicts", slug)
    context = {
        "workshop": workshop,
        "side": "reviewer",
        "form": form,
        "problems": problems_of(form),
        "refusal": refused,
        "count": len(offered),
        "fixed": not steps.may_take_back(workshop, request.user),
    }
    status = 409 if refused else 200
    return render(request, "reviews/reviewer/conflicts.html", context, status=status)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def conflicts(request: SignedIn, slug: str) -> HttpResponse:
    """First what is to be looked at, last what was dismissed."""
    workshop = handled_board(request.user, slug)
    pairs = pairs_of(lines_for(workshop, request.user))
    pairs.sort(key=lambda pair: (not pair.waits, not pair.stands))
    page = Paginator(pairs, ROWS).get_page(request.GET.get("page"))
    context = {
        "workshop": workshop,
        "side": side_of(workshop),
        "page": page,
        "count": sum(pair.stands for pair in pairs),
        "to_look_at": sum(pair.waits for pair in pairs),
        "waiting": [pair for pair in page if pair.waits],
        "others": [pair for pair in page if pair.stands and not pair.waits],
        "dismissed": [pair for pair in page if not pair.stands],
    }
    return render(request, "reviews/organizer/conflicts.html", context)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def dismiss(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = handled_board(request.user, slug)
    pair = _to_judge(workshop, request)
    if not pair.open:
        raise Http404
    question = _question(request, slug, pair)
    if request.method != "POST":
        return ask(request, workshop, question)
    try:
        lines = _shown(pair.open, request)
        _take(steps.dismiss, lines, request)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    if pair.bars_without(lines):
        done = f"Dismissed. Something else still bars {pair.who} from {_paper(pair)}."
    else:
        done = f"{pair.who} may handle {_paper(pair)}."
    messages.success(request, done)
    # An organizer without a conflict takes it from the outside decider, and this page with it.
    if workshop.from_outside:
        return redirect("organize_submissions", slug)
    return redirect(_list(request, slug))


def _question(request: SignedIn, slug: str, pair: Pair) -> Question:
    why = "; ".join(f"{line.why} ({line.evidence})" for line in pair.open)
    if pair.bars_without(pair.open):
        title = f"Dismiss a conflict of {pair.who} with {_paper(pair)}?"
        then = "Something else still bars them."
    else:
        title = f"Let {pair.who} handle {_paper(pair)}?"
        then = "They see the submission again at once."
    return Question(
        url=request.get_full_path(),
        act="Dismiss the conflict",
        title=title,
        meaning=f"The site found: {why}. Dismiss it if that is not the "
        f"same place or person, or long ago. {then}",
        back=_list(request, slug),
        seen=pair.seen,
    )


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
@require_POST
def confirm(request: SignedIn, slug: str) -> HttpResponse:
    return _judge(request, slug, steps.confirm, "Confirmed: {who} stays barred from {paper}.")


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
@require_POST
def reopen(request: SignedIn, slug: str) -> HttpResponse:
    return _judge(request, slug, steps.reopen, "To be looked at: {who} is barred from {paper}.")


def _judge(request: SignedIn, slug: str, step: Step, done: str) -> HttpResponse:
    workshop = handled_board(request.user, slug)
    pair = _to_judge(workshop, request)
    try:
        _take(step, _shown(pair.judged if step is steps.reopen else pair.open, request), request)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done.format(who=pair.who, paper=_paper(pair)))
    return redirect(_list(request, slug))


def _to_judge(workshop: Workshop, request: SignedIn) -> Pair:
    key = request.GET.get("conflict", "")
    for pair in pairs_of(lines_for(workshop, request.user)):
        if any(line.row.key == key and line.is_theirs_to_judge for line in pair.lines):
            return pair
    raise Http404


def _shown(lines: list[Line], request: SignedIn) -> list[Line]:
    """What was shown of these is judged; what was found since is to be looked at."""
    seen = request.POST.get("seen", "").split()
    shown = [line for line in lines if line.seen in seen]
    if not seen or len(shown) != len(seen):
        raise Stale(steps.CHANGED)
    return shown


def _take(step: Step, lines: list[Line], request: SignedIn) -> None:
    seen = " ".join(line.seen for line in lines)
    step(*(line.row for line in lines), by=request.user, at=request.at, seen=seen)


def _paper(pair: Pair) -> str:
    return f"submission {pair.submission.number}"


def _list(request: SignedIn, slug: str) -> str:
    """The page that the button was on."""
    page = request.GET.get("page", "")
    at = f"?page={page}" if page.isdecimal() else ""
    return reverse("organize_conflicts", args=[slug]) + at


def lines_for(workshop: Workshop, user: User) -> list[Line]:
    """Conflicts with the submissions that this user handles."""
    readable = workshop.submissions.organized_by(user)
    rows = workshop.conflicts.filter(submission__in=readable).select_related(
        *("submission", "user", "confirmed_by", "dismissed_by")
    )
    names = names_of(workshop)
    # That two people wrote together may be told by a submission hidden from this user.
    together = wrote_together(workshop, readable)
    return [_line(row, names, together, user) for row in rows]


def _line(
    row: Conflict, names: dict[int, str], together: Mapping[Key, Finding], user: User
) -> Line:
    open_to_see = shows_why(row, together)
    # Other partners in writing may be known by what is hidden alone.
    found = together.get(key_of(row))
    evidence = found.evidence if found else row.evidence
    return Line(
        row=row,
        who=names.get(row.user_id, str(row.user)),
        why=row.get_source_display() if open_to_see else "found by the site",
        evidence=evidence if open_to_see else "",
        is_theirs_to_judge=open_to_see and steps.can_judge(row, user),
    )
