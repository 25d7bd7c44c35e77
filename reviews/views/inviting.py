"""Inviting reviewers: a list is typed, looked at person by person, and then sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from reviews import invite as steps
from reviews.invite_forms import MOST_AT_ONCE, MOST_SHOWN, InviteReviewersForm
from reviews.invite_preview import Line, look
from reviews.models import Invitation
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show


@audience(Audience.ORGANIZER)
@signed_in
def invite_reviewers(request: SignedIn, slug: str) -> HttpResponse:
    """Nobody is written to before the list was looked at: the button of that page sends."""
    workshop = organized_workshop(request.user, slug)
    if request.method != "POST":
        initial = {"addresses": _instead(request, workshop)}
        return _page(request, workshop, InviteReviewersForm(workshop=workshop, initial=initial))
    form, refused = InviteReviewersForm(request.POST, request.FILES, workshop=workshop), None
    form.is_whole, lines = form.is_valid(), _lines(request, workshop, form)
    if form.is_whole and request.POST.get("act") == "send":
        try:
            _send(request, workshop, form, lines)
        except Refused as refusal:
            refuse(form, refused := refusal)
            lines = _lines(request, workshop, form)
        else:
            return redirect("organize_reviewers", slug)
    return _page(request, workshop, form, lines, refused)


def _send(
    request: SignedIn, workshop: Workshop, form: InviteReviewersForm, lines: Sequence[Line]
) -> None:
    asked = [line.invitee for line in lines if line.is_ticked]
    if not asked:
        raise Refused("Nobody is ticked: tick at least one of the people below.")
    steps.invite(
        workshop,
        asked,
        topics=form.cleaned_data["topics"],
        load=form.cleaned_data["load"],
        by=request.user,
        at=request.at,
    )
    letters = "A letter is" if len(asked) == 1 else f"{len(asked)} letters are"
    messages.success(request, f"{letters} on the way.")


def _lines(request: SignedIn, workshop: Workshop, form: InviteReviewersForm) -> list[Line]:
    """Those who could be read, with what is known of them; of a form to be mended too. Of a list
    that is too long, as many as can be invited at a time."""
    facts = form.cleaned_data
    chosen = request.POST.getlist("invite") if request.POST.get("act") == "send" else None
    return look(
        workshop,
        form.found.invitees[:MOST_AT_ONCE],
        topics=facts.get("topics", ()),
        load=facts.get("load", 0),
        by=request.user,
        affiliations=form.found.affiliations,
        chosen=chosen,
    )


def _instead(request: SignedIn, workshop: Workshop) -> str:
    """Whom somebody who declined named, to begin with. It invites nobody by itself."""
    if "instead" not in request.GET:
        return ""
    declined = workshop.invitations.filter(state=Invitation.State.DECLINED)
    row = next((row for row in declined if row.key == request.GET["instead"]), None)
    if row is None:
        raise Http404
    return row.instead


def _page(
    request: SignedIn,
    workshop: Workshop,
    form: InviteReviewersForm,
    lines: Sequence[Line] = (),
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems_of(form) if form.is_bound else [],
        "lines": lines,
        "is_part": len(lines) < len(form.found.invitees),
        "twice": form.found.twice[:MOST_SHOWN],
        "more_twice": len(form.found.twice[MOST_SHOWN:]),
        "ticked": sum(line.is_ticked for line in lines),
        "can_send": form.is_whole,
        "can_ask": any(line.can_be_asked for line in lines),
    }
    return show(request, "reviewers_invite", workshop, context, refusal=refused, app="reviews")
