"""The matching of greatest sum: exact, proved, within all constraints; or why there is none.

Thousands more of the small instances are tried by `python -m bench.matching`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from bench.matching_made import workshop
from bench.matching_small import check, instances, keeps
from reviews.matching.best import best
from reviews.matching.instance import Infeasible, Instance, Why

PAIR = np.array([[True]])


def some(papers: int, reviewers: int, wanted: int = 1, most: int = 3) -> Instance:
    """Every reviewer may review every paper."""
    none = np.zeros((papers, reviewers), dtype=bool)
    return Instance(
        affinity=np.random.default_rng(1).random((papers, reviewers)),
        forbidden=none,
        wanted=np.full(papers, wanted),
        least=np.zeros(reviewers, dtype=int),
        most=np.full(reviewers, most),
        locked=none,
    )


def with_pairs(instance: Instance, *pairs: tuple[int, int]) -> np.ndarray:
    flags = np.zeros(instance.affinity.shape, dtype=bool)
    for pair in pairs:
        flags[pair] = True
    return flags


@settings(max_examples=90, deadline=None, derandomize=True)
@given(instances())
def test_it_is_what_a_plain_program_finds(instance: Instance) -> None:
    check(instance, fairly=False)


@pytest.mark.parametrize("load", ["loose", "nearly tight", "fully tight"])
def test_its_prices_prove_a_workshop_of_a_hundred_papers(load: str) -> None:
    senior = np.arange(60) % 5 < 2
    instance = replace(workshop(100, 60, load, seed=1), senior=senior)
    found = best(instance)
    keeps(instance, found.chosen)
    assert found.sum == pytest.approx(found.bound, rel=1e-9)
    assert found.bound == pytest.approx(found.duals.bound(instance), rel=1e-9)


def test_no_pair_can_be_forced_for_less_than_its_price() -> None:
    instance = workshop(12, 8, "nearly tight", seed=2)
    found = best(instance)
    prices = found.duals.reduced(instance)
    assert np.isinf(prices[instance.forbidden]).all()
    assert prices[found.chosen].max() < 1e-9
    for pair in np.argwhere(~found.chosen & ~instance.forbidden)[::7]:
        forced = best(replace(instance, locked=with_pairs(instance, tuple(pair))))
        assert found.sum - forced.sum > prices[tuple(pair)] - 1e-9


def test_any_unit_of_affinity_will_do() -> None:
    instance = workshop(30, 20, "fully tight", seed=3)
    large = instance.valued(instance.affinity * 1e5)
    assert (best(large).chosen == best(instance).chosen).all()


@pytest.mark.parametrize(
    ("change", "why", "papers", "sentence"),
    [
        ({"forbidden": [(2, 0), (2, 1), (2, 3)], "wanted": 2}, Why.FEW, (2,), "paper 3: 3 of 4"),
        ({"forbidden": [(1, 2)], "locked": [(1, 2)]}, Why.LOCKED_CONFLICT, (1,), "paper 2 is"),
        ({"locked": [(1, 2), (1, 3)]}, Why.LOCKED_PAPER, (1,), "paper 2 needs 1"),
        ({"locked": [(0, 2), (1, 2)], "most": 1}, Why.LOCKED_REVIEWER, (0, 1), "reviewer 3 takes"),
        ({"wanted": 3, "most": 2}, Why.ROOM, (0, 1, 2), "need 9 reviews"),
        ({"least": 1}, Why.LEAST, (0, 1, 2), "is 4 in all"),
        ({"least": 4, "most": 3}, Why.LOADS, (), "reviewer 1: the least load, 4"),
        ({"senior": [0], "forbidden": [(1, 0)]}, Why.NO_SENIOR, (1,), "paper 2: no senior"),
        ({"senior": [0], "most": 2}, Why.NO_SENIOR, (0, 1, 2), "one by a senior each"),
        ({"group": [0, 0, 0, 1], "wanted": 3}, Why.GROUPS, (0,), "paper 1: with at most 1"),
        (
            {"forbidden": [(0, 2), (0, 3), (1, 2), (1, 3)], "wanted": 2, "most": 1},
            Why.ROOM,
            (0, 1, 2),
            "need 6 reviews",
        ),
    ],
)
def test_the_reason_is_told(
    change: dict[str, object], why: Why, papers: tuple[int, ...], sentence: str
) -> None:
    with pytest.raises(Infeasible) as told:
        best(changed(some(3, 4), change))
    assert told.value.why == why
    assert told.value.papers == papers
    assert sentence in told.value.reason


def changed(instance: Instance, change: dict[str, object]) -> Instance:
    """Lists of pairs and of reviewers are flags, and a number is for all."""
    arrays: dict[str, object] = {}
    for name, value in change.items():
        if name in {"forbidden", "locked"}:
            arrays[name] = with_pairs(instance, *value)  # type: ignore[misc]
        elif name == "senior":
            arrays[name] = np.isin(np.arange(instance.reviewers), value)  # type: ignore[arg-type]
        elif name == "group":
            arrays[name] = np.array(value)
        else:
            arrays[name] = np.full_like(getattr(instance, name), value)
    return replace(instance, **arrays)  # type: ignore[arg-type]


def test_papers_that_share_too_few_reviewers_are_told_apart() -> None:
    instance = some(4, 5, wanted=2, most=2)
    forbidden = instance.forbidden.copy()
    forbidden[:3, 2:] = True
    with pytest.raises(Infeasible, match="papers 1, 2 and 3 need 6 reviews") as told:
        best(replace(instance, forbidden=forbidden))
    assert told.value.reviewers == (0, 1)
    assert (told.value.needs, told.value.has) == (6, 4)


def test_arrays_that_do_not_fit_are_refused() -> None:
    instance = some(3, 4)
    with pytest.raises(ValueError, match="wanted has the shape"):
        replace(instance, wanted=np.ones(4, dtype=int))
    with pytest.raises(ValueError, match="affinity must be finite"):
        replace(instance, affinity=instance.affinity * np.nan)
