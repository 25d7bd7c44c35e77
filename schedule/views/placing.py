"""The place of one submission, chosen by whoever handles it: the way in for an outside decider."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from schedule import talks as steps
from schedule.fitting import why_not
from schedule.models import PresentationQuerySet, Session
from schedule.permissions import accepted_submission, planned_presentations
from schedule.plan import GONE, described
from submissions.models import Submission
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in, whole
from workshop.permissions import handled_workshop
from workshop.views.organizing import show

# Invited talks are by people whom the organizers ask.
FOR_SUBMISSIONS = [Session.Kind.CONTRIBUTED, Session.Kind.POSTERS]


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def place(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Shows into which sessions it fits and where it stands. Of other talks it says nothing."""
    workshop = handled_workshop(request.user, slug)
    submission = accepted_submission(request.user, workshop, number)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            said = _place(request, submission)
        except Refused as refusal:
            refused = refusal
            # Whoever is barred by now is not told even that.
            submission = accepted_submission(request.user, workshop, number)
        else:
            messages.success(request, said)
            return redirect("place_submission", slug, number)
    sessions = workshop.sessions.filter(kind__in=FOR_SUBMISSIONS)
    placed = list(_placed(request, submission))
    context = {
        "submission": submission,
        "sessions": [_named(one) for one in sessions if not why_not(submission, one.kind)],
        "placed": [_named(row.session) for row in placed],
        "chosen": whole(request.POST.get("session", "")),
        "seen": steps.places_seen(placed),
    }
    return show(request, "place", workshop, context, refusal=refused, app="schedule")


def _named(session: Session) -> tuple[int, str]:
    return session.number, described(session)


def _placed(request: SignedIn, submission: Submission) -> PresentationQuerySet:
    """Its talk and its board, as far as it has them."""
    seen = planned_presentations(submission.workshop, request.user)
    return seen.filter(submission=submission).select_related("workshop", "session__workshop")


def _place(request: SignedIn, submission: Submission) -> str:
    """In the session of the form; or, by the button beside it, out of one."""
    number, by, at = submission.number, request.user, request.at
    seen = request.POST.get("seen", "")
    if typed := request.POST.get("out"):
        steps.take_out(submission, session=whole(typed), seen=seen, by=by, at=at)
        return f"Submission {number} is left to plan again."
    typed = request.POST.get("session", "")
    offered = submission.workshop.sessions.filter(kind__in=FOR_SUBMISSIONS)
    session = offered.filter(number=whole(typed)).first()
    if session is None:
        raise Refused(GONE)
    steps.place(submission, session=session, seen=seen, by=by, at=at)
    return f"Submission {number} stands in {described(session)}."
