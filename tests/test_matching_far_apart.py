"""Scores that are far apart: small ones count as exactly beside great ones as alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.matching_made import workshop
from bench.matching_small import keeps
from reviews.matching import whole
from reviews.matching.best import best
from reviews.matching.fair import fair
from reviews.matching.instance import Flags, Instance
from reviews.matching.repair import repair

FAR = [1e5, 1e7, 1e9, 1e12]


def made() -> Instance:
    return replace(workshop(16, 10, "nearly tight", seed=2), senior=np.arange(10) % 5 < 2)


def barred(instance: Instance, pairs: Flags) -> Instance:
    return replace(instance, forbidden=instance.forbidden | pairs)


def some_pairs(instance: Instance) -> Flags:
    """One in ten of those that may be."""
    few: Flags = np.random.default_rng(0).random(instance.affinity.shape) < 0.1
    return few & ~instance.forbidden


@pytest.mark.parametrize("far", FAR)
def test_what_a_forbidden_pair_would_score_changes_nothing(far: float) -> None:
    instance = barred(made(), np.eye(16, 10, dtype=bool))
    scored = instance.valued(np.where(instance.forbidden, far, instance.affinity))
    assert (best(scored).chosen == best(instance).chosen).all()
    standing = best(made()).chosen
    assert (repair(scored, standing).chosen == repair(instance, standing).chosen).all()


@pytest.mark.parametrize("far", FAR)
def test_pairs_that_had_rather_not_be_are_as_if_they_were_forbidden(far: float) -> None:
    instance = made()
    without = barred(instance, some_pairs(instance))
    unwilling = instance.valued(np.where(some_pairs(instance), -far, instance.affinity))
    found = best(unwilling)
    keeps(unwilling, found.chosen)
    assert found.sum == pytest.approx(best(without).sum, abs=1e-9)
    assert found.bound == pytest.approx(found.sum, abs=1e-9)


def test_the_worst_served_are_found_beside_what_is_far_from_all_others() -> None:
    instance = barred(made(), np.eye(16, 10, dtype=bool))
    known = fair(instance)
    scored = instance.valued(np.where(instance.forbidden, 1e9, instance.affinity))
    assert (fair(scored).chosen == known.chosen).all()
    unwilling = replace(made(), affinity=np.where(instance.forbidden, -1e9, instance.affinity))
    assert fair(unwilling).worst10_bound == pytest.approx(known.worst10_bound, rel=0.01)


@pytest.mark.parametrize("far", FAR[:3])
def test_beside_pairs_that_have_to_be_the_others_are_still_the_best(far: float) -> None:
    instance = made()
    first = best(instance).chosen & (np.arange(16) < 3)[:, None]
    locked = best(replace(instance, locked=first & (first.cumsum(axis=1) == 1)))
    forced = first & (first.cumsum(axis=1) == 1)
    found = best(instance.valued(instance.affinity + far * forced))
    assert found.chosen[forced].all()
    beside = float(instance.affinity[found.chosen].sum())
    assert beside == pytest.approx(locked.sum, abs=1e-9)
    assert 0 <= found.bound - found.sum <= 1e-15 * found.sum


def test_the_worst_served_are_never_promised_less_than_they_can_have() -> None:
    """Beside such a score others look like none, and none is a multiple of anything."""
    far, instance = 1e9, replace(made(), senior=None)
    capped = fair(instance)
    scores = instance.affinity.copy()
    scores[0, 0] = scores[1, 1] = far
    greater = instance.valued(scores)
    reached = np.sort(greater.totals(capped.chosen))[:10].mean()
    assert fair(greater).worst10_bound >= reached - 1e-15 * far
    assert whole.grain(greater.scaled) == 0


def test_a_tiny_score_is_no_multiple_of_a_great_one() -> None:
    instance = replace(made(), forbidden=np.zeros((16, 10), dtype=bool))
    scores = np.round(instance.affinity)
    assert whole.grain(instance.valued(scores)) == 1
    scores[0, 0] = 1e-12
    assert whole.grain(instance.valued(scores)) == 0
