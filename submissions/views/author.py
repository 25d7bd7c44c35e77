"""The author's pages: their submissions, one of them, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render

from submissions import camera_ready, changes, next_step, submit
from submissions.forms import WithdrawForm
from submissions.models import Submission
from submissions.outcome import outcome_of
from submissions.permissions import (
    can_edit_submission,
    can_send_camera_ready,
    can_withdraw_submission,
    own_submission,
)
from submissions.status import ACCEPTED, Status
from workshop.audience import Audience, audience
from workshop.days import days_of
from workshop.http import SignedIn, signed_in
from workshop.models import Deadline, Step, Workshop
from workshop.permissions import visible_workshop
from workshop.standing import call_state


@audience(Audience.SIGNED_IN)
@signed_in
def submissions(request: SignedIn, slug: str) -> HttpResponse:
    workshop = visible_workshop(request.user, slug)
    prefetch_related_objects([workshop], "deadlines")
    mine = workshop.submissions.authored_by(request.user).for_list().prefetch_related("consents")
    rows = next_step.of_author(workshop, mine, request.at)
    deadline = days_of(workshop).get(Step.SUBMIT)
    context = {
        "rows": rows,
        "deadline": deadline,
        "state": call_state(deadline, request.at),
        "next": next_step.in_a_sentence(workshop, rows, request.at),
    }
    return show(request, "submissions", workshop, context)


@audience(Audience.AUTHOR)
@signed_in
def submission(request: SignedIn, slug: str, number: int) -> HttpResponse:
    workshop = visible_workshop(request.user, slug)
    prefetch_related_objects([workshop], "deadlines")
    mine = own_submission(request.user, workshop, number)
    deadline = days_of(workshop).get(Step.SUBMIT)
    context = {
        "submission": mine,
        "deadline": deadline,
        "editable": can_edit_submission(mine, deadline, request.at),
        "withdrawable": can_withdraw_submission(mine),
        "outcome": outcome_of(mine),
        **_camera_ready(mine, days_of(workshop), request.at),
    }
    page = "finding" if request.htmx else "submission"
    return show(request, page, workshop, {**context, "poll": True})


def _camera_ready(
    mine: Submission, days: Mapping[Step, Deadline], at: datetime
) -> dict[str, object]:
    """What there is of the final version; nothing of what is not accepted."""
    if mine.status not in ACCEPTED:
        return {}
    prefetch_related_objects([mine], "consents")
    due, post = days.get(Step.CAMERA_READY), days.get(Step.POST)
    return {
        "ready": camera_ready.readiness(mine),
        "due": due,
        "can_send": can_send_camera_ready(mine, due, at),
        "change": changes.waiting(mine),
        "posting": next_step.asked_to_post(mine, post, at),
        "post": post,
    }


@audience(Audience.AUTHOR)
@signed_in
def withdraw(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = visible_workshop(request.user, slug)
    mine = own_submission(request.user, workshop, number)
    if request.method != "POST" and not can_withdraw_submission(mine):
        stands = mine.get_status_display()
        messages.info(request, f"Submission {number} is {stands}: there is nothing to withdraw.")
        return redirect("submission", slug, number)
    is_draft = mine.status == Status.DRAFT
    typed = request.POST if request.method == "POST" else None
    form = WithdrawForm(typed, initial={"version": mine.version})
    if is_draft:
        form.fields["sure"].label = "Yes, discard it"
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        submit.withdraw(mine, version=version, by=request.user, at=request.at)
        withdrawn = f"Submission {number} is withdrawn. Nobody will review it."
        messages.success(request, "The draft is discarded." if is_draft else withdrawn)
        return redirect("submissions", slug)
    return show(request, "withdraw", workshop, {"submission": mine, "form": form})


def show(
    request: SignedIn,
    page: str,
    workshop: Workshop,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    template = f"submissions/author/{page}.html"
    return render(
        request, template, {"workshop": workshop, "side": "author", **context}, status=status
    )
