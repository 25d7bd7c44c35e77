"""People: speakers and organizers as the site shows them, and who may organize."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from workshop import lists
from workshop import organizers as steps
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import User, Workshop
from workshop.organizer_forms import InviteForm
from workshop.organizers import Organizer, organizers_of
from workshop.permissions import organized_workshop
from workshop.row_forms import PersonRows
from workshop.views.organizing import Question, ask, show
from workshop.views.rows import edit_rows


@audience(Audience.ORGANIZER)
@signed_in
def speakers(request: SignedIn, slug: str) -> HttpResponse:
    return _people(request, slug, lists.SPEAKER, "speakers")


@audience(Audience.ORGANIZER)
@signed_in
def shown(request: SignedIn, slug: str) -> HttpResponse:
    return _people(request, slug, lists.ORGANIZER, "shown")


def _people(request: SignedIn, slug: str, part: str, page: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    saved = [
        {"row": p.pk, "name": p.name, "affiliation": p.affiliation, "homepage": p.homepage}
        for p in lists.listed(workshop, part)
    ]
    return edit_rows(
        request,
        workshop,
        PersonRows,
        saved,
        page=page,
        seen=partial(lists.people_seen, part=part),
        save=partial(lists.set_people, part=part),
    )


@audience(Audience.ORGANIZER)
@signed_in
def organizers(request: SignedIn, slug: str) -> HttpResponse:
    """Those who may organize, and an invitation by address."""
    workshop = organized_workshop(request.user, slug)
    form, refused = InviteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            steps.invite(workshop, email=email, by=request.user, at=request.at)
        except Refused as refusal:
            refuse(form, refused := refusal)
        else:
            messages.success(request, f"A letter is on its way to {email}.")
            return redirect("organize_organizers", slug)
    rows = organizers_of(workshop)
    context = {
        "form": form,
        "problems": problems_of(form),
        "organizers": [(row, _removing(workshop, row, request.user)) for row in rows],
        "alone": len(rows) == 1,
    }
    return show(request, "organizers", workshop, context, refusal=refused)


@audience(Audience.ORGANIZER)
@signed_in
def remove(request: SignedIn, slug: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    typed = request.GET.get("organizer", "")
    row = next((row for row in organizers_of(workshop) if str(row.user_id) == typed), None)
    if row is None:
        raise Http404
    question = _removing(workshop, row, request.user)
    if request.method != "POST":
        return ask(request, workshop, question)
    try:
        steps.remove(workshop, user_id=row.user_id, by=request.user, at=request.at)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    if row.user_id == request.user.pk:
        messages.success(request, f"You do not organize {workshop} any more.")
        return redirect("account")
    messages.success(request, f"{row} does not organize {workshop} any more.")
    return redirect("organize_organizers", slug)


def _removing(workshop: Workshop, row: Organizer, user: User) -> Question:
    own = row.user_id == user.pk
    return Question(
        url=f"{reverse('remove_organizer', args=[workshop.slug])}?organizer={row.user_id}",
        act="Leave the organizers" if own else "Remove the organizer",
        title="Stop organizing this workshop?" if own else f"Remove {row} as organizer?",
        meaning="You lose these pages at once, and only another organizer can invite you back."
        if own
        else "They lose these pages at once. No letter is sent. You may invite them back.",
        back=reverse("organize_organizers", args=[workshop.slug]),
    )
