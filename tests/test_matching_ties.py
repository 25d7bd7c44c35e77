"""What stands is exchanged for something better only, never for its equal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching_made import workshop
from bench.matching_small import instances, keeps
from reviews.matching.best import best
from reviews.matching.instance import Infeasible, Instance
from reviews.matching.ties import settled


@settings(max_examples=60, deadline=None, derandomize=True)
@given(instances(), st.integers(0, 9))
def test_no_paper_is_served_otherwise_and_no_constraint_broken(
    instance: Instance, seed: int
) -> None:
    standing = np.random.default_rng(seed).random(instance.affinity.shape) < 0.4
    try:
        chosen = best(instance).chosen
    except Infeasible:
        return
    found = settled(instance, chosen, standing)
    keeps(instance, found)
    assert (instance.totals(found) == instance.totals(chosen)).all()
    assert (found & standing).sum() >= (chosen & standing).sum()


def test_among_equals_all_that_stands_is_kept() -> None:
    """Half of the pairs fit nothing: another matching of zeros is no better."""
    base = workshop(30, 15, "nearly tight", seed=1)
    senior = np.arange(15) % 3 == 0
    instance = replace(base, affinity=np.round(base.affinity), senior=senior)
    standing = best(instance).chosen
    shuffled = np.random.default_rng(1).permutation(15)
    back = np.argsort(shuffled)
    others = ("affinity", "forbidden", "locked")
    again = best(
        replace(
            instance,
            **{name: getattr(instance, name)[:, shuffled] for name in others},
            least=instance.least[shuffled],
            most=instance.most[shuffled],
            senior=senior[shuffled],
        )
    ).chosen[:, back]
    kept = settled(instance, again, standing)
    assert (again & standing).sum() < (kept & standing).sum()
    assert (kept == settled(instance, kept, standing)).all()


def test_two_who_fit_alike_do_not_change_places() -> None:
    instance = workshop(4, 4, "loose", seed=0)
    none = np.zeros((4, 4), dtype=bool)
    ones = np.ones(4, dtype=int)
    alike = replace(
        instance, affinity=none.astype(float), forbidden=none, wanted=ones, least=ones, most=ones
    )
    standing = np.eye(4, dtype=bool)
    assert (settled(alike, standing[::-1], standing) == standing).all()
    better = alike.valued(standing[::-1].astype(float))
    assert (settled(better, standing[::-1], standing) == standing[::-1]).all()
