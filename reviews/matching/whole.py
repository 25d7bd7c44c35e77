"""A bound on the worst-served papers that knows that pairs are whole.

Where loads are tight, the linear program of worst.py splits pairs, and its bound is out of reach.
Here each paper has a whole set of reviewers. The `count` least totals together are the greatest,
over all levels, of `count` levels less what all totals lack to the level; it is found where the
level is the last of them (Ogryczak & Tamir 2003). At given prices of reviewers, the best set of
each paper and the loads bound this (Lagrangian relaxation, Geoffrion 1974); the prices come from a
linear program over the sets found so far (Dantzig & Wolfe 1960). When the level rises, the bound
rises by no more than `count` times that, so that a few levels are proof for all.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csc_array

from reviews.matching.instance import Flags, Instance, Numbers
from reviews.matching.sets import Sets

# Larger sets are too many to try.
LARGEST = 3
# How far apart levels are, for affinities up to 1, if those have no grain of their own.
STEP = 2e-3
# The finest grain that is looked for is this fraction of 1.
FINEST = 20
# Rounds for one level at most, and how near to the best prices is near enough, by `count`.
ROUNDS, NEAR = 60, 2e-4
# Sets that are worth so much less than the best of their paper are forgotten at the next level.
WORSE = 0.02
TINY = 1e-6
# What a multiple of the grain may be off by, as a part of itself.
ROUNDED = 1e-14


def applies(instance: Instance) -> bool:
    """Whether no paper wants more reviewers than can be tried."""
    return int(instance.wanted.max(initial=0)) <= LARGEST


def grain(instance: Instance) -> float:
    """What all affinities are whole multiples of, as bids in quarters are; 0 if it is too fine."""
    counts = np.where(instance.forbidden, 0, instance.affinity)
    for parts in range(1, FINEST + 1):
        multiples = counts * parts
        # Of each its own part: what is tiny beside the greatest is no multiple, not even of none.
        if (np.abs(multiples - np.round(multiples)) <= ROUNDED * np.abs(multiples)).all():
            return 1 / parts
    return 0.0


def bound(
    instance: Instance, matchings: list[Flags], count: int, *, grain: float, low: float, high: float
) -> float:
    """No matching has `count` least totals of more than this together; affinities up to 1.

    matchings  some that keep all constraints, to begin with
    grain      all affinities are multiples of it; or 0, which takes longer
    low, high  such a sum that is reached, and one that is not exceeded: the proof ends at either
    """
    prices = Prices(instance, matchings, count)
    step, between = (grain, 0.0) if grain else (STEP, STEP * count)
    first, last = np.floor(low / count / step), np.ceil(prices.highest() / step)
    levels = np.arange(first, last + 1) * step
    above, proved, at = count * levels + between, low, levels.size // 2
    while proved < high and (open_ := np.flatnonzero(above > proved + TINY)).size:
        # The nearest to the last, for its prices will nearly do.
        at = open_[np.abs(open_ - at).argmin()]
        value = prices.lowered(float(levels[at]), proved - between) + between
        if value > proved + TINY:
            proved = value + between
        above[at:] = np.minimum(above[at:], value + count * (levels[at:] - levels[at]))
    proved += TINY
    return float(min(high, np.floor(proved / grain) * grain if grain else proved))


class Prices:
    """Prices of reviewers, and the sets that they were found by, with their totals."""

    def __init__(self, instance: Instance, matchings: list[Flags], count: int) -> None:
        self.sets, self.count = Sets(instance), count
        self.prices = np.zeros(instance.reviewers)
        self.first = {
            (paper, tuple(np.flatnonzero(chosen[paper] & ~instance.locked[paper]).tolist())): total
            for chosen in matchings
            for paper, total in enumerate(instance.totals(chosen).tolist())
            if instance.wanted[paper]
        }
        self.found = dict(self.first)

    def highest(self) -> float:
        """What the last of the worst totals is at most: that of papers that are alone."""
        far = float(1 + LARGEST)
        free = self.sets.best(np.zeros_like(self.prices), far)
        return far + float(np.sort([choices[0].worth for choices in free])[self.count - 1])

    def lowered(self, level: float, enough: float) -> float:
        """The bound at this level, by better and better prices until it is `enough`."""
        self._forget(level)
        best, prices = np.inf, self.prices
        for _ in range(ROUNDS):
            if (value := self._bound(prices, level)) < best:
                best, self.prices = value, prices
            if best <= enough:
                break
            lowest, optimal = self._solved(level)
            if best - lowest < NEAR * self.count:
                break
            # Halfway only: the best for the sets found so far swing to and fro.
            prices = (self.prices + optimal) / 2
        return best

    def _bound(self, prices: Numbers, level: float) -> float:
        choices = self.sets.best(prices, level)
        self.found |= {(one.paper, one.reviewers): one.total for few in choices for one in few}
        loads = np.maximum(prices * self.sets.least, prices * self.sets.most).sum()
        return float(self.count * level + sum(few[0].worth for few in choices) + loads)

    def _forget(self, level: float) -> None:
        best = {few[0].paper: few[0].worth for few in self.sets.best(self.prices, level)}
        near = {
            (paper, those): total
            for (paper, those), total in self.found.items()
            if min(0, total - level) - self.prices[list(those)].sum() > best[paper] - WORSE
        }
        self.found = self.first | near

    def _solved(self, level: float) -> tuple[float, Numbers]:
        """The best mixture of the sets found so far: no prices are lower; and its prices."""
        sets, size = self.sets, len(self.found)
        lack = np.maximum(0, level - np.fromiter(self.found.values(), float, size))
        matrix, papers = self._rows(), sets.wanted.size
        wanting = np.isin(np.arange(papers), sets.papers)
        free = np.full(size, np.inf)
        answer = linprog(
            np.concatenate([lack, np.zeros(sets.most.size)]),
            A_eq=matrix,
            b_eq=np.concatenate([wanting, sets.most]).astype(float),
            bounds=[(0, upper) for upper in np.concatenate([free, sets.most - sets.least])],
            # Among so many near equals ten times as quick as the simplex method.
            method="highs-ipm",
        )
        if not answer.success:
            return np.inf, self.prices
        return self.count * level - answer.fun, -answer.eqlin.marginals[papers:]

    def _rows(self) -> csc_array:
        """A row for each paper, which has one set, and for each reviewer; spare room at the end."""
        papers, reviewers, size = self.sets.wanted.size, self.sets.most.size, len(self.found)
        cells = [
            (row, at)
            for at, (paper, those) in enumerate(self.found)
            for row in (paper, *(papers + one for one in those))
        ]
        cells += [(papers + one, size + one) for one in range(reviewers)]
        row, column = np.array(cells).T
        shape = (papers + reviewers, size + reviewers)
        return coo_array((np.ones(row.size), (row, column)), shape=shape).tocsc()
