"""The outbox: every letter of the workshop that this organizer may see, and one of them opened."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from workshop import mail
from workshop import outbox as steps
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Letter, Workshop
from workshop.organizer_forms import LetterForm
from workshop.permissions import organized_workshop
from workshop.views.organizing import Question, ask, show

LETTERS = 50

State = Letter.State
TABS = {
    "": "All",
    State.HELD: "Held",
    State.WAITING: "Waiting",
    State.DELIVERED: "Delivered",
    State.FAILED: "Came back",
}
ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "hold": (steps.hold, "The letter is held."),
    "let-go": (steps.let_go, "The letter is on its way."),
    "send-again": (steps.send_again, "The letter is on its way again."),
}


@audience(Audience.ORGANIZER)
@signed_in
def outbox(request: SignedIn, slug: str) -> HttpResponse:
    return _page(request, organized_workshop(request.user, slug), {})


@audience(Audience.ORGANIZER)
@signed_in
def letter(request: SignedIn, slug: str, key: UUID) -> HttpResponse:
    """One letter beside the list, with what may be done with it."""
    workshop = organized_workshop(request.user, slug)
    row = get_object_or_404(workshop.letters.visible_to(request.user), message_id=key)
    if request.method != "POST":
        return _page(request, workshop, _opened(request, workshop, row))
    if request.POST.get("act") not in ACTS:
        raise BadRequest
    step, said = ACTS[request.POST["act"]]
    try:
        step(workshop, row, by=request.user, at=request.at)
    except Refused as refusal:
        row.refresh_from_db()
        return _page(request, workshop, _opened(request, workshop, row), refusal)
    messages.success(request, said)
    return _back_to(request, workshop, row)


@audience(Audience.ORGANIZER)
@signed_in
def edit_letter(request: SignedIn, slug: str, key: UUID) -> HttpResponse:
    """The words of a held letter."""
    workshop = organized_workshop(request.user, slug)
    row = get_object_or_404(workshop.letters.visible_to(request.user), message_id=key)
    if row.state != State.HELD and request.method != "POST":
        return _back_to(request, workshop, row)
    saved = {"subject": row.subject, "body": row.body, "seen": steps.letter_seen(row)}
    form, refused = LetterForm(request.POST or None, initial=saved), None
    if request.method == "POST" and form.is_valid():
        try:
            steps.rewrite(workshop, row, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
            if isinstance(refusal, Stale):
                form = LetterForm({**request.POST.dict(), "seen": saved["seen"]}, initial=saved)
            refuse(form, refusal)
        else:
            messages.success(request, "The letter is saved. It is still held.")
            return _back_to(request, workshop, row)
    context = {
        **_opened(request, workshop, row),
        "form": form,
        "problems": problems_of(form),
        "saved_now": form.saved_now() if isinstance(refused, Stale) else [],
    }
    return _page(request, workshop, context, refused)


@audience(Audience.ORGANIZER)
@signed_in
def discard_letter(request: SignedIn, slug: str, key: UUID) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    row = get_object_or_404(workshop.letters.visible_to(request.user), message_id=key)
    if request.method != "POST":
        return ask(request, workshop, _discarding(request, workshop, row))
    try:
        steps.discard(workshop, row, by=request.user, at=request.at)
    except Refused as refusal:
        row.refresh_from_db()
        return _page(request, workshop, _opened(request, workshop, row), refusal)
    messages.success(request, "The letter is discarded. It will not be delivered.")
    return _back_to(request, workshop, row)


def _page(
    request: SignedIn,
    workshop: Workshop,
    context: dict[str, object],
    refusal: Refused | None = None,
) -> HttpResponse:
    """The list, as the tab and the page in the address say, and whatever is opened beside it."""
    visible = workshop.letters.visible_to(request.user)
    state = request.GET.get("state", "")
    state = state if state in TABS else ""
    counts = dict(visible.order_by().values_list("state").annotate(Count("pk")))
    tabs = [
        (key, name, counts.get(key, 0) if key else sum(counts.values()))
        for key, name in TABS.items()
    ]
    rows = visible.filter(state=state) if state else visible
    page = Paginator(rows, LETTERS).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs,
        "state": state,
        "counts": counts,
        "page": page,
        "query": _query(request),
        **context,
    }
    return show(request, "letters", workshop, context, refusal=refusal)


def _query(request: SignedIn) -> str:
    """The tab and the page that the reader came from, to be kept on the way."""
    kept = {key: request.GET[key] for key in ("state", "page") if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""


def _back_to(request: SignedIn, workshop: Workshop, row: Letter) -> HttpResponse:
    url = reverse("organize_letter", args=[workshop.slug, row.message_id])
    return HttpResponseRedirect(f"{url}{_query(request)}#letter")


def _opened(request: SignedIn, workshop: Workshop, row: Letter) -> dict[str, object]:
    """In the demo no letter leaves: the outbox is where it is read, with the link in it."""
    text = mail.with_secret(row) if settings.DEMO else row.body
    return {"letter": row, "text": text, "discarding": _discarding(request, workshop, row)}


def _discarding(request: SignedIn, workshop: Workshop, row: Letter) -> Question:
    place = [workshop.slug, row.message_id]
    return Question(
        url=reverse("discard_letter", args=place) + _query(request),
        act="Discard the letter",
        title="Discard this letter?",
        meaning=f"“{row.subject}” will never reach {row.recipient}. This cannot be undone.",
        back=reverse("organize_letter", args=place) + _query(request),
    )
