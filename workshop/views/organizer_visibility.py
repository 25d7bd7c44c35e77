"""Who sees what, in plain words: the same for every organizer and every workshop."""

from __future__ import annotations

from django.http import HttpResponse

from workshop.audience import Audience, audience
from workshop.http import SignedIn, signed_in
from workshop.permissions import organized_workshop
from workshop.views.organizing import show
from workshop.visibility import PHASES, grouped, table


@audience(Audience.ORGANIZER)
@signed_in
def who_sees_what(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    context = {"groups": grouped(table()), "phases": PHASES}
    return show(request, "who_sees_what", workshop, context)
