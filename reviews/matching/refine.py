"""A solution made exact where scores are far apart (iterative refinement, Gleixner et al. 2016).

A solver takes a ten-millionth of the greatest score for nothing; beside one of a million, scores up
to one are hardly told apart. What each pair brings beyond its prices is small where there is
something to decide: that is magnified and the same program solved with it, and what is found is
added to the prices. Pairs far from their prices are not in question and are cut off.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array, eye_array, hstack, vstack

from reviews.matching.instance import Duals, Numbers, Unsolved
from reviews.matching.program import Answer, Program, maximize

# Two steps are as far as numbers of sixteen digits reach.
MAGNIFIED = (1e6, 1e10)
FAR = 1e3
ROUNDS = 200


def refined(program: Program, duals: Duals) -> tuple[Numbers, Duals]:
    """(papers, reviewers) how much of each pair, and its prices; affinities up to 1.

    program, duals  those of a solution that lacks no review
    """
    part = np.zeros(program.pairs.shape)
    for magnified in MAGNIFIED:
        part, duals = _step(program, duals, magnified)
    return part, duals


def _step(program: Program, duals: Duals, magnified: float) -> tuple[Numbers, Duals]:
    for _ in range(ROUNDS):
        answer = _solve(program, duals, magnified)
        part, better = program.part(answer), _plus(duals, program.duals(answer), 1 / magnified)
        missed = program.add(better.profit(program.instance) * magnified)
        limited = program.limit_groups(part)
        if not missed and not limited:
            return part, better
    raise Unsolved("pairs were added without an end")


def _solve(program: Program, duals: Duals, magnified: float) -> Answer:
    """With all rows as equations, so that what they leave over has its price taken off as well."""
    rows = program.rows()
    profit = duals.profit(program.instance)[rows.papers, rows.reviewers]
    group = np.zeros(0) if duals.group is None else duals.group[program.groups]
    over = np.concatenate([duals.reviewer, duals.senior[program.juniors], group])
    gain = (np.concatenate([profit, -over]) * magnified).clip(-FAR, FAR)
    size, columns = rows.cap.size, rows.upper.size
    equations = replace(
        rows,
        equal=vstack(
            [
                hstack([rows.equal, csc_array((rows.level.size, size))]),
                hstack([rows.under, eye_array(size)]),
            ]
        ).tocsc(),
        level=np.concatenate([rows.level, rows.cap]),
        under=csc_array((0, columns + size)),
        cap=np.zeros(0),
        upper=np.concatenate([rows.upper, np.full(size, np.inf)]),
    )
    answer = maximize(gain, equations)
    return Answer(answer.x, answer.equal[: rows.level.size], answer.equal[rows.level.size :])


def _plus(duals: Duals, more: Duals, times: float) -> Duals:
    group = duals.group
    if group is not None and more.group is not None:
        group = np.maximum(0, group + more.group * times)
    return Duals(
        paper=duals.paper + more.paper * times,
        reviewer=duals.reviewer + more.reviewer * times,
        senior=np.maximum(0, duals.senior + more.senior * times),
        group=group,
    )
