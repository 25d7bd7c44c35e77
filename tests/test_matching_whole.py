"""The bound that knows that pairs are whole: never below what can be, checked by trying all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.matching_made import workshop
from reviews.matching import whole
from reviews.matching.best import best
from reviews.matching.fair import KIND, WHOLE, fair
from reviews.matching.instance import Flags, Infeasible, Instance

COUNT = 2


@st.composite
def tiny(draw: st.DrawFn) -> Instance:
    """Three or four papers, few enough reviewers that all matchings can be tried."""
    papers, reviewers = draw(st.integers(3, 4)), draw(st.integers(3, 4))
    random = np.random.default_rng(draw(st.integers(0, 2**63 - 1)))
    shape, parts = (papers, reviewers), draw(st.sampled_from([4, 10**6]))
    wanted = random.integers(0 if draw(st.booleans()) else 1, 3, papers)
    even = int(np.ceil(wanted.sum() / reviewers))
    forbidden = random.random(shape) < draw(st.sampled_from([0, 0.15]))
    affinity = np.round(random.uniform(draw(st.sampled_from([-0.5, 0])), 1, shape) * parts) / parts
    return Instance(
        affinity=affinity / (np.abs(affinity).max() or 1),
        forbidden=forbidden,
        wanted=wanted,
        least=np.full(reviewers, max(0, even - 1)),
        most=np.full(reviewers, even + draw(st.integers(0, 1))),
        locked=~forbidden & (random.random(shape) < draw(st.sampled_from([0, 0.1]))),
        senior=random.random(reviewers) < 0.5 if draw(st.booleans()) else None,
        group=random.integers(-1, 2, reviewers) if draw(st.booleans()) else None,
    )


def all_matchings(instance: Instance) -> Iterator[Flags]:
    """Those that keep all constraints but the group limit, which the bound does not heed."""
    rows = [
        [
            row
            for row in itertools.product([False, True], repeat=instance.reviewers)
            if sum(row) == wanted and not (np.array(row) & barred).any() and (row >= locked).all()
        ]
        for wanted, barred, locked in zip(
            instance.wanted, instance.forbidden, instance.locked, strict=True
        )
    ]
    for chosen in map(np.array, itertools.product(*rows)):
        loads = chosen.sum(axis=0)
        with_senior = instance.senior is None or chosen[:, instance.senior].any(axis=1)
        if (
            (loads >= instance.least).all()
            and (loads <= instance.most).all()
            and (with_senior | (instance.wanted == 0)).all()
        ):
            yield chosen


def worst(instance: Instance, chosen: Flags) -> float:
    return float(np.sort(instance.totals(chosen)[instance.wanted > 0])[:COUNT].sum())


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tiny())
def test_no_matching_is_above_it(instance: Instance) -> None:
    assume((instance.wanted > 0).sum() > COUNT)
    try:
        known = best(instance).chosen
    except Infeasible:
        return
    greatest = max(worst(instance, one) for one in all_matchings(instance))
    low, grain = worst(instance, known), whole.grain(instance)
    proved = whole.bound(instance, [known], COUNT, grain=grain, low=low, high=np.inf)
    assert proved >= greatest - 1e-9


def test_where_split_pairs_promise_too_much_bids_are_proved_to_be_the_best_there_is() -> None:
    """Each paper fits one reviewer of two: split in halves both would be served alike."""
    affinity = np.tile([1.0, 1.0, 0.5, 0.0], (3, 1))
    instance = Instance(
        affinity=affinity,
        forbidden=np.zeros((3, 4), dtype=bool),
        wanted=np.ones(3, dtype=int),
        least=np.array([0, 0, 0, 1]),
        most=np.ones(4, dtype=int),
        locked=np.zeros((3, 4), dtype=bool),
    )
    found = fair(instance)
    assert found.worst10 == pytest.approx(found.worst10_bound)


def test_to_prove_lowers_a_bound_that_tight_loads_leave_out_of_reach() -> None:
    base = workshop(14, 21, "fully tight", seed=3)
    fits = np.random.default_rng(0).random(base.affinity.shape) < 0.4
    instance = replace(base, affinity=np.where(fits, base.affinity, 0))
    quickly, proved = fair(instance), fair(instance, prove=True)
    assert (quickly.chosen == proved.chosen).all()
    assert (quickly.bound_kind, proved.bound_kind) == (KIND, WHOLE)
    assert proved.worst10 <= proved.worst10_bound < quickly.worst10_bound


def test_bids_have_a_grain_and_scores_have_none() -> None:
    instance = workshop(6, 6, "loose", seed=0)
    quarters = instance.valued(np.round(instance.affinity * 4) / 4)
    assert whole.grain(quarters) == 0.25
    assert whole.grain(instance) == 0
