"""Publishing: what has changed, who would be told, the act, and the versions before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schedule.comparing import differences
from schedule.models import ScheduleVersion
from schedule.program import from_json
from schedule.publish import Preview, preview, publish
from submissions.models import Submission
from workshop.audience import Audience, audience
from workshop.days import days_of
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Letter, Step, Workshop
from workshop.permissions import organized_workshop

ROWS = 25


@dataclass(frozen=True)
class Told:
    """A submission whose authors get a letter, and the letter as the first of them gets it."""

    submission: Submission
    letter: Letter


@dataclass(frozen=True)
class Version:
    """One that was published, and what was new in it."""

    row: ScheduleVersion
    changes: list[str]


@audience(Audience.ORGANIZER)
@signed_in
def publish_schedule(request: SignedIn, slug: str) -> HttpResponse:
    """What would change and who would be told on a GET; a POST publishes."""
    workshop = organized_workshop(request.user, slug)
    prefetch_related_objects([workshop], "deadlines")
    refused = None
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            version = publish(workshop, by=request.user, at=request.at, seen=seen)
        except Refused as refusal:
            refused = refusal
        else:
            told = "Authors whose slot has changed get a letter."
            messages.success(request, f"Version {version.number} is published. {told}")
            return redirect("publish_schedule", slug)
    return _page(request, workshop, refused)


def _page(request: SignedIn, workshop: Workshop, refusal: Refused | None) -> HttpResponse:
    versions = list(workshop.schedule_versions.select_related("published_by"))
    found = preview(workshop, request.user, versions[-1] if versions else None)
    page = Paginator(found.told, ROWS).get_page(request.GET.get("page"))
    told = [_told(found, row, request) for row in page]
    context = {
        "workshop": workshop,
        "side": "organizer",
        "preview": found,
        "left": found.plan.left.sentences if found.plan.rows else [],
        "clashes": found.plan.clashes,
        "page": page,
        "told": told,
        "opened": _opened(request, told),
        "versions": _history(workshop, versions),
        "refusal": refusal,
        "deadline": days_of(workshop).get(Step.PUBLISH),
    }
    status = 409 if refusal else 200
    return render(request, "schedule/organizer/publish.html", context, status=status)


def _told(found: Preview, row: Submission, request: SignedIn) -> Told:
    return Told(row, found.letters([row], request.at)[0])


def _opened(request: SignedIn, told: list[Told]) -> Told | None:
    """The letter that the address names by its submission; the first unless it names one."""
    named = [one for one in told if str(one.submission.number) == request.GET.get("letter")]
    return next(iter([*named, *told]), None)


def _history(workshop: Workshop, versions: list[ScheduleVersion]) -> list[Version]:
    """The last first. The first one is not compared: all of it was new."""
    found = [Version(row, []) for row in versions[:1]]
    for before, row in pairwise(versions):
        old, new = from_json(before.content), from_json(row.content)
        found.append(Version(row, differences(old, new, workshop.tzinfo)))
    return found[::-1]
