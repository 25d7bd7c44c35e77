"""The reviewer's pages: their papers, downloads, giving one back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from reviews import bid
from reviews import review as steps
from reviews.models import Review
from reviews.permissions import (
    assigned_submission,
    assigned_to,
    reviewed_workshop,
    written_by,
)
from reviews.review_forms import DeclineForm
from submissions.downloads import paper_of, papers_of
from submissions.models import Submission
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Deadline, Step, User, Workshop


@dataclass(frozen=True)
class Mine:
    """One paper of a reviewer, and how far their review of it is."""

    submission: Submission
    review: Review | None
    deadline: Deadline | None
    at: datetime
    closed: bool

    @property
    def submitted(self) -> bool:
        return self.review is not None and self.review.state == Review.State.SUBMITTED

    @property
    def open(self) -> bool:
        return not self.submitted and not self.closed

    @property
    def late(self) -> bool:
        """Handed in after the deadline, or not yet though it is over."""
        if self.deadline is None or (self.closed and not self.submitted):
            return False
        in_at = self.review.submitted_at if self.review and self.submitted else self.at
        return in_at is not None and in_at >= self.deadline.closes_at


@audience(Audience.REVIEWER)
@signed_in
def reviewing(request: SignedIn, slug: str) -> HttpResponse:
    workshop = reviewed_workshop(request.user, slug)
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    papers = list(papers_to_review(workshop, request.user, deadline, request.at))
    context = {
        "papers": papers,
        "deadline": deadline,
        "done": sum(mine.submitted for mine in papers),
        "open": sum(mine.open for mine in papers),
        "to_bid_on": 0 if papers else bid.to_bid_on(workshop, request.user, request.at),
    }
    return show(request, "reviewing", workshop, context)


def papers_to_review(
    workshop: Workshop, user: User, deadline: Deadline | None, at: datetime
) -> Iterator[Mine]:
    """The papers of a reviewer, each with how far its review is."""
    mine = assigned_to(user, workshop)
    saved = written_by(user, workshop).select_related("assignment")
    reviews = {row.assignment.submission_id: row for row in saved}
    closed = set(mine.filter(released_decisions__isnull=False).values_list("pk", flat=True))
    for submission in mine.for_list():
        review = reviews.get(submission.pk)
        yield Mine(submission, review, deadline, at, closed=submission.pk in closed)


@audience(Audience.REVIEWER)
@signed_in
def assigned_paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = reviewed_workshop(request.user, slug)
    return paper_of(assigned_submission(request.user, workshop, number))


@audience(Audience.REVIEWER)
@signed_in
def assigned_papers(request: SignedIn, slug: str) -> FileResponse:
    workshop = reviewed_workshop(request.user, slug)
    mine = assigned_to(request.user, workshop).for_list()
    return papers_of(mine, f"{slug}-papers-to-review.zip")


@audience(Audience.REVIEWER)
@signed_in
def decline(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Asks for the reason on a GET, acts on a POST."""
    workshop = reviewed_workshop(request.user, slug)
    submission = assigned_submission(request.user, workshop, number)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            steps.decline(submission, reason=reason, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
            refuse(form, refusal)
        else:
            messages.success(
                request, f"You have declined submission {number}. The organizers are told."
            )
            return redirect("reviewing", slug)
    context = {"submission": submission, "form": form, "problems": problems_of(form)}
    return show(request, "decline", workshop, context, status=409 if refused else 200)


def show(
    request: SignedIn,
    page: str,
    workshop: Workshop,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    template = f"reviews/reviewer/{page}.html"
    common = {"workshop": workshop, "side": "reviewer"}
    return render(request, template, {**common, **context}, status=status)
