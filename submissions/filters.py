"""Search and filter for the organizers' list of submissions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q

from submissions.models import Author, SubmissionQuerySet
from submissions.status import Status
from workshop.forms import Form
from workshop.models import SubmissionKind, Topic, Workshop


class SubmissionFilter(Form):
    q = forms.CharField(required=False, max_length=200, label="Search")
    kind: forms.ModelChoiceField[SubmissionKind] = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="any kind"
    )
    topic: forms.ModelChoiceField[Topic] = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="any topic"
    )
    status = forms.ChoiceField(required=False, choices=[("", "any status"), *Status.choices])

    def __init__(self, data: Any, *, workshop: Workshop) -> None:
        super().__init__(data)
        self.fields["kind"].queryset = workshop.kinds.all()  # type: ignore[attr-defined]
        self.fields["topic"].queryset = workshop.topics.all()  # type: ignore[attr-defined]
        self.fields["q"].widget.input_type = "search"

    @property
    def query(self) -> str:
        """The filter as the beginning of a query string, for links to its other pages."""
        chosen = [(name, self.data.get(name, "")) for name in self.fields]
        words = urlencode([(name, value) for name, value in chosen if value])
        return f"{words}&" if words else ""

    def apply(self, rows: SubmissionQuerySet) -> SubmissionQuerySet:
        """Narrow rows that the reader may see; a filter that makes no sense narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("kind"):
            rows = rows.filter(kind=chosen["kind"])
        if chosen.get("topic"):
            rows = rows.filter(topics=chosen["topic"])
        if chosen.get("status"):
            rows = rows.filter(status=chosen["status"])
        for word in chosen.get("q", "").split():
            named = Author.objects.filter(submission=OuterRef("pk")).filter(
                Q(name__icontains=word) | Q(email__icontains=word)
            )
            matches = Q(title__icontains=word) | Q(Exists(named))
            if word.isdecimal() and len(word) < 9:
                matches |= Q(number=int(word))
            rows = rows.filter(matches)
        return rows
