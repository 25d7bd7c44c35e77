"""What an organizer asks the solver for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from reviews.assign import WANTED
from reviews.matching.combine import Weights
from reviews.problem import Wish
from workshop.errors import Refused
from workshop.forms import Form, problems_of

FAIR = "fair"
USUAL = Weights()


def _weight(label: str, usual: float) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0, max_value=9, initial=int(usual), required=False, label=label
    )


class WishForm(Form):
    """Every field may be left out, and then is as usual."""

    wanted = forms.IntegerField(
        min_value=1,
        max_value=9,
        initial=WANTED,
        required=False,
        label="Reviewers for each paper",
    )
    mode = forms.ChoiceField(
        choices=[
            (FAIR, "Fair: no paper is served badly so that others are served better"),
            ("sum", "The best fit over all papers together"),
        ],
        initial=FAIR,
        required=False,
        label="What counts",
    )
    least = forms.IntegerField(
        min_value=0,
        max_value=20,
        initial=0,
        required=False,
        label="Papers for each reviewer, at the least",
    )
    together = forms.IntegerField(
        min_value=1,
        max_value=9,
        required=False,
        label="Reviewers of one institution on a paper, at the most",
        help_text="By address and affiliation. Empty: any number.",
    )
    senior = forms.BooleanField(required=False, label="A senior reviewer for each paper")
    text = _weight("Weight of texts", USUAL.text)
    topics = _weight("Weight of topics", USUAL.topics)
    bids = _weight("Weight of bids", USUAL.bids)
    keep = forms.BooleanField(required=False, label="Keep what is proposed now")

    def wish(self) -> Wish:
        """What was asked for; Refused if it makes no sense."""
        if not self.is_valid():
            raise Refused("; ".join(_told(self)))
        facts: dict[str, Any] = self.cleaned_data
        return Wish(
            wanted=facts.get("wanted") or WANTED,
            fair=(facts.get("mode") or FAIR) == FAIR,
            least=facts.get("least") or 0,
            senior=facts.get("senior", False),
            keep=facts.get("keep", False),
            together=facts.get("together") or 0,
            weights=self._weights(facts),
        )

    @staticmethod
    def _weights(facts: dict[str, Any]) -> Weights:
        """What is left out is as usual; all at nothing is as if nobody had said anything."""
        given = {name: facts.get(name) for name in ("text", "topics", "bids")}
        said = {name: float(value) for name, value in given.items() if value is not None}
        weights = replace(USUAL, **said)
        return weights if any(vars(weights).values()) else USUAL


def _told(form: Form) -> list[str]:
    return [f"{label}: {sentence}" for _, label, sentence in problems_of(form)]
