"""A linear program over some of the pairs, to which pairs and rows are added as they are missed.

Papers and reviewers with loads are a transportation problem, whose rows are totally unimodular
(Hoffman & Kruskal 1956): a vertex, as the dual simplex method of HiGHS returns, is in whole pairs.
"At least one senior" is the same as "at most so many who are not": the capacity of a node, which
keeps that. A group limit keeps it as long as there are no seniors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csc_array, vstack

from reviews.matching.instance import Counts, Duals, Flags, Instance, Numbers, Unsolved

# Pairs to begin with: the best of each paper, of each reviewer, and of seniors for each paper.
OF_PAPER, OF_REVIEWER, OF_SENIORS = 12, 12, 4
# Pairs added at once for each paper and for each reviewer, and how far from worth it they may be:
# what is nearly missed now will be missed in the next round.
MORE, NEAR = 6, 0.05
# What the solver takes for nothing, for affinities up to 1.
TINY = 1e-7


@dataclass(frozen=True, eq=False)
class Rows:
    """`equal @ x == level` and `under @ x <= cap`, for x: the pairs, then spare room per reviewer.

    papers, reviewers  the pairs, as two arrays of numbers
    upper              the most of each column; the least is 0
    """

    papers: Counts
    reviewers: Counts
    equal: csc_array
    level: Numbers
    under: csc_array
    cap: Numbers
    upper: Numbers


@dataclass(frozen=True, eq=False)
class Answer:
    """A vertex, with the price of each row of `equal` and of `under`."""

    x: Numbers
    equal: Numbers
    under: Numbers


class Program:
    """The rows of an instance over `pairs`, locked pairs taken off; group rows only where needed.

    pairs    (papers, reviewers)  the columns
    juniors  (papers,)            where one senior is still needed
    groups   (papers, groups)     which group rows are in; no columns if there is no limit
    """

    def __init__(self, instance: Instance, pairs: Flags) -> None:
        self.instance = instance
        self.pairs = pairs & instance.open
        locked = instance.locked
        self.wanted = instance.wanted - locked.sum(axis=1)
        self.least = (instance.least - locked.sum(axis=0)).clip(min=0)
        self.most = instance.room - locked.sum(axis=0)
        self.juniors = np.zeros(instance.papers, dtype=bool)
        if instance.senior is not None:
            self.juniors = (instance.wanted > 0) & ~locked[:, instance.senior].any(axis=1)
        self.member = membership(instance)
        self.group_room = instance.group_limit - locked.astype(int) @ self.member
        self.groups = np.zeros(self.group_room.shape, dtype=bool)

    def rows(self) -> Rows:
        instance = self.instance
        papers, reviewers = np.nonzero(self.pairs)
        pair, each = np.arange(papers.size), np.arange(instance.reviewers)
        columns = papers.size + instance.reviewers
        equal = _ones(
            [papers, instance.papers + reviewers, instance.papers + each],
            [pair, pair, papers.size + each],
            (instance.papers + instance.reviewers, columns),
        )
        under, cap = self._capacities(papers, reviewers, columns)
        return Rows(
            papers=papers,
            reviewers=reviewers,
            equal=equal,
            level=np.concatenate([self.wanted, self.most]).astype(float),
            under=under,
            cap=cap,
            upper=np.concatenate([np.ones(papers.size), self.most - self.least]),
        )

    def _capacities(
        self, papers: Counts, reviewers: Counts, columns: int
    ) -> tuple[csc_array, Numbers]:
        junior = self.juniors[papers]
        if self.instance.senior is not None:
            junior &= ~self.instance.senior[reviewers]
        row = np.cumsum(self.juniors) - 1
        seniority = _ones(
            [row[papers[junior]]], [np.flatnonzero(junior)], (int(self.juniors.sum()), columns)
        )
        group_row = (np.cumsum(self.groups) - 1).reshape(self.groups.shape)
        pair, group = np.nonzero(self.groups[papers] & self.member[reviewers])
        limit = _ones([group_row[papers[pair], group]], [pair], (int(self.groups.sum()), columns))
        cap = np.concatenate([self.wanted[self.juniors] - 1, self.group_room[self.groups]])
        return vstack([seniority, limit]).tocsc(), cap.astype(float)

    def duals(self, answer: Answer) -> Duals:
        """The prices of `answer`: a limit on juniors becomes a price for seniors."""
        papers, count = self.instance.papers, int(self.juniors.sum())
        senior = np.zeros(papers)
        senior[self.juniors] = answer.under[:count]
        group = None
        if self.instance.group is not None:
            group = np.zeros(self.groups.shape)
            group[self.groups] = answer.under[count : count + int(self.groups.sum())]
        reviewer = answer.equal[papers : papers + self.instance.reviewers]
        return Duals(answer.equal[:papers] + senior, reviewer, senior, group)

    def part(self, answer: Answer) -> Numbers:
        """(papers, reviewers) how much of each pair is chosen, the locked ones in full."""
        part = self.instance.locked.astype(float)
        papers, reviewers = np.nonzero(self.pairs)
        part[papers, reviewers] = answer.x[: papers.size]
        return part

    def extend(self, answer: Answer, valued: Instance) -> bool:
        """Add the pairs and rows that `answer` misses by the affinities `valued`; if there are."""
        profit = self.duals(answer).profit(valued)
        limited = self.limit_groups(self.part(answer))
        return self.add(profit) or limited

    def limit_groups(self, part: Numbers) -> bool:
        """Add the group rows that `part` breaks; if there are."""
        free = np.where(self.instance.locked, 0, part)
        broken = (free @ self.member > self.group_room + TINY) & ~self.groups
        self.groups |= broken
        return bool(broken.any())

    def add(self, profit: Numbers) -> bool:
        """Add pairs that have a profit, (papers, reviewers), or nearly; if there are."""
        missing = self.instance.open & ~self.pairs
        if not (profit[missing] > TINY).any():
            return False
        worth = np.where(missing, profit, -np.inf)
        self.pairs |= (top(worth, MORE, 0) | top(worth, MORE, 1)) & missing & (worth > -NEAR)
        return True


def first_pairs(instance: Instance) -> Flags:
    """The pairs to begin with. Equals are told apart by chance, or all would want the same few."""
    chance = np.random.default_rng(0).random(instance.affinity.shape)
    score = np.where(instance.open, instance.affinity + TINY * chance, -np.inf)
    pairs = top(score, OF_PAPER, 1) | top(score, OF_REVIEWER, 0)
    if instance.senior is not None:
        pairs |= top(np.where(instance.senior, score, -np.inf), OF_SENIORS, 1)
    open_pairs: Flags = pairs & instance.open
    return open_pairs


def top(score: Numbers, count: int, axis: int) -> Flags:
    """Where the `count` greatest along an axis are."""
    found = np.zeros(score.shape, dtype=bool)
    count = min(count, score.shape[axis])
    if count and score.size:
        order = np.argpartition(-score, count - 1, axis=axis).take(range(count), axis=axis)
        np.put_along_axis(found, order, values=True, axis=axis)
    return found


def membership(instance: Instance) -> Flags:
    """(reviewers, groups) who is in which; no groups if there is no limit."""
    if instance.group is None:
        return np.zeros((instance.reviewers, 0), dtype=bool)
    count = int(instance.group.max(initial=-1)) + 1
    member: Flags = instance.group[:, None] == np.arange(count)
    return member


def maximize(gain: Numbers, rows: Rows, free: int = 0) -> Answer:
    """A vertex of greatest gain; the last `free` columns may be of either sign."""
    if not gain.size:
        return Answer(gain, rows.level, rows.cap)
    lower = np.zeros(gain.size)
    lower[gain.size - free :] = -np.inf
    bounds = np.stack([lower, rows.upper], axis=1)
    # Without presolve the prices of one round are near those of the next, and it is quicker; now
    # and then, among very many near equals, it gives up where with it there is an answer.
    for presolve in (False, True):
        answer = linprog(
            -gain,
            A_eq=rows.equal,
            b_eq=rows.level,
            A_ub=rows.under,
            b_ub=rows.cap,
            bounds=bounds,
            method="highs-ds",
            options={"presolve": presolve},
        )
        if answer.success:
            return Answer(answer.x, -answer.eqlin.marginals, -answer.ineqlin.marginals)
    raise Unsolved(answer.message)


def _ones(rows: list[Counts], columns: list[Counts], shape: tuple[int, int]) -> csc_array:
    row, column = np.concatenate(rows), np.concatenate(columns)
    return coo_array((np.ones(row.size), (row, column)), shape=shape).tocsc()
