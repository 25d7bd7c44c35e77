"""Search and filter for the organizers' list of submissions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q

from submissions.models import Author, SubmissionQuerySet
from submissions.plain import plain
from submissions.status import Status
from workshop.forms import Form
from workshop.models import SubmissionKind, Topic, Workshop

# Drafts are their authors' own.
STATES = [("", "any state"), *(pair for pair in Status.choices if pair[0] != Status.DRAFT)]


class SubmissionFilter(Form):
    q = forms.CharField(required=False, max_length=200, label="Search")
    kind: forms.ModelChoiceField[SubmissionKind] = forms.ModelChoiceField(
        queryset=None, to_field_name="name", required=False, empty_label="any kind"
    )
    topic: forms.ModelChoiceField[Topic] = forms.ModelChoiceField(
        queryset=None, to_field_name="name", required=False, empty_label="any topic"
    )
    status = forms.ChoiceField(required=False, label="State", choices=STATES)

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
        words = chosen.get("q", "").replace("#", " ").split()
        found = _holding(rows, words)
        if words and not found.exists():
            return rows.filter(pk__in=_sounding(rows, words))
        return found


def _holding(rows: SubmissionQuerySet, words: list[str]) -> SubmissionQuerySet:
    for word in words:
        named = Author.objects.filter(submission=OuterRef("pk")).filter(
            Q(name__icontains=word) | Q(email__icontains=word)
        )
        matches = Q(title__icontains=word) | Q(Exists(named))
        if word.isdecimal() and len(word) < 9:
            matches |= Q(number=int(word))
        rows = rows.filter(matches)
    return rows


def _sounding(rows: SubmissionQuerySet, words: list[str]) -> list[int]:
    """Those that hold the words but for accents: “kovacs” finds Kovács, on every database."""
    texts: dict[int, str] = {}
    for pk, *facts in rows.values_list("pk", "title", "authors__name")[:10_000]:
        texts[pk] = f"{texts.get(pk, '')} {plain(' '.join(filter(None, facts)))}"
    return [pk for pk, text in texts.items() if all(plain(word) in text for word in words)]
