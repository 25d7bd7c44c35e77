"""The author's camera-ready page: two files, who presents, the abstract, a video."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect

from submissions import camera_ready as steps
from submissions import camera_ready_forms as forms
from submissions import changes
from submissions.camera_ready_forms import Filled
from submissions.downloads import paper_of
from submissions.models import PaperVersion, Submission
from submissions.next_step import asked_to_post
from submissions.permissions import can_send_camera_ready, own_accepted, own_submission
from submissions.views.author import show
from submissions.views.editing import shown_version
from workshop import dates
from workshop.audience import Audience, audience
from workshop.days import days_of
from workshop.errors import Refused, Stale
from workshop.http import SignedIn, signed_in
from workshop.models import Step
from workshop.permissions import visible_workshop

Part = PaperVersion.Part
TEXT_TOO_LATE = (
    "The files were on their way in time. What came with them was typed too late: "
    "who presents, the abstract and the link to a video stand as they were."
)


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
    messages.success(request, _said(saved, request.at))
    if not steps.same(saved, filled.form.content()):
        messages.warning(request, TEXT_TOO_LATE)
    return redirect("camera_ready", slug, number)


def _save(request: SignedIn, mine: Submission, filled: Filled) -> Submission:
    # Only what takes time to arrive has the grace: a file of this form, sent with it.
    came = request.FILES.keys() & {Part.FINAL.value, Part.SLIDES.value}
    shown_at = dates.began_at(request.POST.get("ticket", ""), request.user)
    return steps.save(
        mine,
        filled.form.content(),
        filled.files,
        version=shown_version(request),
        by=request.user,
        at=request.at,
        began=shown_at if came else None,
    )


def _said(saved: Submission, at: datetime) -> str:
    """What came by name, what stayed, and what is missing still."""
    if saved.saved_at != at:
        return "There was nothing to save: it stands as you typed it."
    ready = steps.readiness(saved)
    files = [("The final PDF is", ready.final), ("The slides are", ready.slides)]
    came = [file.name for _, file in files if file and file.received_at == at]
    said = [f"Saved: {' and '.join(came)}." if came else "Saved."]
    if came:
        said += [f"{name} as before." for name, file in files if file and file.received_at != at]
    if ready.looked_into:
        said.append(f"We are looking into {' and '.join(ready.looked_into)}.")
    if ready.missing:
        said.append(f"Still missing: {', '.join(ready.missing)}.")
    elif not ready.looked_into:
        said.append("Nothing is missing.")
    return " ".join([*said, "Every author gets a letter."])


def _page(
    request: SignedIn, mine: Submission, filled: Filled, refusal: Refused | None = None
) -> HttpResponse:
    prefetch_related_objects([mine.workshop], "deadlines")
    days = days_of(mine.workshop)
    deadline = days.get(Step.CAMERA_READY)
    opened = isinstance(refusal, Stale) or "version" not in request.POST
    change = changes.waiting(mine)
    can_send = can_send_camera_ready(mine, deadline, request.at)
    context = {
        "submission": mine,
        "filled": filled,
        "ready": steps.readiness(mine),
        "deadline": deadline,
        # What was typed too late is shown still, so that it can be copied.
        "open": request.method == "POST" or can_send,
        "too_late": refusal and not can_send,
        "posting": asked_to_post(mine, days.get(Step.POST), request.at),
        "change": change,
        "said": changes.in_words(mine, change) if change else [],
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
