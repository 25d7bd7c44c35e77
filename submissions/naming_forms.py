"""People and institutions that somebody has a conflict of interest with, one on a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from submissions.naming import Kind, Named
from workshop.forms import Form, no_link
from workshop.letters import one_line

MOST = 30
LONGEST = 200


class Lines(forms.CharField):
    """What stands on the lines, each once."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})
        super().__init__(widget=widget, required=False, max_length=MOST * (LONGEST + 2), **kwargs)

    def clean(self, value: Any) -> Any:
        lines = (one_line(line) for line in str(super().clean(value)).splitlines())
        named = list(dict.fromkeys(line for line in lines if line))
        if len(named) > MOST:
            raise ValidationError(f"Here are {len(named)} lines. Name {MOST} at most.")
        for line in named:
            no_link(line)
            if len(line) > LONGEST:
                raise ValidationError(f"“{line[:40]}…” is too long: {LONGEST} letters at most.")
        return named


class NamedForm(Form):
    people = Lines(
        label="People",
        help_text="One on a line, by full name or by address: Ann Berg, or ann@university.edu.",
    )
    institutions = Lines(
        label="Institutions",
        help_text="One on a line, by name or by domain: University of Toronto, or toronto.edu.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def named(self) -> list[Named]:
        facts = self.cleaned_data
        people = [(Kind.PERSON.value, text) for text in facts["people"]]
        return people + [(Kind.INSTITUTION.value, text) for text in facts["institutions"]]


def as_typed(named: Iterable[Named]) -> dict[str, str]:
    """The saved lines as the fields show them."""
    named = list(named)
    fields = {"people": Kind.PERSON, "institutions": Kind.INSTITUTION}
    return {
        name: "\n".join(text for kind, text in named if kind == field)
        for name, field in fields.items()
    }
