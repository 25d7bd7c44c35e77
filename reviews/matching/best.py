"""The matching of greatest total affinity, exactly, with the prices that prove it.

A linear program over all pairs (columns.py). Where scores are so far apart that the solver leaves
something, what it leaves is solved as well (refine.py). It is in whole pairs (see program.py)
unless there are both seniors and a group limit; then a small mixed-integer program over the same
pairs makes it whole, and `bound` tells the gap.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import vstack

from reviews.matching import infeasible
from reviews.matching.columns import each, generate, penalty
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
from reviews.matching.program import TINY, Answer, Program
from reviews.matching.refine import refined

# The search for whole pairs ends by counting, not by the clock: it must end the same way again.
GAP, NODES = 1e-4, 500
# A sum has nothing to win within this part of what it adds up, to which numbers are exact.
EXACT = 1e-15


def best(instance: Instance) -> Solution:
    """The matching of greatest sum; Infeasible if there is none."""
    infeasible.check(instance)
    scaled = instance.scaled
    program, answer = generate(scaled, each(scaled, penalty(scaled)))
    if _short(answer, program) > TINY:
        raise _why(scaled)
    part, duals = program.part(answer), program.duals(answer)
    if not _is_exact(scaled, part, duals):
        part, duals = refined(program, duals)
    chosen = _whole(program, part)
    prices = _times(duals, instance.unit)
    total = float(instance.affinity[chosen].sum())
    return Solution(chosen, total, max(total, prices.bound(instance)), prices)


def _is_exact(instance: Instance, part: Numbers, duals: Duals) -> bool:
    reached = part * instance.affinity
    gap = duals.bound(instance) - reached.sum()
    return bool(gap <= EXACT * (1 + np.abs(reached).sum()))


def _short(answer: Answer, program: Program) -> float:
    """How many reviews are lacking."""
    return float(answer.x[-sum(program.instance.affinity.shape) :].sum())


def _why(instance: Instance) -> Exception:
    """The reason why reviews are lacking: the same program with nothing else to gain."""
    free = instance.valued(np.zeros(instance.affinity.shape))
    program, answer = generate(free, each(free, 1.0))
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
