"""Kinds of pair about what an outside decider has decided, and what they may not know."""

from __future__ import annotations

from random import Random
from typing import Any

from bench.campaigns.kind import Kind
from bench.campaigns.whole_story import Whole
from reviews import assign, decide


def rejected_outside(story: Whole, drawn: Random) -> None:
    """And not accepted, which each organizer could tell if a decider were asked for again."""
    act = story.decide_rest

    def act_otherwise() -> None:
        act()
        facts: dict[str, Any] = {"by": story.dora, "at": story.at}
        decide.decide(story.outside, outcome="rejected", version=1, **facts)

    story.decide_rest = act_otherwise  # type: ignore[method-assign]


def others_papers(story: Whole, drawn: Random) -> None:
    """Two of the committee have one more, which the decider does not handle."""
    act = story.assign

    def act_otherwise() -> None:
        act()
        facts: dict[str, Any] = {"by": story.olga, "at": story.at}
        for who in drawn.sample(story.committee[:3], 2):
            assign.assign(story.draft, reviewer_id=who.pk, **facts)
        assign.confirm(story.workshop, **facts)

    story.assign = act_otherwise  # type: ignore[method-assign]


KINDS = {
    "rejected outside": Kind(
        rejected_outside, base="review", until="notify", viewers=("barred", "organizer"), forms=1
    ),
    "others' papers": Kind(others_papers, until="review", viewers=("decider",), forms=1),
}
