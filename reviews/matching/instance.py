"""What a matching is asked for, and what it answers: arrays in, arrays out.

Rows are papers, columns reviewers, everywhere in this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
# So many papers are the worst-served.
WORST = 10


@dataclass(frozen=True, eq=False)
class Instance:
    """Who may review what, and how much of it; a ValueError if the arrays do not fit together.

    affinity     (papers, reviewers)  how well a reviewer fits a paper; finite
    forbidden    (papers, reviewers)  never together: a conflict, or told so
    wanted       (papers,)            reviewers that each paper needs, exactly
    least, most  (reviewers,)         papers that each reviewer takes
    locked       (papers, reviewers)  together whatever it costs; a conflict wins over it
    senior       (reviewers,)         each paper needs one of these, or None
    group        (reviewers,)         a number from 0; less is no group; or None
    group_limit                       the most of one group on a paper
    """

    affinity: Numbers
    forbidden: Flags
    wanted: Counts
    least: Counts
    most: Counts
    locked: Flags
    senior: Flags | None = None
    group: Counts | None = None
    group_limit: int = 1

    def __post_init__(self) -> None:
        if self.affinity.ndim != 2:
            raise ValueError("affinity must have two dimensions: papers and reviewers")
        papers, reviewers = self.affinity.shape
        self._fits("forbidden", (papers, reviewers), "b")
        self._fits("locked", (papers, reviewers), "b")
        self._fits("wanted", (papers,), "iu")
        for name in ("least", "most"):
            self._fits(name, (reviewers,), "iu")
        if self.senior is not None:
            self._fits("senior", (reviewers,), "b")
        if self.group is not None:
            self._fits("group", (reviewers,), "iu")
        if not np.isfinite(self.affinity).all():
            raise ValueError("affinity must be finite")
        if min(self.wanted.min(initial=0), self.least.min(initial=0)) < 0:
            raise ValueError("wanted and least must not be negative")
        if self.group_limit < 1:
            raise ValueError("group_limit must be at least 1")

    def _fits(self, name: str, shape: tuple[int, ...], kinds: str) -> None:
        array = getattr(self, name)
        if array.shape != shape:
            raise ValueError(f"{name} has the shape {array.shape} and not {shape}")
        if array.dtype.kind not in kinds:
            raise ValueError(f"{name} has the type {array.dtype}")

    @property
    def papers(self) -> int:
        return int(self.affinity.shape[0])

    @property
    def reviewers(self) -> int:
        return int(self.affinity.shape[1])

    @property
    def open(self) -> Flags:
        """(papers, reviewers) where there is a choice: neither forbidden nor locked."""
        return ~self.forbidden & ~self.locked

    @property
    def room(self) -> Counts:
        """(reviewers,) `most`, but no more than there are papers, as far as `least` allows."""
        room: Counts = np.minimum(self.most, np.maximum(self.papers, self.least))
        return room

    @property
    def unit(self) -> float:
        """The greatest affinity that counts, as solvers' tolerances are for affinities up to 1."""
        return float(np.abs(self.affinity[~self.forbidden]).max(initial=0)) or 1.0

    @property
    def scaled(self) -> Instance:
        """The same with affinities up to 1; 0 where they do not count."""
        return self.valued(np.where(self.forbidden, 0, self.affinity) / self.unit)

    def valued(self, affinity: Numbers) -> Instance:
        """The same with other affinities."""
        return replace(self, affinity=affinity)

    def totals(self, chosen: Flags) -> Numbers:
        """(papers,) the affinity that each paper gets."""
        totals: Numbers = np.where(chosen, self.affinity, 0).sum(axis=1)
        return totals


