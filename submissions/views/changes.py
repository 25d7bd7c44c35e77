"""A change of title and authors: an author's proposal, an organizer's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from submissions import camera_ready, change_forms, changes
from submissions.change_forms import AnswerForm
from submissions.editor import Editor
from submissions.models import Change, Submission
from submissions.permissions import can_send_camera_ready, organized_submission, own_accepted
from submissions.status import ACCEPTED
from submissions.views.author import show
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import refuse
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Workshop
from workshop.permissions import handled_workshop, visible_workshop
from workshop.views.organizing import give_back, side_of


@audience(Audience.AUTHOR)
@signed_in
def propose_change(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """The form, its rows, its saving; and taking back what waits."""
    mine = own_accepted(request.user, visible_workshop(request.user, slug), number)
    if request.method != "POST":
        editor = change_forms.of(mine, changes.waiting(mine), request.user)
        return _form(request, mine, editor)
    act = request.POST.get("act", "propose")
    if act == "take back":
        return _take_back(request, mine)
    if act != "propose":
        return _form(request, mine, change_forms.rearranged(request, mine, act))
    editor = change_forms.sent(request, mine)
    if not editor.valid:
        return _form(request, mine, editor)
    try:
        changes.propose(
            mine,
            editor.paper.cleaned_data["title"],
            editor.authors,
            editor.paper.cleaned_data["reason"],
            shown=request.POST.get("seen", ""),
            by=request.user,
            at=request.at,
        )
    except Refused as refusal:
        return _form(request, mine, editor, refusal)
    messages.success(request, "Proposed. The organizers decide; every author gets a letter.")
    return redirect("camera_ready", slug, number)


def _take_back(request: SignedIn, mine: Submission) -> HttpResponse:
    """From the one button beside a waiting change."""
    try:
        changes.take_back(mine, number=_number(request), by=request.user, at=request.at)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The change is taken back. Title and authors stay as they are.")
    return redirect("camera_ready", mine.workshop.slug, mine.number)


def _form(
    request: SignedIn, mine: Submission, editor: Editor, refusal: Refused | None = None
) -> HttpResponse:
    deadline = camera_ready.deadline_of(mine.workshop)
    waiting = changes.waiting(mine)
    opened = isinstance(refusal, Stale) or "seen" not in request.POST
    can_send = can_send_camera_ready(mine, deadline, request.at)
    context = {
        "submission": mine,
        "editor": editor,
        "proposing": True,
        "deadline": deadline,
        "open": refusal or can_send,
        "too_late": refusal and not can_send,
        "change": waiting,
        "said": changes.in_words(mine, waiting) if waiting else [],
        "refusal": refusal,
        "seen": changes.seen(mine) if opened else request.POST.get("seen", ""),
    }
    return show(request, "change", mine.workshop, context, status=409 if refusal else 200)


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def answer_change(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """Old and new side by side on a GET; approves or refuses on a POST."""
    try:
        return _answer_change(request, handled_workshop(request.user, slug), number)
    except Http404:
        return give_back(request, {"Your reason": request.POST.get("answer", "")})


def _answer_change(request: SignedIn, workshop: Workshop, number: int) -> HttpResponse:
    row = organized_submission(request.user, workshop, number)
    row.workshop = workshop  # which knows from which side it is looked at
    form = AnswerForm(request.POST if request.POST.get("act") == "refuse" else None)
    refused: Refused | None = None
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        try:
            said = _answer(request, row, form)
        except Refused as refusal:
            refused = refusal
            # It may have become somebody else's in between.
            organized_submission(request.user, workshop, number)
            if refusal.field and form.is_bound:
                refuse(form, refusal)
        else:
            messages.success(request, said)
            return _onward(request, row)
    change = changes.waiting(row) or _answered(request, row, refused)
    if change is None:
        messages.info(request, f"No change of submission {number} waits for an answer.")
        return redirect("organize_submission", workshop.slug, number)
    return _question(request, row, change, form, refused)


def _number(request: SignedIn) -> int:
    return whole(request.POST.get("number", ""))


def _onward(request: SignedIn, row: Submission) -> HttpResponse:
    """To what else waits for this organizer's answer; else to the submission."""
    readable = row.workshop.submissions.organized_by(request.user)
    waits = Change.objects.waiting().filter(submission__in=readable).exists()
    if waits and not row.workshop.from_outside:
        return redirect("organize_camera_ready", row.workshop.slug)
    return redirect("organize_submission", row.workshop.slug, row.number)


def _answered(request: SignedIn, row: Submission, refused: Refused | None) -> Change | None:
    """What a reason was typed for, though another has answered it: so that no word is lost."""
    if refused is None or not request.POST.get("answer"):
        return None
    known = row.changes.select_related("proposed_by")
    return known.filter(number=_number(request)).first() or known.last()


def _answer(request: SignedIn, row: Submission, form: AnswerForm) -> str:
    number = _number(request)
    by, at = request.user, request.at
    if form.is_bound:
        answer = form.cleaned_data["answer"]
        changes.refuse(row, number=number, answer=answer, by=by, at=at)
        return "The change is refused. Every author gets a letter with your reason."
    changes.approve(row, number=number, by=by, at=at)
    return "The change is approved. Every author gets a letter, former and new ones too."


def _question(
    request: SignedIn, row: Submission, change: Change, form: AnswerForm, refused: Refused | None
) -> HttpResponse:
    now = changes.named_now(row)
    context = {
        "workshop": row.workshop,
        "side": side_of(row.workshop),
        "submission": row,
        "change": change,
        "now": now,
        "proposed": changes.named_by(change, now),
        "said": changes.in_words(row, change),
        "form": form,
        "refusal": refused,
        "waits": change.state == Change.State.WAITING and row.status in ACCEPTED,
    }
    status = 409 if refused else 200
    return render(request, "submissions/organizer/change.html", context, status=status)
