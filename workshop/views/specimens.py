"""Something to show of every component, for the styleguide. All is invented, nothing is saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from workshop.dates import Local
from workshop.forms import Choices, Form, ManyChoices, problems_of
from workshop.models import Deadline, Figure, Ink, Person, Step, Workshop
from workshop.templatetags.steps import YOURS, Stop
from workshop.views.site import HAPPENS, PublicDate, PublicDates

PEOPLE = [
    ("Ingrid Halvorsen", "York University"),
    ("Yuki Arai", "Kyoto University"),
    ("Miriam Adler", "King’s College London"),
]


class SpecimenForm(Form):
    """One control of each sort, one of them wrong and one closed."""

    title = forms.CharField(label="Plain")
    institution = forms.CharField(
        label="With help", help_text="Say what it is for, once, above the field."
    )
    address = forms.EmailField(
        label="Wrong",
        error_messages={
            "invalid": "This is not a whole address. It looks like name@university.edu."
        },
    )
    closed = forms.CharField(disabled=True, initial="Long paper")
    zone = forms.ChoiceField(
        label="Choice from a list", choices=[("", "Stockholm"), ("aoe", "Anywhere on Earth")]
    )
    abstract = forms.CharField(label="Long text", widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label="One of several",
        widget=Choices,
        choices=[("short", "Short paper, up to 4 pages"), ("long", "Long paper, up to 8 pages")],
    )
    topics = forms.MultipleChoiceField(
        label="Several",
        widget=ManyChoices,
        choices=[("paper", "Post the paper"), ("slides", "Post the slides")],
    )
    use_required_attribute = False


TYPED = {
    "title": "Sparse Traces over Long Detours",
    "institution": "Kyoto University",
    "address": "yuki.arai-kyoto",
    "zone": "aoe",
    "abstract": "The list oscillates when two causes compete.",
    "kind": "short",
    "topics": ["paper"],
}


def specimens(at: datetime) -> dict[str, Any]:
    form = SpecimenForm(TYPED)
    return {
        "form": form,
        "problems": problems_of(form),
        "closes_at": at + timedelta(days=3),
        "zones": [
            Local("Anywhere on Earth", "Fri 15 June, 23:59"),
            Local("Stockholm", "Sat 16 June, 13:59"),
        ],
        "people": [Person(name=name, affiliation=place) for name, place in PEOPLE],
        "bars": [
            ("Author, while submissions are open", _bar(Step.SUBMIT, 3, "author", at)),
            ("Organizer, deciding", _bar(Step.DECIDE, 2, "organizer", at)),
        ],
        "narrow_bar": _bar(Step.REVIEW, 3, "reviewer", at),
        "covers": [
            _cover("Sparse Memory", Ink.VERDIGRIS, Figure.CREDIT, at),
            _cover("Two Clocks", Ink.PLUM, Figure.WAVES, at),
        ],
    }


def _bar(here: Step, spent: int, side: str, at: datetime) -> list[Stop]:
    """The steps one week apart, one of them the present one."""
    steps = list(Step)
    return [
        Stop(
            name=step.label,
            state="done" if n < steps.index(here) else "here" if step == here else "to-come",
            when=at + timedelta(days=7 * (n - steps.index(here)) + 2),
            url="#steps",
            yours=step in YOURS[side],
            spent=spent if step == here else 0,
        )
        for n, step in enumerate(steps)
    ]


def _cover(title: str, ink: Ink, figure: Figure, at: datetime) -> dict[str, Any]:
    day = (at + timedelta(days=40)).date()
    workshop = Workshop(
        title=title,
        subtitle="in Networks that Learn",
        host_event="an example",
        place="Nowhere",
        first_day=day,
        last_day=day,
        ink=ink,
        figure=figure,
    )
    told = Deadline(step=Step.NOTIFY, closes_at=at + timedelta(days=3))
    return {
        "workshop": workshop,
        "dates": PublicDates([PublicDate(HAPPENS[Step.NOTIFY], told)], at),
    }
