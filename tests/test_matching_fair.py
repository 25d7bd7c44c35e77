"""The fair matching: the worst-served papers as near to a proved bound as can be.

Its figures on workshops of all sizes are printed by `python -m bench.matching`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from bench.matching_made import workshop
from bench.matching_small import check, instances, keeps
from reviews.matching.fair import fair
from reviews.matching.instance import Instance


@settings(max_examples=12, deadline=None, derandomize=True)
@given(instances())
def test_the_constraints_hold_and_the_bound_is_one(instance: Instance) -> None:
    check(instance, fairly=True)


@pytest.mark.parametrize(("load", "least"), [("loose", 0.995), ("fully tight", 0.98)])
def test_the_worst_served_come_near_the_bound(load: str, least: float) -> None:
    instance = replace(workshop(40, 24, load, seed=1), senior=np.arange(24) % 5 < 2)
    found = fair(instance)
    keeps(instance, found.chosen)
    assert found.worst10 >= least * found.worst10_bound
    assert found.sum >= 0.95 * found.best.sum


def test_groups_are_kept_apart_on_a_paper() -> None:
    base = workshop(16, 24, "nearly tight", seed=4)
    instance = replace(base, senior=np.arange(24) % 5 < 2, group=np.arange(24) % 6)
    found = fair(instance)
    keeps(instance, found.chosen)
    assert found.worst10_bound >= found.worst10 > 0


def test_papers_that_want_nobody_are_not_served_badly() -> None:
    base = workshop(20, 12, "loose", seed=5)
    wanted = base.wanted.copy()
    wanted[:3] = 0
    assert fair(replace(base, wanted=wanted, least=base.least * 0)).worst10 > 0


def test_where_a_paper_wants_one_reviewer_the_worst_are_served_as_well() -> None:
    """With exchanges alone they have 0.968 of the bound."""
    random, ones = np.random.default_rng(0), np.ones(40, dtype=int)
    affinity = random.random((40, 40)) * (random.random((40, 40)) < 0.25)
    base = workshop(40, 40, "fully tight", seed=0)
    instance = replace(base, affinity=affinity, wanted=ones, least=ones, most=ones)
    found = fair(instance, prove=True)
    assert found.worst10 >= 0.99 * found.worst10_bound