@dataclass(frozen=True, eq=False)
class Duals:
    """Prices that prove how good a matching can be at best, in units of affinity.

    paper     (papers,)         what one reviewer less for it would bring
    reviewer  (reviewers,)      what more room of theirs would bring; negative where the least binds
    senior    (papers,)         what it costs that one has to be senior; not negative
    group     (papers, groups)  what one more of that group would bring; not negative; or None
    """

    paper: Numbers
    reviewer: Numbers
    senior: Numbers
    group: Numbers | None = None

    def profit(self, instance: Instance) -> Numbers:
        """(papers, reviewers) what a pair brings beyond its prices (its reduced cost)."""
        profit: Numbers = instance.affinity - self.paper[:, None] - self.reviewer
        if instance.senior is not None:
            profit += self.senior[:, None] * instance.senior
        if instance.group is not None and self.group is not None:
            grouped = instance.group >= 0
            profit[:, grouped] -= self.group[:, instance.group[grouped]]
        return profit

    def reduced(self, instance: Instance) -> Numbers:
        """(papers, reviewers) the least that forcing each pair costs; infinite if forbidden."""
        cost: Numbers = np.maximum(0.0, -self.profit(instance))
        cost[instance.forbidden] = np.inf
        return cost

    def bound(self, instance: Instance) -> float:
        """No matching has a greater sum: weak duality over all pairs, whatever the prices are."""
        profit = self.profit(instance)
        total = profit[instance.locked].sum() + profit[instance.open].clip(min=0).sum()
        total += instance.wanted @ self.paper
        least = np.maximum(instance.least, instance.locked.sum(axis=0))
        total += np.maximum(self.reviewer * least, self.reviewer * instance.room).sum()
        if instance.senior is not None:
            total -= self.senior.sum()
        if instance.group is not None and self.group is not None:
            total += instance.group_limit * self.group.sum()
        return float(total)


@dataclass(frozen=True, eq=False)
class Solution:
    """A matching of greatest sum, with the proof.

    chosen  (papers, reviewers)  True for the pairs
    sum                          their affinity
    bound                        no matching has more, by `duals` over all pairs
    """

    chosen: Flags
    sum: float
    bound: float
    duals: Duals


@dataclass(frozen=True, eq=False)
class Fair:
    """A matching that serves the worst-served papers as well as can be, with a bound.

    chosen         (papers, reviewers)  True for the pairs
    sum            their affinity; `best.bound` bounds it
    worst10        mean of the ten least totals of papers (of all, if there are fewer)
    worst10_bound  no matching has more
    bound_kind     how that was proved
    best           the matching of greatest sum, for comparison
    """

    chosen: Flags
    sum: float
    worst10: float
    worst10_bound: float
    bound_kind: str
    best: Solution


class Why(StrEnum):
    """The constraint that nothing can meet."""

    LOCKED_CONFLICT = "a locked pair is forbidden"
    LOCKED_PAPER = "more reviewers are locked to a paper than it needs"
    LOCKED_REVIEWER = "more papers are locked to a reviewer than they take"
    LOCKED_GROUP = "more reviewers of one group are locked to a paper than it may have"
    LOADS = "a reviewer's least load is above their greatest"
    FEW = "a paper has fewer reviewers who may than it needs"
    NO_SENIOR = "no senior reviewer may review a paper"
    GROUPS = "the reviewers who may come from too few groups"
    ROOM = "the reviewers who may have too little room for these papers"
    LEAST = "the least loads are more than these papers need"


class Infeasible(Exception):
    """No matching keeps all constraints.

    papers     whose demand cannot be met, or that the reviewers' least loads cannot be met by
    reviewers  whom it is about, if it is about any
    needs, has how many reviews are needed there, and how many there can be
    reason     a sentence with numbers for names, from 1, as `print` would show them
    """

    def __init__(
        self,
        why: Why,
        reason: str,
        *,
        papers: Iterable[int] = (),
        reviewers: Iterable[int] = (),
        needs: int = 0,
        has: int = 0,
    ) -> None:
        super().__init__(reason)
        self.why = why
        self.reason = reason
        self.papers = tuple(int(one) for one in papers)
        self.reviewers = tuple(int(one) for one in reviewers)
        self.needs = int(needs)
        self.has = int(has)


class Unsolved(RuntimeError):
    """The solver gave no answer: never seen, and not to be passed over."""
