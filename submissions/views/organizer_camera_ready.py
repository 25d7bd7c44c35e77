"""The organizers' camera-ready page: what is there, what is missing, what waits for an answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect

from submissions import camera_ready as steps
from submissions import camera_ready_reminders as reminding
from submissions import changes, readiness
from submissions.downloads import paper_of, papers_of
from submissions.models import PaperVersion
from submissions.permissions import organized_submission
from submissions.readiness import Row
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import handled_workshop, organized_workshop
from workshop.views.organizing import show

Part = PaperVersion.Part
ROWS = 50
TABS = {
    "": "All",
    "missing": "Missing",
    "look": "To look at",
    "change": "Change waiting",
    "unposted": "Nothing posted",
}


@audience(Audience.ORGANIZER)
@signed_in
def camera_ready(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    rows = readiness.rows_of(workshop, request.user)
    prefetch_related_objects([row.submission for row in rows], "consents")
    kept = _by_tab(rows)
    tab = request.GET.get("show", "")
    tab = tab if tab in kept else ""
    context = {
        "total": len(rows),
        "missing": len(kept["missing"]),
        "sent": any(row.ready.final for row in rows),
        "waiting": [
            (row, changes.in_words(row.submission, row.change)) for row in rows if row.change
        ],
        "tabs": [(key, name, len(kept[key]), key == tab) for key, name in TABS.items()],
        "page": Paginator(kept[tab], ROWS).get_page(request.GET.get("page")),
        "deadline": steps.deadline_of(workshop),
    }
    return show(request, "camera_ready", workshop, context, app="submissions")


def _by_tab(rows: list[Row]) -> dict[str, list[Row]]:
    return {
        "": rows,
        "missing": [row for row in rows if row.ready.lacks_final],
        "look": [row for row in rows if row.needs_a_look],
        "change": [row for row in rows if row.change],
        "unposted": [row for row in rows if not row.submission.consented],
    }


@audience(Audience.ORGANIZER)
@signed_in
def remind(request: SignedIn, slug: str) -> HttpResponse:
    """A GET shows whose authors get what; a POST sends it."""
    workshop = organized_workshop(request.user, slug)
    refused: Refused | None = None
    if request.method == "POST":
        shown = request.POST.get("seen", "")
        try:
            sent = reminding.remind(workshop, shown=shown, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            letters = sum(reminder.recipients for reminder in sent)
            some = "1 reminder is" if letters == 1 else f"{letters} reminders are"
            messages.success(request, f"{some} on the way.")
            return redirect("organize_camera_ready", slug)
    return _preview(request, workshop, refused)


def _preview(request: SignedIn, workshop: Workshop, refused: Refused | None) -> HttpResponse:
    found = reminding.reminders(workshop, request.user)
    due = [reminder for reminder in found if reminder.is_due(request.at)]
    deadline = steps.deadline_of(workshop)
    context = {
        "reminders": due,
        "resting": len(found) - len(due),
        "letters": sum(reminder.recipients for reminder in due),
        "letter": reminding.preview(due[0], deadline, request.at) if due else None,
        "deadline": deadline,
        "over": deadline is not None and deadline.closes_at <= request.at,
        "seen": reminding.seen(due),
    }
    page = "camera_ready_remind"
    return show(request, page, workshop, context, refusal=refused, app="submissions")


@audience(Audience.ORGANIZER)
@signed_in
def all_final_papers(request: SignedIn, slug: str) -> FileResponse:
    """The camera-ready papers as one zip; of what is not accepted any more, none."""
    workshop = organized_workshop(request.user, slug)
    rows = [row.submission for row in readiness.rows_of(workshop, request.user)]
    return papers_of(rows, f"{slug}-camera-ready.zip", Part.FINAL)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def final_paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = handled_workshop(request.user, slug)
    return paper_of(organized_submission(request.user, workshop, number), Part.FINAL)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def slides(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = handled_workshop(request.user, slug)
    return paper_of(organized_submission(request.user, workshop, number), Part.SLIDES)
