"""The linear program over all pairs, of which only the promising ones are ever in it.

The best pairs of each paper and reviewer are solved, all pairs are held against the prices, and
those worth more than theirs are added, until there are none (column generation, Dantzig & Wolfe
1960). So that there always is an answer, what is missing may be bought.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csc_array, hstack

from reviews.matching.instance import Counts, Instance, Numbers, Unsolved
from reviews.matching.program import Answer, Program, first_pairs, maximize

ROUNDS = 200


def penalty(instance: Instance) -> float:
    """What a missing review costs: more than any chain of changes that avoids it."""
    span = np.ptp(instance.affinity) if instance.affinity.size else 0.0
    return float(2 * (1 + span * (1 + min(instance.affinity.shape))))


@dataclass(frozen=True, eq=False)
class Lacks:
    """Columns for what may be missing: in which row, at what cost, and how much of it at most.

    row, cost, most  (columns,)  rows are papers, then the least loads of reviewers
    """

    row: Counts
    cost: Numbers
    most: Numbers


def each(instance: Instance, missing: float) -> Lacks:
    """A review that a paper or a least load lacks costs `missing`."""
    size = sum(instance.affinity.shape)
    return Lacks(np.arange(size), np.full(size, missing), np.full(size, np.inf))


def generate(instance: Instance, lacks: Lacks) -> tuple[Program, Answer]:
    """The best over all pairs, at these costs of what is missing."""
    program = Program(instance, first_pairs(instance))
    for _ in range(ROUNDS):
        answer = _solve(program, lacks)
        if not program.extend(answer, instance):
            return program, answer
    raise Unsolved("pairs were added without an end")


def _solve(program: Program, lacks: Lacks) -> Answer:
    rows, instance = program.rows(), program.instance
    size = lacks.row.size
    pairs = instance.affinity[rows.papers, rows.reviewers]
    gain = np.concatenate([pairs, np.zeros(instance.reviewers), -lacks.cost])
    shape = (rows.level.size, size)
    missing = coo_array((np.ones(size), (lacks.row, np.arange(size))), shape=shape)
    with_lacks = replace(
        rows,
        equal=hstack([rows.equal, missing]).tocsc(),
        under=hstack([rows.under, csc_array((rows.cap.size, size))]).tocsc(),
        upper=np.concatenate([rows.upper, lacks.most]),
    )
    return maximize(gain, with_lacks)
