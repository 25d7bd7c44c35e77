"""For each paper the sets of reviewers that are worth most at given prices, exactly.

A set is worth less the more its total lacks to a level and the dearer its reviewers are. Nobody
can be in the best set for whom there is a whole set of others who are both better and cheaper; of
the few who remain, all sets are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from reviews.matching.instance import Counts, Flags, Instance, Numbers
from reviews.matching.program import Program
from reviews.matching.worst import served

# How many sets of a paper are told, if there are so many.
TOLD = 3


@dataclass(frozen=True)
class Choice:
    """A set for a paper: who is in it beside the locked, its total, and what it is worth."""

    paper: int
    reviewers: tuple[int, ...]
    total: float
    worth: float


class Sets:
    """The sets that papers can have. A group limit is not heeded, which only allows more.

    papers       (wanting,)    the papers that want anybody
    least, most  (reviewers,)  loads, beside what is locked
    """

    def __init__(self, instance: Instance) -> None:
        program = Program(instance, instance.open)
        self.papers = np.flatnonzero(served(instance))
        self.least, self.most = program.least, program.most
        self.wanted, self.needs_senior = program.wanted, program.juniors
        self.locked = instance.totals(instance.locked)
        score = np.where(instance.open, instance.affinity, -np.inf)
        self.order = np.argsort(-score, axis=1, kind="stable")
        self.score = np.take_along_axis(score, self.order, axis=1)
        nobody = np.zeros(instance.reviewers, dtype=bool)
        senior = nobody if instance.senior is None else instance.senior
        self.is_senior = senior[self.order]

    def best(self, prices: Numbers, level: float) -> list[list[Choice]]:
        """The best sets of each of `papers`, the best of all first."""
        gain = np.where(np.isfinite(self.score), -prices[self.order], -np.inf)
        useful = self._useful(gain, ~self.is_senior) | self._useful(gain, self.is_senior)
        return [
            list(self._of_paper(paper, gain[paper], np.flatnonzero(useful[paper]), level))
            for paper in self.papers.tolist()
        ]

    def _useful(self, gain: Numbers, kind: Flags) -> Flags:
        """(papers, places) who of a kind has no whole set of better ones who are cheaper."""
        rest = before = np.where(kind, gain, -np.inf)
        for _ in range(int(self.wanted.max(initial=1))):
            greatest = np.maximum.accumulate(rest, axis=1)
            before = np.roll(greatest, 1, axis=1)
            before[:, 0] = -np.inf
            # What the greatest so far has pushed aside: the next greatest comes of these.
            rest = np.minimum(rest, before)
        useful: Flags = kind & (gain > before)
        return useful

    def _of_paper(
        self, paper: int, gain: Numbers, places: Counts, level: float
    ) -> Iterator[Choice]:
        sets = places[_subsets(places.size, int(self.wanted[paper]))]
        if self.needs_senior[paper]:
            sets = sets[self.is_senior[paper][sets].any(axis=1)]
        total = self.locked[paper] + self.score[paper][sets].sum(axis=1)
        worth = np.minimum(0, total - level) + gain[sets].sum(axis=1)
        told = min(TOLD, worth.size)
        best = np.argpartition(-worth, told - 1)[:told]
        for at in best[np.argsort(-worth[best], kind="stable")]:
            reviewers = tuple(self.order[paper][sets[at]].tolist())
            yield Choice(paper, reviewers, float(total[at]), float(worth[at]))


@cache
def _subsets(size: int, count: int) -> Counts:
    """(subsets, count) all subsets of so many out of `size`."""
    subsets = list(combinations(range(size), count))
    return np.array(subsets, dtype=np.int64).reshape(len(subsets), count)
