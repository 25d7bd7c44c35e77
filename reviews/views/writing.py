"""The review beside the paper: shown, saved by hand or by itself, submitted, revised."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reviews import review as steps
from reviews.models import Review
from reviews.permissions import assigned_submission, reviewed_workshop, written_by
from reviews.review_forms import ReviewForm, facts_of
from reviews.views.reviewer import Mine, show
from submissions.models import Submission
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Step, User, Workshop

# Only the reviewer can save a review, so a stale save comes from another window of theirs.
ELSEWHERE = (
    "You have saved this review in another window since this one was opened. Nothing was "
    "overwritten: compare what you typed with what is saved, then save again."
)


@audience(Audience.REVIEWER)
@signed_in
def write(request: SignedIn, slug: str, number: int) -> HttpResponse:
    workshop = reviewed_workshop(request.user, slug)
    submission = assigned_submission(request.user, workshop, number)
    if request.method != "POST":
        review = saved_review(request.user, submission)
        return _page(request, submission, review, ReviewForm(initial=facts_of(review)))
    complete = request.POST.get("act") == "submit"
    form = ReviewForm(request.POST, complete=complete)
    if not form.is_valid():
        return _page(request, submission, saved_review(request.user, submission), form)
    try:
        _save(request, submission, form)
    except Refused as refusal:
        return _refused(request, submission, refusal, complete=complete)
    if not complete:
        messages.success(request, "The draft is saved. Only you can see it.")
        return redirect("write_review", slug, number)
    messages.success(
        request, f"Your review of submission {number} is submitted. The organizers can read it."
    )
    return redirect("reviewing", slug)


@audience(Audience.REVIEWER)
@signed_in
@require_POST
def autosave(request: SignedIn, slug: str, number: int) -> JsonResponse:
    """Saves the draft while it is being typed, and answers in words. It never submits."""
    workshop = reviewed_workshop(request.user, slug)
    submission = assigned_submission(request.user, workshop, number)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        said = " ".join(f"{name}: {sentence}" for _, name, sentence in problems_of(form))
        return JsonResponse({"said": f"Not saved. {said}"}, status=400)
    try:
        review = steps.save_draft(
            submission,
            form.content,
            version=form.cleaned_data["version"],
            by=request.user,
            at=request.at,
        )
    except Refused as refusal:
        said = ELSEWHERE if isinstance(refusal, Stale) else str(refusal)
        return JsonResponse({"said": f"Not saved. {said}"}, status=409)
    return JsonResponse({"version": review.version, "said": _when(review, workshop, request.user)})


def _when(review: Review, workshop: Workshop, reader: User) -> str:
    zone = reader.zone or workshop.zone
    moment = review.saved_at.astimezone(ZoneInfo(zone))
    return f"Draft saved at {moment:%H:%M}, {dates.place_of(zone)} time. Only you can see it."


def saved_review(user: User, submission: Submission) -> Review | None:
    """What this reviewer has written about it so far."""
    mine = written_by(user, submission.workshop)
    return mine.filter(assignment__submission=submission).first()


def _save(request: SignedIn, submission: Submission, form: ReviewForm) -> Review:
    version = form.cleaned_data["version"]
    by, at = request.user, request.at
    if not form.complete:
        return steps.save_draft(submission, form.content, version=version, by=by, at=at)
    as_it_is = form.cleaned_data["as_it_is"]
    return steps.submit(submission, form.content, version=version, by=by, at=at, as_it_is=as_it_is)


def _refused(
    request: SignedIn, submission: Submission, refusal: Refused, *, complete: bool
) -> HttpResponse:
    """The page with all that was typed. After a stale save the next one goes by what is saved."""
    review = saved_review(request.user, submission)
    data = request.POST.dict()
    if isinstance(refusal, Stale):
        data["version"] = str(review.version if review else 0)
        refusal = Refused(ELSEWHERE)
        form = ReviewForm(data, initial=facts_of(review), complete=complete)
        return _page(request, submission, review, form, refusal, stale=True)
    form = ReviewForm(data, complete=complete)
    if refusal.field:
        refuse(form, refusal)
    return _page(request, submission, review, form, refusal)


def _page(
    request: SignedIn,
    submission: Submission,
    review: Review | None,
    form: ReviewForm,
    refusal: Refused | None = None,
    *,
    stale: bool = False,
) -> HttpResponse:
    workshop: Workshop = submission.workshop
    deadline = dates.deadline_of(workshop, Step.REVIEW)
    closed = steps.is_closed(submission)
    context = {
        "submission": submission,
        "mine": Mine(submission, review, deadline, request.at, closed=closed),
        "review": review,
        "form": form,
        "problems": problems_of(form),
        "refusal": refusal if refusal and not refusal.field else None,
        "saved_now": list(form.saved_now()) if stale else [],
        "deadline": deadline,
        "read_only": closed and request.method != "POST",
    }
    return show(request, "write_review", workshop, context, status=409 if refusal else 200)
