"""The organizers' pages about submissions. Everything starts at `organized_by`."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect

from submissions import camera_ready, changes, desk, exports
from submissions import editor as editing
from submissions.editor import Editor
from submissions.filters import SubmissionFilter
from submissions.forms import RejectForm
from submissions.models import SubmissionQuerySet
from submissions.naming import named_on
from submissions.permissions import organized_submission
from submissions.status import ACCEPTED, Status
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Step, Workshop
from workshop.permissions import handled_workshop, organized_workshop
from workshop.views.organizing import show

ROWS = 50


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def submissions(request: SignedIn, slug: str) -> HttpResponse:
    """The list, searched and filtered; for htmx only the part that changes."""
    workshop = handled_workshop(request.user, slug)
    readable = workshop.submissions.organized_by(request.user)
    chosen = SubmissionFilter(request.GET, workshop=workshop)
    rows = chosen.apply(readable)
    page = Paginator(rows.for_list(), ROWS).get_page(request.GET.get("page"))
    context = {"chosen": chosen, "page": page, "tabs": _tabs(readable)}
    name = "list" if request.htmx else "submissions"
    return show(request, name, workshop, context, app="submissions")


def _tabs(readable: SubmissionQuerySet) -> dict[str, int]:
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in Status}
    return readable.aggregate(all=Count("pk"), **counts)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def submission(request: SignedIn, slug: str, number: int) -> HttpResponse:
    workshop = handled_workshop(request.user, slug)
    row = organized_submission(request.user, workshop, number)
    entries = workshop.entries.visible_to(request.user).filter(about=number).select_related("by")
    accepted = row.status in ACCEPTED
    change = changes.waiting(row) if accepted else None
    context = {
        "submission": row,
        "entries": entries,
        "rejectable": row.status == Status.SUBMITTED,
        "ready": camera_ready.readiness(row) if accepted else None,
        "change": change,
        "said": changes.in_words(row, change) if change else [],
        "named": named_on(row),
    }
    return show(request, "submission", workshop, context, app="submissions")


@audience(Audience.ORGANIZER)
@signed_in
def desk_reject(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Asks for the reason on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    row = organized_submission(request.user, workshop, number)
    if request.method != "POST" and row.status != Status.SUBMITTED:
        stands = row.get_status_display()
        messages.info(request, f"Submission {number} is {stands}: it cannot be rejected here.")
        return redirect("organize_submission", slug, number)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        desk.reject(row, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
        messages.success(request, f"Submission {number} is rejected. Every author gets a letter.")
        return redirect("organize_submission", slug, number)
    return show(request, "reject", workshop, {"submission": row, "form": form}, app="submissions")


@audience(Audience.ORGANIZER)
@signed_in
def add_late(request: SignedIn, slug: str) -> HttpResponse:
    """Add what reached the organizers another way, in the authors' own form."""
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        return _late_form(request, workshop, editing.empty(workshop, request.user))
    act = request.POST.get("act", "submit")
    if act not in {"save", "submit"}:
        return _late_form(request, workshop, editing.rearranged(request, workshop, act))
    editor = editing.posted(request, workshop, complete=True, has_paper=False)
    if not editor.valid or editor.upload is None:
        return _late_form(request, workshop, editor)
    try:
        row = desk.add_late(
            workshop,
            editor.content,
            paper=editor.upload,
            by=request.user,
            at=request.at,
            form=dates.began_at(request.POST.get("ticket", ""), request.user),
        )
    except Refused as refusal:
        return _late_form(request, workshop, editor, refusal)
    messages.success(request, f"Added as submission {row.number}. Every author gets a letter.")
    return redirect("organize_submissions", slug)


def _late_form(
    request: SignedIn, workshop: Workshop, editor: Editor, refusal: Refused | None = None
) -> HttpResponse:
    deadline = dates.deadline_of(workshop, Step.SUBMIT)
    context = {
        "editor": editor,
        "deadline": deadline,
        "max_paper_mb": settings.MAX_PAPER_BYTES // 1_000_000,
        "ticket": request.POST.get("ticket") or dates.ticket(request.user, request.at),
        "late": True,
    }
    return show(request, "late", workshop, context, refusal=refusal, app="submissions")


@audience(Audience.ORGANIZER)
@signed_in
def as_csv(request: SignedIn, slug: str) -> StreamingHttpResponse:
    workshop = organized_workshop(request.user, slug)
    rows = workshop.submissions.organized_by(request.user).for_list()
    response = StreamingHttpResponse(exports.as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-submissions.csv"'
    return response
