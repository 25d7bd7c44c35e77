"""How well the worst-served papers can be served at best: a linear program, and its proof.

The sum of the `count` least totals is the greatest `count * t - sum(d)` with `d >= t - total` and
`d >= 0` (Ogryczak & Tamir 2003). Only papers that could be among the worst have such a row. The
prices of those rows are weights of papers, each at most 1, `count` in all; the weighted totals of
any matching are at least the sum of its least totals, and `Duals.bound` limits them over all pairs
(Lagrangian duality, Geoffrion 1974). So the bound holds whatever the program left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csc_array, eye_array, hstack, vstack

from reviews.matching.instance import Flags, Instance, Numbers, Unsolved
from reviews.matching.program import Answer, Program, Rows, first_pairs, maximize

ROUNDS = 60
# Rounds for the bound alone: each gives one, and the last is nearly always the least there is.
BOUNDS = 10
# How many papers are watched to begin with, beyond those that are counted.
WATCHED = 30
# What the sum of all totals counts beside the worst, so that of many answers a good one is found.
BONUS = 1e-3


@dataclass(frozen=True, eq=False)
class Limit:
    """The best for the worst-served papers, if pairs could be split.

    part   (papers, reviewers)  how much of each pair
    level  where a paper is no longer among the worst
    bound  the sum of the `count` least totals is at most this, in any matching
    """

    part: Numbers
    level: float
    bound: float


def limit(instance: Instance, start: Flags, count: int) -> Limit:
    """The limit for the `count` worst-served; `start` is any matching, affinities up to 1."""
    watched = _lowest(instance, start, count + WATCHED)
    program = Program(instance, first_pairs(instance) | start)
    answer, _ = _generate(program, watched, count, BONUS)
    part, level = program.part(answer), float(answer.x[-1])
    _, bound = _generate(program, watched, count, 0.0)
    return Limit(part, level, bound)


def served(instance: Instance) -> Flags:
    """(papers,) those that want anybody: the others are not served badly."""
    flags: Flags = instance.wanted > 0
    return flags


def _lowest(instance: Instance, start: Flags, count: int) -> Flags:
    totals = np.where(served(instance), instance.totals(start), np.inf)
    watched = np.zeros(instance.papers, dtype=bool)
    watched[np.argsort(totals, kind="stable")[:count]] = True
    return watched & served(instance)


def _generate(program: Program, watched: Flags, count: int, bonus: float) -> tuple[Answer, float]:
    """The program over all pairs, and its bound; `watched` is added to where it must be."""
    instance, bound = program.instance, np.inf
    for _ in range(ROUNDS if bonus else BOUNDS):
        answer = _solve(program, watched, count, bonus)
        weights = _weights(answer, watched, count)
        valued = instance.valued(weights[:, None] * instance.affinity)
        bound = min(bound, program.duals(answer).bound(valued))
        low = _low(program, answer) & ~watched if bonus else np.zeros_like(watched)
        watched |= low
        bonused = instance.valued(valued.affinity + bonus * instance.affinity)
        if not program.extend(answer, bonused) and not low.any():
            return answer, bound
    if not bonus:
        return answer, bound
    raise Unsolved("pairs were added without an end")


def _solve(program: Program, watched: Flags, count: int, bonus: float) -> Answer:
    rows, instance = program.rows(), program.instance
    papers = np.flatnonzero(watched)
    pairs = instance.affinity[rows.papers, rows.reviewers]
    gain = np.concatenate(
        [bonus * pairs, np.zeros(instance.reviewers), np.full(papers.size, -1.0), [count]]
    )
    return maximize(gain, _watching(rows, instance, watched), free=1)


def _watching(rows: Rows, instance: Instance, watched: Flags) -> Rows:
    """The rows of the pairs, and one for each watched paper; columns for each `d` and for `t`."""
    size, old = int(watched.sum()), rows.upper.size
    row = (np.cumsum(watched) - 1)[rows.papers]
    pair = np.flatnonzero(watched[rows.papers])
    values = -instance.affinity[rows.papers[pair], rows.reviewers[pair]]
    totals = coo_array((values, (row[pair], pair)), shape=(size, old))
    ones = csc_array(np.ones((size, 1)))
    locked = instance.totals(instance.locked)[watched]
    return replace(
        rows,
        equal=hstack([rows.equal, csc_array((rows.level.size, size + 1))]).tocsc(),
        under=vstack(
            [
                hstack([rows.under, csc_array((rows.cap.size, size + 1))]),
                hstack([totals, -eye_array(size), ones]),
            ]
        ).tocsc(),
        cap=np.concatenate([rows.cap, locked]),
        upper=np.concatenate([rows.upper, np.full(size + 1, np.inf)]),
    )


def _weights(answer: Answer, watched: Flags, count: int) -> Numbers:
    """(papers,) the prices of the watched rows, as exact weights: from 0 to 1, `count` in all."""
    weights = np.zeros(watched.size)
    prices = answer.under[answer.under.size - int(watched.sum()) :]
    weights[watched] = prices.clip(0, 1)
    if (over := weights.sum()) > count:
        weights *= count / over
    elif (room := np.where(watched, 1 - weights, 0)).any():
        weights += room * ((count - over) / room.sum())
    return weights


def _low(program: Program, answer: Answer) -> Flags:
    totals = (program.part(answer) * program.instance.affinity).sum(axis=1)
    low: Flags = (totals < answer.x[-1] - 1e-7) & served(program.instance)
    return low
