"""What the organizers' pages share: how they are drawn, and how they ask before an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from workshop.errors import Refused, Stale
from workshop.forms import refuse
from workshop.models import Workshop
from workshop.organizer_forms import Versioned

Form = TypeVar("Form", bound=Versioned)


def show(
    request: HttpRequest,
    page: str,
    workshop: Workshop,
    context: Mapping[str, object],
    *,
    refusal: Refused | None = None,
    app: str = "workshop",
) -> HttpResponse:
    """A page of the organizers. One that tells of a refusal has a status of its own."""
    template = f"{app}/organizer/{page}.html"
    common = {"workshop": workshop, "side": side_of(workshop), "refusal": refusal}
    return render(request, template, {**common, **context}, status=409 if refusal else 200)


def side_of(workshop: Workshop) -> str:
    """From which side a workshop got by its permission is looked at."""
    return "decider" if workshop.from_outside else "organizer"


@dataclass(frozen=True)
class Question:
    """Asked on a page of its own before what is hard to undo; a POST to that page does it.

    `seen`: a mark of what the question is about, which the POST hands back.
    """

    url: str
    act: str
    title: str
    meaning: str
    back: str
    seen: str = ""


def ask(
    request: HttpRequest, workshop: Workshop, question: Question, refusal: Refused | None = None
) -> HttpResponse:
    return show(request, "ask", workshop, {"question": question}, refusal=refusal)


def give_back(request: HttpRequest, typed: Mapping[str, str]) -> HttpResponse:
    """What was typed, by label, about what is not this user's to handle: or no longer, which looks
    the same as a submission, or a workshop, that never was there: the page knows of neither.
    Where nothing was typed it is as absent as ever."""
    if not any(typed.values()):
        raise Http404
    context = {"typed": typed}
    return render(request, "workshop/organizer/given_back.html", context, status=404)


def after_refusal(form: Form, refusal: Refused) -> Form:
    """The form with what was typed. After a stale save it goes by what is saved now."""
    if isinstance(refusal, Stale):
        fresh = form.instance
        fresh.refresh_from_db()
        data = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(fresh.version)
        form = type(form)(data, instance=fresh)
    refuse(form, refusal)
    return form
