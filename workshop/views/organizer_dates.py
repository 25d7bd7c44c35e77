"""The last day of every step, on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from workshop import days
from workshop.audience import Audience, audience
from workshop.dates import last_day
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in
from workshop.models import Step, Workshop
from workshop.organizer_forms import DaysForm
from workshop.permissions import organized_workshop
from workshop.views.organizing import show


@audience(Audience.ORGANIZER)
@signed_in
def dates(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    form = _form(request, workshop)
    if request.method != "POST" or not form.is_valid():
        return _page(request, workshop, form)
    try:
        changed = days.set_days(
            workshop,
            form.days(),
            grace_minutes=form.cleaned_data["grace_minutes"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=request.at,
        )
    except Stale as stale:
        return _page(request, workshop, _form(request, workshop, seen_again=True), stale)
    except Refused as refusal:
        return _page(request, workshop, form, refusal)
    messages.success(request, "The dates are saved." if changed else "Nothing was changed.")
    return redirect("organize_dates", slug)


def _form(request: SignedIn, workshop: Workshop, *, seen_again: bool = False) -> DaysForm:
    """The form over what is saved. `seen_again`: what was typed may now go over it."""
    rows = days.days_of(workshop)
    submit, seen = rows.get(Step.SUBMIT), days.days_seen(workshop)
    initial: dict[str, object] = {step: last_day(row.closes_at) for step, row in rows.items()}
    initial |= {"grace_minutes": submit.grace_minutes if submit else 0, "seen": seen}
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and seen_again:
        data["seen"] = seen
    fixed = submit is not None and submit.has_opened(request.at)
    return DaysForm(data, initial=initial, fixed_submit=fixed)


def _page(
    request: SignedIn, workshop: Workshop, form: DaysForm, refusal: Refused | None = None
) -> HttpResponse:
    if refusal:
        refuse(form, refusal)
    rows = days.days_of(workshop)
    context = {
        "form": form,
        "problems": problems_of(form),
        "rows": [(form[step], rows.get(step)) for step in days.DATED],
        "saved_now": form.saved_now() if isinstance(refusal, Stale) else [],
        "submit": rows.get(Step.SUBMIT),
        "opened": form.fields[Step.SUBMIT].disabled,
    }
    return show(request, "dates", workshop, context, refusal=refusal)
