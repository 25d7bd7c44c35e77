"""Editing a list of rows: the same for kinds, topics, speakers and organizers shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from workshop.errors import Refused, Stale
from workshop.http import SignedIn
from workshop.models import Workshop
from workshop.row_forms import Rows
from workshop.views.organizing import show

Facts = Sequence[dict[str, Any]]


def edit_rows(
    request: SignedIn,
    workshop: Workshop,
    rows_class: type[Rows],
    saved: Facts,
    *,
    page: str,
    seen: Callable[[Workshop], str],
    save: Callable[..., bool],
    app: str = "workshop",
) -> HttpResponse:
    """Show the list, or save what was typed: all of it or nothing."""
    rows = rows_class(request.POST if request.method == "POST" else None, initial=saved)
    now = seen(workshop)
    refused: Refused | None = None
    shown = request.POST.get("seen") or now
    if shown != now:
        # Before what was typed is looked at: its rows may be none of the list any more.
        refused = Stale()
    elif request.method == "POST" and rows.is_valid():
        try:
            changed = save(workshop, rows.lines(), seen=shown, by=request.user, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, "The list is saved." if changed else "Nothing was changed.")
            return redirect(f"organize_{page}", workshop.slug)
    stale = isinstance(refused, Stale)
    context = {
        "rows": rows,
        "problems": rows.problems() if rows.is_bound else [],
        "seen": seen(workshop) if stale else shown,
        "saved_now": saved if stale else [],
    }
    return show(request, page, workshop, context, refusal=refused, app=app)
