"""The release: what to look at before, every letter as it will arrive, and the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from reviews import checks, notify
from reviews.board import Row
from reviews.checks import Checks
from reviews.decision_forms import ReleaseForm, parts
from submissions.models import Release
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Letter, Step, Workshop
from workshop.permissions import organized_workshop

ROWS = 25


@dataclass(frozen=True)
class Preview:
    """A letter that would leave, with the address that opens it here."""

    key: str
    row: Row
    letter: Letter


@audience(Audience.ORGANIZER)
@signed_in
def release(request: SignedIn, slug: str) -> HttpResponse:
    """Checks and letters on a GET; a POST with the box ticked releases."""
    workshop = organized_workshop(request.user, slug)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            notify.release(workshop, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, "The decisions are released. Every author gets a letter.")
            return redirect("organize_release", slug)
    return _page(request, workshop, form, refused)


def _page(
    request: SignedIn, workshop: Workshop, form: ReleaseForm, refusal: Refused | None
) -> HttpResponse:
    found = checks.of(workshop, request.user)
    page = Paginator(found.decided, ROWS).get_page(request.GET.get("page"))
    previews = [each for row in page for each in _previews(row, request.at)]
    context = {
        "workshop": workshop,
        "side": "organizer",
        "checks": found,
        "fewest": checks.FEWEST_REVIEWS,
        "page": page,
        "previews": previews,
        "opened": _opened(request, found, previews),
        "letters": _recipients(found),
        "outcomes": _outcomes(found),
        "form": form,
        "problems": problems_of(form),
        "refusal": refusal,
        "last": workshop.releases.filter(kind=Release.Kind.DECISIONS).last(),
        "deadline": dates.deadline_of(workshop, Step.NOTIFY),
    }
    status = 409 if refusal else 200
    return render(request, "reviews/organizer/release.html", context, status=status)


def _previews(row: Row, at: datetime) -> list[Preview]:
    """What this submission's authors would get, exactly."""
    if row.decision is None:
        return []
    letters = notify.decision_letters(row.submission, row.decision, row.count, at=at, revision=0)
    number = row.submission.number
    return [Preview(f"{number}:{n}", row, letter) for n, letter in enumerate(letters, start=1)]


def _opened(request: SignedIn, found: Checks, previews: list[Preview]) -> Preview | None:
    """The letter that the address names, as number and author; the first unless it names one."""
    named = parts(request.GET.get("letter"), 2)
    rows = [row for row in found.decided if named and row.submission.number == int(named[0])]
    wanted = [each for row in rows for each in _previews(row, request.at)]
    matching = [each for each in wanted if each.key == request.GET.get("letter")]
    return next(iter([*matching, *previews]), None)


def _recipients(found: Checks) -> int:
    """How many people get a letter, a co-author of two submissions twice."""
    authors = [author for row in found.decided for author in row.submission.authors.all()]
    return sum(bool(author.email) for author in authors)


def _outcomes(found: Checks) -> list[tuple[str, int]]:
    chosen = [row.decision.get_outcome_display() for row in found.decided if row.decision]
    return [(outcome, chosen.count(outcome)) for outcome in ("oral", "poster", "reject")]
