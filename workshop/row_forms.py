"""Lists of short rows: change any, number them, tick those to remove, fill an empty one to add."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from workshop.forms import Errors, Form, Problem, problems_of
from workshop.lists import Line


class RowForm(Form):
    """One row. `row` is the key of what it was, nothing in an empty one."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        max_length=200, error_messages={"required": "Give a name, or remove the row."}
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def line(self) -> Line:
        names = [name for name in self.base_fields if name != "row"]
        return Line(self.cleaned_data["row"], {name: self.cleaned_data[name] for name in names})


class TopicForm(RowForm):
    pass


class KindForm(RowForm):
    name = forms.CharField(
        max_length=60, error_messages={"required": "Give a name, or remove the row."}
    )
    page_limit = forms.IntegerField(
        min_value=1,
        max_value=999,
        label="Page limit",
        error_messages={"required": "How many pages?"},
    )


class PersonForm(RowForm):
    name = forms.CharField(
        max_length=120, error_messages={"required": "Give a name, or remove the row."}
    )
    affiliation = forms.CharField(max_length=200, required=False)
    homepage = forms.URLField(
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "This is not a web address. It looks like https://name.org."},
    )


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of a list, with the order and removal of each."""

    can_order = can_delete = True
    can_delete_extra = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["error_class"] = Errors
        super().__init__(*args, **kwargs)
        if self.is_bound and self.initial:
            # What was added since to the list is not what its empty rows were before.
            self.initial = self.initial[: self.initial_form_count()]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Order"
        form.fields["ORDER"].widget.attrs["class"] = "input"
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove"

    def clean(self) -> None:
        names: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name", "").casefold() if form.is_valid() else ""
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if name in names:
                form.add_error("name", ValidationError("This name stands here twice. Keep one."))
            names.add(name)

    def lines(self) -> list[Line]:
        return [form.line() for form in self.ordered_forms]

    def problems(self) -> list[Problem]:
        found = [
            problem
            for number, form in enumerate(self.forms, start=1)
            for problem in problems_of(form, f"Row {number}, ")
        ]
        return found + [("main", "This list", str(e)) for e in self.non_form_errors()]


def rows_of(form: type[RowForm]) -> type[Rows]:
    return forms.formset_factory(  # type: ignore[return-value]
        form,
        formset=Rows,
        extra=2,
        max_num=300,
        can_order=True,
        can_delete=True,
        can_delete_extra=False,
    )


TopicRows = rows_of(TopicForm)
KindRows = rows_of(KindForm)
PersonRows = rows_of(PersonForm)
