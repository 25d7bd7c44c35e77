"""The matching of greatest total affinity, exactly, with the prices that prove it.

A linear program over the best pairs of each paper and reviewer is priced over all pairs, and pairs
that are worth more than their prices are added, until there are none (column generation, Dantzig &
Wolfe 1960). It is in whole pairs (see program.py) unless there are both seniors and a group limit;
then a small mixed-integer program over the same pairs makes it whole, and `bound` tells the gap.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, eye_array, hstack, vstack

from reviews.matching import infeasible
from reviews.matching.instance import (
    Duals,
    Flags,
    Infeasible,
    Instance,
    Numbers,
    Solution,
    Unsolved,
    Why,
)
from reviews.matching.program import TINY, Answer, Program, first_pairs, maximize

ROUNDS = 200
# The search for whole pairs ends by counting, not by the clock: it must end the same way again.
GAP, NODES = 1e-4, 500


def best(instance: Instance) -> Solution:
    """The matching of greatest sum; Infeasible if there is none."""
    infeasible.check(instance)
    scaled = instance.valued(instance.affinity / instance.unit)
    program, answer = generate(scaled, penalty(scaled))
    if _short(answer, program) > TINY:
        raise _why(scaled)
    duals = program.duals(answer)
    chosen = _whole(program, program.part(answer))
    prices = _times(duals, instance.unit)
    total = float(instance.affinity[chosen].sum())
    return Solution(chosen, total, max(total, prices.bound(instance)), prices)


def penalty(instance: Instance) -> float:
    """What a missing review costs: more than any chain of changes that avoids it."""
    span = np.ptp(instance.affinity) if instance.affinity.size else 0.0
    return float(2 * (1 + span * (1 + min(instance.affinity.shape))))


def generate(instance: Instance, missing: float) -> tuple[Program, Answer]:
    """The best over all pairs; a review that a paper or a least load lacks costs `missing`."""
    program = Program(instance, first_pairs(instance))
    for _ in range(ROUNDS):
        answer = _solve(program, missing)
        if not program.extend(answer, instance):
            return program, answer
    raise Unsolved("pairs were added without an end")


def _solve(program: Program, missing: float) -> Answer:
    rows, instance = program.rows(), program.instance
    lacks = rows.level.size
    gain = np.concatenate(
        [
            instance.affinity[rows.papers, rows.reviewers],
            np.zeros(instance.reviewers),
            np.full(lacks, -missing),
        ]
    )
    with_lacks = replace(
        rows,
        equal=hstack([rows.equal, eye_array(lacks)]).tocsc(),
        under=hstack([rows.under, csc_array((rows.cap.size, lacks))]).tocsc(),
        upper=np.concatenate([rows.upper, np.full(lacks, np.inf)]),
    )
    return maximize(gain, with_lacks)


def _short(answer: Answer, program: Program) -> float:
    """How many reviews are lacking."""
    return float(answer.x[-sum(program.instance.affinity.shape) :].sum())


def _why(instance: Instance) -> Exception:
    """The reason why reviews are lacking: the same program with nothing else to gain."""
    free = instance.valued(np.zeros(instance.affinity.shape))
    program, answer = generate(free, 1.0)
    short = answer.x[-sum(instance.affinity.shape) :]
    if short.sum() < TINY:
        return Unsolved("reviews were lacking that need not be")
    return infeasible.explained(instance, program, program.duals(answer), short)


def _times(duals: Duals, unit: float) -> Duals:
    group = None if duals.group is None else duals.group * unit
    return Duals(duals.paper * unit, duals.reviewer * unit, duals.senior * unit, group)


def _whole(program: Program, part: Numbers) -> Flags:
    """Whole pairs: the vertex itself, or the best near it if it is split."""
    chosen: Flags = part > 0.5
    if np.abs(part - chosen).max(initial=0) < 1e-6:
        return chosen
    if program.instance.group is None:
        raise Unsolved("a pair was split")
    found = _integer(program)
    if found is None:
        program.pairs = program.instance.open.copy()
        found = _integer(program)
    if found is None:
        raise Infeasible(
            Why.GROUPS, "the group limit and the need for a senior reviewer cannot both be kept"
        )
    return found


def _integer(program: Program) -> Flags | None:
    """The best whole pairs over the columns of the program, or nothing if there are none."""
    while True:
        part = _integer_part(program)
        if part is None or not program.limit_groups(part):
            return None if part is None else part > 0.5


def _integer_part(program: Program) -> Numbers | None:
    """The same with the group rows that are in the program, as 0 and 1."""
    rows, instance = program.rows(), program.instance
    gain = np.append(instance.affinity[rows.papers, rows.reviewers], np.zeros(instance.reviewers))
    matrix = vstack([rows.equal, rows.under]).tocsc()
    low = np.concatenate([rows.level, np.full(rows.cap.size, -np.inf)])
    answer = milp(
        -gain,
        constraints=LinearConstraint(matrix, low, np.concatenate([rows.level, rows.cap])),
        integrality=np.ones(gain.size),
        bounds=Bounds(np.zeros(gain.size), rows.upper),
        options={"mip_rel_gap": GAP, "node_limit": NODES},
    )
    if answer.x is None:
        return None
    return program.part(Answer(answer.x.round(), np.zeros(0), np.zeros(0)))
