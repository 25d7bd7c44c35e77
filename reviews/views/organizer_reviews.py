"""The organizers' view of the reviews. Everything starts at what this user handles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from reviews import progress, progress_chart
from reviews import remind as steps
from reviews.models import Assignment
from reviews.roster import called
from submissions.permissions import handled_board, organized_submission
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Step, Workshop
from workshop.permissions import handled_workshop
from workshop.views.organizing import show


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def reviews(request: SignedIn, slug: str) -> HttpResponse:
    """How far the reviews are, by reviewer and by submission."""
    workshop = handled_board(request.user, slug)
    found = progress.of(workshop, request.user, called(workshop))
    context = {
        "progress": found,
        "chart": progress_chart.of(found),
        "deadline": dates.deadline_of(workshop, Step.REVIEW),
    }
    return show(request, "reviews", workshop, context, app="reviews")


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def reviews_of(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """All reviews of one submission, with the notes to the organizers. A draft is its writer's."""
    workshop = handled_workshop(request.user, slug)
    submission = organized_submission(request.user, workshop, number)
    given = workshop.assignments.filter(submission=submission)
    assignments = given.exclude(state=Assignment.State.PROPOSED)
    standing = progress.standing(workshop).filter(submission=submission)
    context = {
        "submission": submission,
        "assignments": assignments.select_related("reviewer", "review"),
        "known": called(workshop),
        "standing": set(standing.values_list("pk", flat=True)),
        "deadline": dates.deadline_of(workshop, Step.REVIEW),
    }
    return show(request, "reviews_of", workshop, context, app="reviews")


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def remind(request: SignedIn, slug: str) -> HttpResponse:
    """A GET shows what those chosen would get, or all who are waited for; a POST sends it."""
    workshop = handled_board(request.user, slug)
    posting = request.method == "POST"
    chosen = _chosen((request.POST if posting else request.GET).getlist("to"))
    refused: Refused | None = None
    if posting:
        try:
            sent = steps.remind(
                workshop,
                chosen,
                shown=request.POST.get("seen", ""),
                by=request.user,
                at=request.at,
            )
        except Refused as refusal:
            refused = refusal
        else:
            some = "1 reminder is" if len(sent) == 1 else f"{len(sent)} reminders are"
            messages.success(request, f"{some} on the way.")
            return redirect("organize_reviews", slug)
    return _preview(request, workshop, chosen, refused)


def _chosen(typed: list[str]) -> set[int]:
    return {whole(key, 18) for key in typed}


def _preview(
    request: SignedIn, workshop: Workshop, chosen: set[int], refused: Refused | None
) -> HttpResponse:
    reminders = steps.reminders(workshop, request.user, chosen or None)
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    first = steps.preview(workshop, reminders[0], deadline, request.at) if reminders else None
    context = {
        "reminders": reminders,
        "letter": first,
        "seen": steps.seen(reminders),
    }
    return show(request, "reviews_remind", workshop, context, refusal=refused, app="reviews")
