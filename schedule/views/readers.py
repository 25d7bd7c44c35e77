"""The journal's answer to "who could have read this, between then and then"."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone

from schedule.readers import THINGS, Reader, could_have_read
from schedule.readers_forms import ReadersForm
from workshop.audience import Audience, audience
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Workshop
from workshop.permissions import organized_workshop
from workshop.views.organizing import show


@audience(Audience.ORGANIZER)
@signed_in
def readers(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    zone = request.user.zone or workshop.zone
    with timezone.override(ZoneInfo(zone)):
        form = ReadersForm(request.GET if "number" in request.GET else None)
        found = _found(request, workshop, form) if form.is_bound else None
        context = {
            "form": form,
            "problems": problems_of(form),
            "zone": zone,
            "readers": found,
            "number": form.cleaned_data.get("number") if form.is_bound else None,
            "thing": THINGS[form.cleaned_data["thing"]] if found is not None else "",
        }
        return show(request, "readers", workshop, context, app="schedule")


def _found(request: SignedIn, workshop: Workshop, form: ReadersForm) -> list[Reader] | None:
    """What an organizer is barred from is not there: not even the answer is looked for."""
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    mine = workshop.submissions.organized_by(request.user)
    if not mine.filter(number=asked["number"]).exists():
        form.add_error("number", f"There is no submission {asked['number']} that you handle.")
        return None
    return could_have_read(workshop, **asked)
