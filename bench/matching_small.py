"""Small random instances, and what must hold for each: checked against plain programs of scipy.

A plain linear program, and for whole pairs a plain mixed-integer one, with all pairs and all rows
at once, know nothing of columns, prices or exchanges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from reviews.matching.best import best
from reviews.matching.fair import fair
from reviews.matching.instance import Counts, Flags, Infeasible, Instance, Numbers, Solution, Why

# What is told with numbers: more is needed than there is.
COUNTED = (Why.LOADS, Why.FEW, Why.NO_SENIOR, Why.ROOM, Why.LEAST)


@dataclass(frozen=True)
class Plain:
    """The optimum of the linear program and of whole pairs; None where there is none."""

    split: float | None
    whole: float | None


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Up to seven papers and eight reviewers, some of them impossible."""
    papers, reviewers = draw(st.integers(1, 7)), draw(st.integers(1, 8))
    random = np.random.default_rng(draw(st.integers(0, 2**63 - 1)))
    grain = draw(st.sampled_from([4, 10, 10**6]))
    wanted = random.integers(0 if draw(st.booleans()) else 1, 4, papers)
    fair_share = int(np.ceil(wanted.sum() / reviewers))
    most = fair_share + random.integers(0, draw(st.integers(1, 5)), reviewers)
    least = random.integers(0, draw(st.integers(1, 1 + max(1, fair_share))), reviewers)
    forbidden = random.random((papers, reviewers)) < draw(st.sampled_from([0, 0.05, 0.2]))
    locked = random.random((papers, reviewers)) < draw(st.sampled_from([0, 0, 0.04]))
    if draw(st.booleans()):
        locked &= ~forbidden
    grouped = draw(st.booleans())
    return Instance(
        affinity=np.round(random.random((papers, reviewers)) * grain) / grain,
        forbidden=forbidden,
        wanted=wanted,
        least=least,
        most=most,
        locked=locked,
        senior=random.random(reviewers) < 0.4 if draw(st.booleans()) else None,
        group=random.integers(-1, 4, reviewers) if grouped else None,
        group_limit=draw(st.integers(1, 2)),
    )


def check(instance: Instance, *, fairly: bool) -> bool:
    """Compare with the plain programs; whether there is a matching."""
    plain = plainly(instance)
    integral = instance.senior is None or instance.group is None
    found = _found(instance, fairly=fairly)
    if isinstance(found, Infeasible):
        assert plain.whole is None, found.reason
        assert not integral or plain.split is None, found.reason
        assert found.why not in COUNTED or found.needs > found.has, found.reason
        return False
    assert plain.whole is not None, "a matching that cannot be"
    assert plain.split is not None
    keeps(instance, found.chosen)
    close = 1e-6 * max(1.0, abs(plain.split))
    assert abs(found.sum - instance.affinity[found.chosen].sum()) < close
    assert abs(found.bound - plain.split) < close, (found.bound, plain.split)
    assert found.sum > plain.whole - close - (0 if integral else 0.01 * abs(plain.whole))
    if fairly:
        _check_fair(instance)
    return True


def _found(instance: Instance, *, fairly: bool) -> Solution | Infeasible:
    try:
        return fair(instance).best if fairly else best(instance)
    except Infeasible as error:
        return error


def _check_fair(instance: Instance) -> None:
    """The constraints hold, the bound is one, and the same input gives the same output."""
    first, again = fair(instance, seed=3), fair(instance, seed=3)
    keeps(instance, first.chosen)
    assert (first.chosen == again.chosen).all()
    totals = np.sort(instance.totals(first.chosen)[instance.wanted > 0])[:10]
    assert not totals.size or abs(totals.mean() - first.worst10) < 1e-9
    assert first.worst10 <= first.worst10_bound + 1e-9
    of_best = np.sort(instance.totals(first.best.chosen)[instance.wanted > 0])[:10]
    assert not totals.size or of_best.mean() < first.worst10 + 1e-9


def keeps(instance: Instance, chosen: Flags) -> None:
    """Every constraint, one by one."""
    assert not (chosen & instance.forbidden).any(), "a conflict"
    assert (chosen | ~instance.locked).all(), "a lock"
    assert (chosen.sum(axis=1) == instance.wanted).all(), "a demand"
    load = chosen.sum(axis=0)
    assert (load >= instance.least).all(), "a least load"
    assert (load <= instance.most).all(), "a greatest load"
    if instance.senior is not None:
        seniors = chosen[:, np.flatnonzero(instance.senior)].sum(axis=1)
        assert (seniors[instance.wanted > 0] > 0).all(), "a senior"
    if instance.group is not None:
        for one in range(instance.group.max() + 1):
            of_group = chosen[:, np.flatnonzero(instance.group == one)].sum(axis=1)
            assert (of_group <= instance.group_limit).all(), "a group limit"


def plainly(instance: Instance) -> Plain:
    """All pairs and all rows at once."""
    shape = instance.affinity.shape
    cells: Counts = np.arange(instance.affinity.size).reshape(shape)
    rows: list[tuple[Numbers, float, float]] = []

    def row(which: Counts, low: float, high: float) -> None:
        line = np.zeros(cells.size)
        line[which] = 1
        rows.append((line, low, high))

    for paper in range(shape[0]):
        row(cells[paper], instance.wanted[paper], instance.wanted[paper])
        if instance.senior is not None and instance.wanted[paper]:
            row(cells[paper, instance.senior], 1, np.inf)
        for group in range(4 if instance.group is not None else 0):
            row(cells[paper, instance.group == group], 0, instance.group_limit)
    for reviewer in range(shape[1]):
        row(cells[:, reviewer], instance.least[reviewer], instance.most[reviewer])
    matrix, low, high = (np.array(part) for part in zip(*rows, strict=True))
    return _solved(instance, matrix, low, high)


def _solved(instance: Instance, matrix: Numbers, low: Numbers, high: Numbers) -> Plain:
    lower = instance.locked.ravel().astype(float)
    upper = 1.0 - instance.forbidden.ravel()
    gain = instance.affinity.ravel()
    if (lower > upper).any() or (low > high).any():
        return Plain(None, None)
    finite = np.isfinite(high)
    split = linprog(
        -gain,
        A_ub=np.vstack([matrix[finite], -matrix]),
        b_ub=np.concatenate([high[finite], -low]),
        bounds=np.stack([lower, upper], axis=1),
    )
    if split.status == 2:
        return Plain(None, None)
    whole = milp(
        -gain,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(lower, upper),
        integrality=np.ones(gain.size),
    )
    return Plain(-split.fun, None if whole.x is None else -whole.fun)
