"""What a reviewer chooses on the page of bids; of what an organizer lets an affinity consist."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django import forms

from reviews.models import Bid
from submissions.models import Submission
from submissions.plain import plain
from workshop.forms import Form
from workshop.models import Topic

CHOICES = [("", "no bid"), *Bid.Value.choices]


class BidFilter(Form):
    """Narrows the list; what makes no sense narrows nothing."""

    q = forms.CharField(required=False, max_length=200, label="Search")
    topic = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, topics: Collection[Topic]) -> None:
        super().__init__(data)
        choices = [("", "any topic"), *((topic.name, topic.name) for topic in topics)]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]
        self.fields["q"].widget.input_type = "search"
        self.is_valid()

    @property
    def query(self) -> str:
        """The filter as the beginning of a query string, for links to its other pages."""
        chosen = [(name, self.data.get(name, "")) for name in self.fields]
        words = urlencode([(name, value) for name, value in chosen if value])
        return f"{words}&" if words else ""

    def keeps(self, row: Submission) -> bool:
        """By title, number and authors, without their accents. `authors`, `topics` prefetched."""
        topic = self.cleaned_data.get("topic")
        if topic and topic not in {one.name for one in row.topics.all()}:
            return False
        words = plain(self.cleaned_data.get("q", "")).replace("#", " ").split()
        names = " ".join(author.name for author in row.authors.all())
        text = plain(f"{row.number} {row.title} {names}")
        return all(word in text for word in words)


class BidsForm(Form):
    """A choice for each submission that was sent, of those that may be bid on.

    `shown` says what the page showed: what was not touched since is not saved again, so that a
    page left open takes back nothing that was chosen elsewhere.
    """

    shown = forms.CharField(required=False, max_length=2_000)

    def __init__(self, data: Any, *, offered: Collection[int]) -> None:
        super().__init__(data)
        for number in sorted(offered):
            if f"bid-{number}" in data:
                self.fields[f"bid-{number}"] = forms.TypedChoiceField(
                    choices=CHOICES, required=False, coerce=int, empty_value=None
                )

    @property
    def bids(self) -> dict[int, int | None]:
        """By the number of a submission, what was chosen."""
        facts = dict(self.cleaned_data)
        shown = {
            int(number): int(value) if value else None
            for number, value in re.findall(r"\b(\d{1,9}):([1-5]?)", facts.pop("shown"))
        }
        chosen = {int(name.removeprefix("bid-")): value for name, value in facts.items()}
        return {
            number: value
            for number, value in chosen.items()
            if number not in shown or shown[number] != value
        }
