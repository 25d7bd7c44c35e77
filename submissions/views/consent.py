"""An author says what of a submission may be posted, and takes it back as easily."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect

from submissions import posting
from submissions.consent_forms import ConsentForm
from submissions.models import Consent, Submission
from submissions.permissions import own_submission
from submissions.status import ACCEPTED
from submissions.views.author import show
from workshop import dates
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Step, Workshop
from workshop.permissions import visible_workshop

GAVE, TOOK = "consented to posting", "took back the consent to posting"


@dataclass(frozen=True)
class Event:
    """A line of the history: somebody gave or took back the consent to some artefacts."""

    at: datetime
    who: str
    did: str
    what: str


@audience(Audience.AUTHOR)
@signed_in
def consent(request: SignedIn, slug: str, number: int) -> HttpResponse:
    workshop = visible_workshop(request.user, slug)
    mine = _mine(request, workshop, number)
    if request.method != "POST" and mine.status not in ACCEPTED and not mine.consented:
        messages.info(request, "Only an accepted submission can be posted.")
        return redirect("submission", slug, number)
    form = _form(request, mine)
    if request.method != "POST" or not form.is_valid():
        return _page(request, mine, form)
    facts = {"by": request.user, "at": request.at, "seen": form.cleaned_data["seen"]}
    try:
        changed = posting.consent(mine, form.artefacts, **facts)
    except Stale as stale:
        mine = _mine(request, workshop, number)
        return _page(request, mine, _form(request, mine, seen_again=True), stale)
    except Refused as refusal:
        return _page(request, mine, form, refusal)
    messages.success(request, _said(mine, form) if changed else "Nothing was changed.")
    return redirect("consent", slug, number)


def _mine(request: SignedIn, workshop: Workshop, number: int) -> Submission:
    """A submission of this author, with everything that was consented to, and by whom."""
    mine = own_submission(request.user, workshop, number)
    rows = Consent.objects.select_related("given_by", "revoked_by")
    prefetch_related_objects([mine], Prefetch("consents", rows))
    return mine


def _form(request: SignedIn, mine: Submission, *, seen_again: bool = False) -> ConsentForm:
    """The form over what stands. `seen_again`: what was ticked may now go over it."""
    seen = posting.consents_seen(mine)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and seen_again:
        data["seen"] = seen
    initial: dict[str, object] = dict.fromkeys(mine.consented, True)
    return ConsentForm(data, initial={**initial, "seen": seen}, submission=mine)


def _said(mine: Submission, form: ConsentForm) -> str:
    if posting.Artefact.PAGE not in form.artefacts or mine.status not in ACCEPTED:
        return "Nothing of this submission is posted now. Every author gets a letter."
    return "Saved, and public from now on. Every author gets a letter."


def _page(
    request: SignedIn, mine: Submission, form: ConsentForm, refusal: Refused | None = None
) -> HttpResponse:
    if refusal:
        refuse(form, refusal)
    context = {
        "submission": mine,
        "form": form,
        "problems": problems_of(form),
        "refusal": refusal,
        "history": history(mine),
        "standing": posting.standing_in_words(mine),
        "deadline": dates.deadline_of(mine.workshop, Step.POST),
        "link": posting.public_link(mine),
    }
    return show(request, "consent", mine.workshop, context, 409 if refusal else 200)


def history(submission: Submission) -> list[Event]:
    """Who consented to what and who took it back, what was done at once in one line; last first."""
    acts: dict[tuple[datetime, str, str], list[posting.Artefact]] = defaultdict(list)
    rows = submission.consents.all()
    for artefact in posting.Artefact:
        for row in (row for row in rows if row.artefact == artefact):
            acts[row.given_at, _name(row.given_by), GAVE].append(artefact)
            if row.revoked_at:
                acts[row.revoked_at, _name(row.revoked_by), TOOK].append(artefact)
    events = [Event(*act, posting.in_words(artefacts)) for act, artefacts in acts.items()]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _name(user: object) -> str:
    return str(user or "somebody whose account is gone")
