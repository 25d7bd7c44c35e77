"""Conflicts of interest: reviewers declare theirs, organizers see what was found and say of it
whether it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reviews import conflicts as steps
from reviews.committee_forms import ConflictsForm
from reviews.findings import Finding, Key, key_of, shows_why, wrote_together
from reviews.models import Conflict
from reviews.permissions import reviewed_workshop
from reviews.roster import names_of
from submissions.permissions import handled_board
from submissions.status import GONE
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import User, Workshop
from workshop.views.organizing import Question, ask, side_of

Source = Conflict.Source


class Step(Protocol):
    def __call__(self, conflict: Conflict, /, *, by: User, at: datetime, seen: str) -> None: ...


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


@dataclass(frozen=True)
class Line:
    """A conflict as an organizer may know it: the reason only to those who can see the evidence."""

    row: Conflict
    who: str
    why: str
    evidence: str
    is_theirs_to_judge: bool

    @property
    def waits(self) -> bool:
        """For this organizer to look at it. Nothing hangs on what was withdrawn."""
        row = self.row
        is_judged = row.confirmed_at or row.dismissed_at
        return self.is_theirs_to_judge and not is_judged and row.submission.status not in GONE

    @property
    def seen(self) -> str:
        return steps.seen(self.row)

    @property
    def gone(self) -> str:
        """Why nothing tells of it any more."""
        if not self.row.was_taken_back:
            return "nothing tells of it any more"
        by = "the authors" if self.row.source == Source.NAMED else self.who
        return f"taken back by {by}"


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def conflicts(request: SignedIn, slug: str) -> HttpResponse:
    workshop = handled_board(request.user, slug)
    lines = lines_for(workshop, request.user)
    standing = [line for line in lines if line.row.dismissed_at is None]
    context = {
        "workshop": workshop,
        "side": side_of(workshop),
        "count": len(standing),
        "waiting": [line for line in standing if line.waits],
        "others": [line for line in standing if not line.waits],
        "dismissed": [line for line in lines if line.row.dismissed_at],
    }
    return render(request, "reviews/organizer/conflicts.html", context)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def dismiss(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = handled_board(request.user, slug)
    line = _to_judge(workshop, request)
    if line.row.dismissed_at:
        raise Http404
    number = line.row.submission.number
    question = Question(
        url=request.get_full_path(),
        act="Dismiss the conflict",
        title=f"Let {line.who} handle submission {number}?",
        meaning=f"The site found: {line.why} ({line.evidence}). Dismiss it if that is not the "
        "same place or person, or long ago. They see the submission again at once.",
        back=reverse("organize_conflicts", args=[slug]),
        seen=line.seen,
    )
    if request.method != "POST":
        return ask(request, workshop, question)
    try:
        shown = request.POST.get("seen", "")
        steps.dismiss(line.row, by=request.user, at=request.at, seen=shown)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    messages.success(request, f"{line.who} may handle submission {number}.")
    # An organizer without a conflict takes it from the outside decider, and this page with it.
    back = "organize_submissions" if workshop.from_outside else "organize_conflicts"
    return redirect(back, slug)


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
    line = _to_judge(workshop, request)
    try:
        step(line.row, by=request.user, at=request.at, seen=request.POST.get("seen", ""))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        paper = f"submission {line.row.submission.number}"
        messages.success(request, done.format(who=line.who, paper=paper))
    return redirect("organize_conflicts", slug)


def _to_judge(workshop: Workshop, request: SignedIn) -> Line:
    key = request.GET.get("conflict", "")
    for line in lines_for(workshop, request.user):
        if line.row.key == key and line.is_theirs_to_judge:
            return line
    raise Http404


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
