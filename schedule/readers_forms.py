"""What an organizer asks about who could have read something."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from schedule.readers import THINGS
from workshop.dates import BETWEEN, FINAL_DAY, FIRST_DAY
from workshop.forms import Form


class MomentInput(forms.DateTimeInput):
    """The browser's own field of a day and a time; without one, as in 2027-03-31 14:30."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """On the clock that is Django's current zone: the view says whose."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        if found and not FIRST_DAY < found.date() < FINAL_DAY:
            raise ValidationError(f"Give {BETWEEN}.")
        return found


class ReadersForm(Form):
    number = forms.IntegerField(label="Submission", min_value=1, max_value=10**9)
    thing = forms.ChoiceField(label="What of it", choices=list(THINGS.items()))
    since = MomentField(label="From", required=False)
    until = MomentField(label="Until", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since >= until:
            self.add_error("until", "Give a time later than the one above.")
        return data
