"""The author's form: shown, rearranged, saved, submitted."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from submissions import editor as editing
from submissions import submit
from submissions.editor import Editor
from submissions.models import Submission
from submissions.permissions import can_edit_submission, own_submission
from submissions.status import Status
from submissions.views.author import show
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Step, Workshop
from workshop.permissions import visible_workshop
from workshop.standing import call_state


@audience(Audience.SIGNED_IN)
@signed_in
def new(request: SignedIn, slug: str) -> HttpResponse:
    workshop = visible_workshop(request.user, slug)
    return _edit(request, workshop, None)


@audience(Audience.AUTHOR)
@signed_in
def edit(request: SignedIn, slug: str, number: int) -> HttpResponse:
    workshop = visible_workshop(request.user, slug)
    return _edit(request, workshop, own_submission(request.user, workshop, number))


def _edit(request: SignedIn, workshop: Workshop, mine: Submission | None) -> HttpResponse:
    if request.method != "POST":
        return _opened(request, workshop, mine)
    act = request.POST.get("act", "save")
    if act not in {"save", "submit"}:
        return _form(request, workshop, mine, editing.rearranged(request, workshop, act))
    complete = act == "submit" or (mine is not None and mine.status == Status.SUBMITTED)
    editor = editing.posted(
        request, workshop, complete=complete, has_paper=mine is not None and mine.paper is not None
    )
    if not editor.valid:
        return _form(request, workshop, mine, editor)
    try:
        saved = _save(request, workshop, mine, editor, hand_in=act == "submit")
    except Stale as stale:
        current = own_submission(request.user, workshop, mine.number) if mine else None
        return _form(request, workshop, current, editor, refusal=str(stale), seen=True)
    except Refused as refusal:
        return _form(request, workshop, mine, editor, refusal=str(refusal))
    messages.success(request, _said(saved, complete=complete))
    return redirect("submission" if complete else "edit_submission", workshop.slug, saved.number)


def _opened(request: SignedIn, workshop: Workshop, mine: Submission | None) -> HttpResponse:
    """The form as it is first shown; where nothing can be saved, why."""
    deadline = dates.deadline_of(workshop, Step.SUBMIT)
    if mine is not None and not can_edit_submission(mine, deadline, request.at):
        return redirect(mine)
    state = call_state(deadline, request.at)
    if mine is None and state != "open":
        return show(request, "closed", workshop, {"deadline": deadline, "state": state})
    editor = editing.of(mine, request.user) if mine else editing.fresh(workshop, request.user)
    return _form(request, workshop, mine, editor)


@transaction.atomic
def _save(
    request: SignedIn, workshop: Workshop, mine: Submission | None, editor: Editor, *, hand_in: bool
) -> Submission:
    by, at = request.user, request.at
    form = dates.began_at(request.POST.get("ticket", ""), by)
    # Only what takes time to arrive has the grace: a file sent with this very form.
    began = form if "paper" in request.FILES else None
    paper, content = editor.upload, editor.content
    if mine is None:
        saved = submit.draft(workshop, content, by=by, at=at, paper=paper, began=began, form=form)
    else:
        version = shown_version(request)
        saved = submit.save(mine, content, version=version, by=by, at=at, paper=paper, began=began)
    if hand_in and saved.status == Status.DRAFT:
        saved = submit.submit(saved, by=by, at=at, began=began)
    return saved


def shown_version(request: SignedIn) -> int:
    """The version that the form was opened at; nonsense counts as an old one."""
    return whole(request.POST.get("version", ""))


def _said(saved: Submission, *, complete: bool) -> str:
    if not complete:
        return (
            f"Saved as a draft, submission {saved.number}. Only you and your co-authors can see it."
        )
    if saved.revision > 1:
        return f"Your revision of submission {saved.number} is saved. Every author gets a letter."
    return f"Submission {saved.number} is submitted. Every author gets a letter."


def _form(
    request: SignedIn,
    workshop: Workshop,
    mine: Submission | None,
    editor: Editor,
    *,
    refusal: str = "",
    seen: bool = False,
) -> HttpResponse:
    """The form. `seen`: it shows that somebody else saved, so the next save may go over that."""
    deadline = dates.deadline_of(workshop, Step.SUBMIT)
    opened = mine is not None and (seen or "version" not in request.POST)
    version = mine.version if mine and opened else shown_version(request)
    context = {
        "submission": mine,
        "editor": editor,
        "deadline": deadline,
        "max_paper_mb": settings.MAX_PAPER_BYTES // 1_000_000,
        "refusal": refusal,
        "version": version,
        "ticket": request.POST.get("ticket") or dates.ticket(request.user, request.at),
    }
    return show(request, "edit", workshop, context, status=409 if refusal else 200)
