"""What an organizer types when deciding and releasing."""

from __future__ import annotations

from typing import Any

from django import forms

from reviews.models import Decision
from workshop.forms import Choices, Form
from workshop.organizer_forms import Compared, Prose

OUTCOMES = [(outcome.value, outcome.label) for outcome in Decision.Outcome]
NOTE_LENGTH = 5_000


class DecisionForm(Compared, Form):
    """One submission's decision and the note that goes with it."""

    outcome = forms.ChoiceField(
        label="Decision",
        choices=[*OUTCOMES, ("", "undecided")],
        required=False,
        widget=Choices,
    )
    note = Prose(
        label="Note to the authors",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="They read it with the decision, by letter and on their page; may be empty.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(DecisionForm):
    """What the authors were told, to be told otherwise."""

    outcome = forms.ChoiceField(label="Decision", choices=OUTCOMES, widget=Choices)
    sure = forms.BooleanField(
        label="Yes, write to every author of this submission",
        error_messages={"required": "Tick the box if you mean it: the letters leave at once."},
    )


class ReleaseForm(Form):
    sure = forms.BooleanField(
        label="Yes, tell every author now",
        error_messages={"required": "Tick the box if you mean it: this cannot be taken back."},
    )


def parts(value: Any, count: int) -> list[str] | None:
    """What a button or a box of the table says, as “12:3”; nothing if it is nonsense."""
    found = str(value).split(":")
    numbers = found[:2]
    right = len(found) == count and all(n.isdecimal() and len(n) < 9 for n in numbers)
    return found if right else None
