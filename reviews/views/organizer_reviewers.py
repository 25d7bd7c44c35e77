"""Who reviews: how many, and whether that is enough; remind, change what they take, remove."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from reviews import invite as steps
from reviews import recruitment
from reviews.assign import given_by
from reviews.committee_forms import ReviewerForm, WantedForm
from reviews.invite_reminders import next_of
from reviews.models import Invitation
from reviews.profile import publications_of
from reviews.roster import Reviewer, reviewers_of, unanswered
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import Question, ask, show


@audience(Audience.ORGANIZER)
@signed_in
def reviewers(request: SignedIn, slug: str) -> HttpResponse:
    """Those who review, those who are asked, and whether they are enough."""
    workshop = organized_workshop(request.user, slug)
    prefetch_related_objects([workshop], "deadlines")
    committee, asked = reviewers_of(workshop), unanswered(workshop)
    waiting = [row for row in asked if row.state == Invitation.State.WAITING]
    declined = [row for row in asked if row.state == Invitation.State.DECLINED]
    given = Counter(given_by(workshop, request.user).values_list("reviewer", flat=True))
    reminders = next_of(workshop)
    now = recruitment.of(
        *(workshop, request.user, committee),
        waiting=len(waiting),
        declined=len(declined),
        wanted=(wanted := WantedForm.wanted_in(request.GET)),
        at=request.at,
    )
    context = {
        "reviewers": [(one, given[one.pk]) for one in committee],
        "waiting": [(row, reminders.get(row.pk), steps.invitation_seen(row)) for row in waiting],
        "declined": declined,
        "recruitment": now,
        "bars": recruitment.bars(now),
        "form": WantedForm({"wanted": wanted}),
    }
    return show(request, "reviewers", workshop, context, app="reviews")


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def remind(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    row = _invitation(request, workshop)
    try:
        steps.remind(row, seen=request.POST.get("seen", ""), by=request.user, at=request.at)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{row.name or row.email} gets a new letter with a new link.")
    return redirect("organize_reviewers", slug)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def withdraw(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    row = _invitation(request, workshop)
    try:
        steps.withdraw(row, by=request.user, at=request.at)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"The invitation of {row.name or row.email} is withdrawn.")
    return redirect("organize_reviewers", slug)


@audience(Audience.ORGANIZER)
@signed_in
def edit(request: SignedIn, slug: str) -> HttpResponse:
    """What a reviewer knows and takes."""
    workshop = organized_workshop(request.user, slug)
    one = _reviewer(request, workshop)
    seen = steps.profile_seen(workshop, one.user)
    saved = {"load": one.load, "topics": one.topics, "is_senior": one.is_senior, "seen": seen}
    data = request.POST if request.method == "POST" else None
    form, refused = ReviewerForm(data, workshop=workshop, initial=saved), None
    if form.is_valid():
        try:
            changed = steps.set_profile(
                workshop, one.user, **form.cleaned_data, by=request.user, at=request.at
            )
        except Refused as refusal:
            refused = refusal
            if isinstance(refusal, Stale):
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["seen"] = seen  # type: ignore[index]
        else:
            messages.success(request, f"{one} is saved." if changed else "Nothing was changed.")
            return redirect("organize_reviewers", slug)
    context = {
        "form": form,
        "problems": problems_of(form),
        "reviewer": one,
        "publications": publications_of(workshop, one.user),
    }
    return show(request, "edit_reviewer", workshop, context, refusal=refused, app="reviews")


@audience(Audience.ORGANIZER)
@signed_in
def remove(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    one = _reviewer(request, workshop)
    question = Question(
        url=request.get_full_path(),
        act="Remove the reviewer",
        title=f"Remove {one} as reviewer?",
        meaning="They lose these pages at once, and the papers that they have not reviewed come "
        "back to you. Reviews that they have submitted stay. No letter is sent.",
        back=reverse("organize_reviewers", args=[slug]),
    )
    if request.method != "POST":
        return ask(request, workshop, question)
    try:
        steps.remove(workshop, one.user, by=request.user, at=request.at)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    messages.success(request, f"{one} does not review for {workshop} any more.")
    return redirect("organize_reviewers", slug)


def _reviewer(request: HttpRequest, workshop: Workshop) -> Reviewer:
    typed = request.GET.get("reviewer", "")
    one = next((one for one in reviewers_of(workshop) if str(one.pk) == typed), None)
    if one is None:
        raise Http404
    return one


def _invitation(request: HttpRequest, workshop: Workshop) -> Invitation:
    key = request.POST.get("invitation", "")
    rows = workshop.invitations.select_related("workshop")
    row = next((row for row in rows if row.key == key), None)
    if row is None:
        raise Http404
    return row
