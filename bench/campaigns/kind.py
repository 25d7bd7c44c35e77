"""What a kind of pair is: two worlds alike but for one fact that some may not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.campaigns.whole_story import PHASES, Whole

# Makes a story tell the fact.
Vary = Callable[[Whole, Random], None]


def as_it_is(story: Whole, drawn: Random) -> None:
    """The story as it goes."""


@dataclass(frozen=True)
class Kind:
    """The worlds are one until `base`, to which `given` is added in both, and looked at until
    `until`: then the fact is told. One of them is varied, the other is `other`. `forms`: of which
    share of the pages forms are sent, in one of the phases on average. `unsent`: those that cannot
    but tell the fact.
    """

    vary: Vary
    base: str = "close"
    until: str = "correct"
    viewers: tuple[str, ...] = ("author", "co-author", "barred")
    given: Callable[[Whole], object] | None = None
    other: Vary = as_it_is
    forms: float = 0.4
    unsent: tuple[str, ...] = ()

    @property
    def phases(self) -> list[str]:
        return PHASES[PHASES.index(self.base) + 1 : PHASES.index(self.until) + 1]
