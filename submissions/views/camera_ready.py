"""The author's camera-ready page: two files, who presents, the abstract, a video."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect

from submissions import camera_ready as steps
from submissions import camera_ready_forms as forms
from submissions import changes
from submissions.camera_ready_forms import Filled
from submissions.downloads import paper_of
from submissions.models import PaperVersion, Submission
from submissions.permissions import can_send_camera_ready, own_accepted, own_submission
from submissions.views.author import show
from submissions.views.editing import shown_version
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.http import SignedIn, signed_in
from workshop.permissions import visible_workshop

Part = PaperVersion.Part


@audience(Audience.AUTHOR)
@signed_in
def camera_ready(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """What is there, and the form while there is time; after it, what was sent."""
    workshop = visible_workshop(request.user, slug)
    mine = own_accepted(request.user, workshop, number)
    if request.htmx:
        return _file(request, mine)
    if request.method != "POST":
        return _page(request, mine, forms.of(mine, request.user))
    filled = forms.sent(request, mine)
    if not filled.valid:
        return _page(request, mine, filled)
    try:
        saved = _save(request, mine, filled)
    except Stale as stale:
        current = own_accepted(request.user, workshop, number)
        return _page(request, current, forms.compared(filled, request, current), stale)
    except Refused as refusal:
        return _page(request, mine, filled, refusal)
    messages.success(request, _said(saved, is_new=saved.saved_at == request.at))
    return redirect("camera_ready", slug, number)


def _save(request: SignedIn, mine: Submission, filled: Filled) -> Submission:
    # Only what takes time to arrive has the grace: a file sent with this very form.
    shown_at = dates.began_at(request.POST.get("ticket", ""), request.user)
    return steps.save(
        mine,
        filled.form.content(),
        filled.files,
        version=shown_version(request),
        by=request.user,
        at=request.at,
        began=shown_at if request.FILES else None,
    )


def _said(saved: Submission, *, is_new: bool) -> str:
    if not is_new:
        return "There was nothing to save: it stands as you typed it."
    missing = steps.readiness(saved).missing
    lacks = f"Still missing: {', '.join(missing)}." if missing else "Nothing is missing."
    return f"Saved. {lacks} Every author gets a letter."


def _page(
    request: SignedIn, mine: Submission, filled: Filled, refusal: Refused | None = None
) -> HttpResponse:
    deadline = steps.deadline_of(mine.workshop)
    opened = isinstance(refusal, Stale) or "version" not in request.POST
    context = {
        "submission": mine,
        "filled": filled,
        "ready": steps.readiness(mine),
        "deadline": deadline,
        # What was typed too late is shown still, so that it can be copied.
        "open": refusal or can_send_camera_ready(mine, deadline, request.at),
        "change": changes.waiting(mine),
        "max_paper_mb": settings.MAX_PAPER_BYTES // 1_000_000,
        "refusal": refusal,
        "saved_now": list(filled.form.saved_now()) if isinstance(refusal, Stale) else [],
        "version": mine.version if opened else shown_version(request),
        "ticket": request.POST.get("ticket") or dates.ticket(request.user, request.at),
    }
    status = 409 if refusal else 200
    return show(request, "camera_ready", mine.workshop, context, status=status)


def _file(request: SignedIn, mine: Submission) -> HttpResponse:
    """One file and what was found in it, asked for again and again until that is known."""
    part = Part.SLIDES if request.GET.get("part") == Part.SLIDES else Part.FINAL
    paper = mine.last(part)
    if paper is None:
        raise Http404
    context = {"submission": mine, "part": part.value, "paper": paper}
    return show(request, "camera_ready_file", mine.workshop, context)


@audience(Audience.AUTHOR)
@signed_in
def own_final_paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = visible_workshop(request.user, slug)
    return paper_of(own_submission(request.user, workshop, number), Part.FINAL)


@audience(Audience.AUTHOR)
@signed_in
def own_slides(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = visible_workshop(request.user, slug)
    return paper_of(own_submission(request.user, workshop, number), Part.SLIDES)
