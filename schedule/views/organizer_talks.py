"""What stands in a session: added, ordered, moved, removed; a talk by a person is edited."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from schedule import talks as steps
from schedule.forms import EditTalkForm, NewTalkForm
from schedule.models import Presentation, Session
from schedule.permissions import organized_session, planned_presentations
from schedule.plan import GONE as SESSION_GONE
from schedule.plan import described
from schedule.planning import plan_of
from schedule.views.organizer import plan_page
from schedule.views.session_page import new_talk_page, session_page
from schedule.wording import clock
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show

SHIFTS = {"up": "first", "down": "last"}
GONE = "This stands in the session no more: somebody has moved it or taken it out."


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else 0


def _session(request: SignedIn, workshop: Workshop) -> Session | None:
    """The session of the form; nothing if it was removed meanwhile."""
    number = _number(request.POST.get("session"))
    found: Session | None = workshop.sessions.filter(number=number).first()
    return found


def _talk(request: SignedIn, session: Session) -> Presentation:
    """The talk that a form names by its key, if this organizer sees it in the session."""
    for talk in _seen(request, session):
        if talk.key == request.POST.get("talk", ""):
            return talk
    raise Refused(GONE)


def _seen(request: SignedIn, session: Session) -> list[Presentation]:
    """What this organizer sees in a session, in its order."""
    seen = planned_presentations(session.workshop, request.user).filter(session=session)
    return list(seen.select_related("workshop", "session", "presenter"))


def _back(request: SignedIn, session: Session) -> HttpResponse:
    """To where the button was: the plan, or the page of the session."""
    slug = session.workshop.slug
    if request.POST.get("on") == "plan":
        return redirect("organize_schedule", slug)
    page = reverse("edit_session", args=[slug, session.number])
    shifted = request.POST.get("act") in SHIFTS
    place = f"talk-{request.POST['talk']}" if shifted else "talks"
    return HttpResponseRedirect(f"{page}#{place}")


def _act(request: SignedIn, slug: str, step: Callable[[Workshop, Session], str]) -> HttpResponse:
    """Take a step on a session; it says what was done. Refused, the page says why."""
    workshop = organized_workshop(request.user, slug)
    session = _session(request, workshop)
    if session is None:
        return plan_page(request, workshop, Refused(SESSION_GONE))
    try:
        said = step(workshop, session)
    except Refused as refusal:
        session = _session(request, workshop)
        if session is None or request.POST.get("on") == "plan":
            return plan_page(request, workshop, refusal)
        return session_page(request, workshop, session, refusal)
    messages.success(request, said)
    return _back(request, session)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def add_talk(request: SignedIn, slug: str) -> HttpResponse:
    """Of the submissions that are ticked; or, where a name is asked for, of a person."""
    if "talk-name" in request.POST:
        return _add_person_talk(request, slug)

    def step(workshop: Workshop, session: Session) -> str:
        numbers = [_number(typed) for typed in request.POST.getlist("submission")]
        count = steps.add_talks(session, numbers, by=request.user, at=request.at)
        return "1 is added." if count == 1 else f"{count} are added, in order of number."

    return _act(request, slug, step)


def _add_person_talk(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    session = _session(request, workshop)
    form = NewTalkForm(request.POST, prefix="talk")
    if session is None:
        return new_talk_page(request, workshop, None, form, Refused(SESSION_GONE))
    if not form.is_valid():
        return new_talk_page(request, workshop, session, form)
    name = form.cleaned_data["name"]
    try:
        steps.add_person_talk(session, form.facts(), name=name, by=request.user, at=request.at)
    except Refused as refusal:
        return new_talk_page(request, workshop, _session(request, workshop), form, refusal)
    messages.success(request, f"The talk by {name} is added.")
    return _back(request, session)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def place_posters(request: SignedIn, slug: str) -> HttpResponse:
    def step(workshop: Workshop, session: Session) -> str:
        count = steps.place_posters(session, by=request.user, at=request.at)
        return "1 poster has its board." if count == 1 else f"{count} posters have their boards."

    return _act(request, slug, step)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def remove_talk(request: SignedIn, slug: str) -> HttpResponse:
    def step(workshop: Workshop, session: Session) -> str:
        talk = _talk(request, session)
        steps.remove_talk(talk, by=request.user, at=request.at)
        return "It is left to plan again." if talk.submission_id else "The talk is removed."

    return _act(request, slug, step)


@audience(Audience.ORGANIZER)
@signed_in
@require_POST
def move_talk(request: SignedIn, slug: str) -> HttpResponse:
    """Up, down, or to another session."""

    def step(workshop: Workshop, session: Session) -> str:
        talk, by, at = _talk(request, session), request.user, request.at
        if (act := request.POST.get("act")) in SHIFTS:
            if steps.shift_talk(talk, up=act == "up", by=by, at=at):
                return _place(request, workshop, session, talk.key)
            return f"It is the {SHIFTS[act]} already."
        to = workshop.sessions.filter(number=_number(request.POST.get("to"))).first()
        if to is None:
            raise Refused("Choose the session to which it moves.")
        steps.move_talk(talk, to=to, by=by, at=at)
        return f"Moved to {described(to)}."

    return _act(request, slug, step)


def _place(request: SignedIn, workshop: Workshop, session: Session, key: str) -> str:
    """Where a talk stands now, in the plan as this organizer sees it."""
    rows = plan_of(workshop, request.user).talks_in(session.number)
    shown = next(row.shown for row in rows if row.key == key)
    if shown.board:
        return f"Now on board {shown.board}."
    return f"Now at {clock(shown.starts_at.astimezone(workshop.tzinfo))}."


@audience(Audience.ORGANIZER)
@signed_in
def edit_talk(request: SignedIn, slug: str, session: int, talk: int) -> HttpResponse:
    """A talk by a person, counted as this organizer sees the session; its form goes by its key."""
    workshop = organized_workshop(request.user, slug)
    if request.method == "POST":
        return _change(request, workshop, session)
    row = organized_session(workshop, session)
    seen = _seen(request, row)
    if not 1 <= talk <= len(seen) or seen[talk - 1].submission_id:
        raise Http404
    return _talk_page(request, row, seen[talk - 1], EditTalkForm(initial=_initial(seen[talk - 1])))


def _change(request: SignedIn, workshop: Workshop, session: int) -> HttpResponse:
    row: Session | None = workshop.sessions.filter(number=session).first()
    typed = NewTalkForm(prefix="talk", initial=request.POST.dict())
    if row is None:
        return new_talk_page(request, workshop, None, typed, Refused(SESSION_GONE))
    form = EditTalkForm(request.POST)
    found: Presentation | None = None
    try:
        found = _talk(request, row)
        if not form.is_valid():
            return _talk_page(request, row, found, form)
        changed = steps.change_talk(
            found, form.facts(), seen=form.cleaned_data["seen"], by=request.user, at=request.at
        )
    except Refused as refusal:
        if found is None:
            return new_talk_page(request, workshop, row, typed, refusal)
        return _talk_page(request, row, found, form, refusal)
    messages.success(request, "The talk is saved." if changed else "Nothing was changed.")
    return redirect("edit_session", workshop.slug, session)


def _talk_page(
    request: SignedIn,
    session: Session,
    talk: Presentation,
    form: EditTalkForm,
    refusal: Refused | None = None,
) -> HttpResponse:
    if isinstance(refusal, Stale):
        talk.refresh_from_db()
        form = EditTalkForm(
            {**request.POST.dict(), "seen": steps.talk_seen(talk)}, initial=_initial(talk)
        )
    context = {
        "session": session,
        "talk": talk,
        "form": form,
        "problems": problems_of(form) if form.is_bound else [],
        "saved_now": form.saved_now() if isinstance(refusal, Stale) else [],
    }
    return show(request, "talk", session.workshop, context, refusal=refusal, app="schedule")


def _initial(talk: Presentation) -> dict[str, str]:
    return {
        "title": talk.title,
        "abstract": talk.abstract,
        "slides_label": talk.slides_label,
        "talk": talk.key,
        "seen": steps.talk_seen(talk),
    }
