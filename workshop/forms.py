"""How every form is drawn, and small pieces that forms share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting

from workshop.dates import BETWEEN, FINAL_DAY, FIRST_DAY
from workshop.errors import Refused

Problem = tuple[str, str, str]


def no_link(text: str) -> None:
    """Names and titles stand in letters to others: they may not carry a link there."""
    if re.search(r"://|\bwww\.", text, re.IGNORECASE):
        raise ValidationError("Leave the link out here: this stands in letters to others.")


class Renderer(TemplatesSetting):
    """Our own field: label, help, control, error, in that order."""

    field_template_name = "components/field.html"


class Errors(forms.utils.ErrorList):
    template_name = "components/errors.html"

    def get_context(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context()
        field = getattr(self, "field_id", None)
        context["error_id"] = f"{field}_error" if field else ""
        return context


class Choices(forms.RadioSelect):
    template_name = "components/choices.html"


class ManyChoices(forms.CheckboxSelectMultiple):
    template_name = "components/choices.html"


# Django's own sentences, said our way: what is wrong, and how it looks when right.
SENTENCES: dict[type, dict[str, str]] = {
    forms.Field: {"required": "Fill this in."},
    forms.BooleanField: {"required": "Tick this if you agree."},
    forms.FileField: {"required": "Choose a file.", "empty": "This file is empty. Choose another."},
    forms.ChoiceField: {"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    forms.ModelChoiceField: {
        "required": "Choose one.",
        "invalid_choice": "Choose one of the list.",
    },
    forms.MultipleChoiceField: {"required": "Choose at least one."},
    forms.ModelMultipleChoiceField: {"required": "Choose at least one."},
    forms.CharField: {
        "max_length": "This has %(show_value)s characters. Shorten it to %(limit_value)s at most."
    },
    forms.EmailField: {"invalid": "Give a whole address, as in name@university.edu."},
    forms.URLField: {"invalid": "Give a whole link, as in https://university.edu/page."},
    forms.IntegerField: {
        "invalid": "Give a whole number, as in 12.",
        "max_value": "Give a number up to %(limit_value)s.",
        "min_value": "Give a number from %(limit_value)s on.",
    },
    forms.DecimalField: {"invalid": "Give a number, as in 2.5."},
    forms.DateField: {"invalid": "Give a date, as in 2027-03-31."},
    forms.TimeField: {"invalid": "Give a time, as in 14:30."},
    forms.DateTimeField: {"invalid": "Give a day and a time, as in 2027-03-31 14:30."},
}


def _speak_our_way(field: forms.Field) -> None:
    """Put our sentences for Django's, but not for those that a form has given itself."""
    stock: dict[str, Any] = {}
    ours: dict[str, str] = {}
    for kind in reversed(type(field).__mro__):
        stock |= getattr(kind, "default_error_messages", {})
        ours |= SENTENCES.get(kind, {})
    for code, sentence in ours.items():
        if field.error_messages.get(code) is stock.get(code):
            field.error_messages[code] = sentence


class ManyRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def clean(self, value: Any) -> Any:
        """What no database can hold is the name of no row."""
        return super().clean([name for name in value or [] if "\0" not in str(name)])


class LookMixin:
    """Gives controls the look's classes, and our sentences for what is wrong with them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("error_class", Errors)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_our_way(field)
            widget = field.widget
            plain = not isinstance(
                widget,
                (
                    forms.CheckboxInput,
                    forms.RadioSelect,
                    forms.CheckboxSelectMultiple,
                    forms.FileInput,
                ),
            )
            if plain:
                widget.attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()


class Form(LookMixin, forms.Form):
    pass


class ModelForm(LookMixin, forms.ModelForm):  # type: ignore[type-arg]
    pass


class DateInput(forms.DateInput):
    """The browser's own date field; without one, a date typed as 2027-03-31."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day that can be meant."""

    widget = DateInput
    default_validators = [
        MinValueValidator(FIRST_DAY, f"Give {BETWEEN}."),
        MaxValueValidator(FINAL_DAY, f"Give {BETWEEN}."),
    ]


def problems_of(form: forms.BaseForm, prefix: str = "") -> list[Problem]:
    """Every error with the anchor of its field, for the summary above a form."""
    problems = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        label = f"{prefix}{bound.label}" if bound else prefix.rstrip(", ") or "This form"
        anchor = bound.id_for_label or bound.auto_id if bound else "main"
        problems += [(str(anchor), str(label), str(sentence)) for sentence in errors]
    return problems


def refuse(form: forms.BaseForm, refusal: Refused) -> None:
    """Put a step's refusal beside the field that it speaks of, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
