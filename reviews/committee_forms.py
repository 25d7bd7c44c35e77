"""What organizers and reviewers type about the committee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from reviews.assign import WANTED
from reviews.invitee_cells import LARGEST_LOAD
from reviews.roster import LOAD
from submissions.models import Submission
from workshop.forms import Form, ManyChoices, ManyRowsField
from workshop.models import Topic, Workshop


class TopicsAndLoad(Form):
    load = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_LOAD,
        initial=LOAD,
        label="Load",
        help_text="How many papers they review at most.",
    )
    topics: forms.ModelMultipleChoiceField[Topic] = ManyRowsField(
        queryset=None, to_field_name="name", required=False, widget=ManyChoices
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = workshop.topics.all()  # type: ignore[attr-defined]


class ReviewerForm(TopicsAndLoad):
    is_senior = forms.BooleanField(
        required=False,
        label="Senior",
        help_text="Has reviewed often. A proposal can give each paper one of these.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class ByNumber(ManyChoices):
    """Each box is known by its submission, so that a link leads to it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["id"] = f"conflict-{value}"
        return option


class ConflictsForm(Form):
    """A box per submission. Nothing ticked is a fine answer."""

    numbers = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=ByNumber,
        label="Submissions that you have a conflict of interest with",
    )

    def __init__(self, *args: Any, offered: Iterable[Submission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.number, _line(row)) for row in offered]
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]


def _line(row: Submission) -> str:
    authors = ", ".join(author.name for author in row.authors.all())
    return f"{row.number}. {row}, by {authors}"


class WantedForm(Form):
    """How many reviewers a paper gets; said in the address, so that every organizer says it."""

    wanted = forms.IntegerField(
        min_value=1, max_value=9, initial=WANTED, label="Reviewers for each paper"
    )

    @classmethod
    def wanted_in(cls, data: Any) -> int:
        form = cls(data)
        return int(form.cleaned_data["wanted"]) if form.is_valid() else WANTED
