"""Repair: the fewest changes that make an assignment right again, then the best of those."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.matching.instance import Flags, Infeasible, Instance
from reviews.matching.repair import (
    repair,
    with_conflict,
    without_paper,
    without_reviewer,
)


def instance(
    affinity: list[list[float]], wanted: int = 1, most: int = 2, least: int = 0
) -> Instance:
    scores = np.array(affinity, dtype=float)
    nothing = np.zeros(scores.shape, dtype=bool)
    papers, reviewers = scores.shape
    return Instance(
        affinity=scores,
        forbidden=nothing,
        wanted=np.full(papers, wanted),
        least=np.full(reviewers, least),
        most=np.full(reviewers, most),
        locked=nothing,
    )


def pairs(flags: Flags) -> list[tuple[int, ...]]:
    return [tuple(pair) for pair in np.argwhere(flags).tolist()]


def flags(*chosen: tuple[int, int]) -> Flags:
    standing = np.zeros((3, 3), dtype=bool)
    for pair in chosen:
        standing[pair] = True
    return standing


# One reviewer a paper, up to two papers a reviewer.
THREE = Instance(
    affinity=np.array([[0.9, 0.5, 0.1], [0.8, 0.6, 0.2], [0.35, 0.4, 0.3]]),
    forbidden=np.zeros((3, 3), dtype=bool),
    wanted=np.array([1, 1, 1]),
    least=np.array([0, 0, 0]),
    most=np.array([2, 2, 2]),
    locked=np.zeros((3, 3), dtype=bool),
)
STANDING = ((0, 0), (1, 0), (2, 1))


def test_what_is_right_stays_even_if_another_matching_were_better() -> None:
    standing = flags((0, 2), (1, 1), (2, 1))
    done = repair(THREE, standing)
    assert (pairs(done.lost), pairs(done.added), done.must_go) == ([], [], 0)
    assert done.sum == pytest.approx(1.1)


def test_who_drops_out_is_replaced_and_nobody_else_moves() -> None:
    standing = flags(*STANDING)
    done = repair(without_reviewer(THREE, 0), standing)
    assert pairs(done.lost) == [(0, 0), (1, 0)]
    # Reviewer 1 keeps paper 2 and has room for one; 0.1 + 0.6 and 0.5 + 0.2 come to the same.
    assert done.chosen[2].tolist() == [False, True, False]
    assert (round(done.sum, 6), done.must_go) == (1.1, 2)


def test_of_the_smallest_repairs_the_best_is_taken() -> None:
    standing = flags(*STANDING)
    done = repair(with_conflict(THREE, 1, 0), standing)
    assert (pairs(done.lost), pairs(done.added)) == ([(1, 0)], [(1, 1)])


def test_a_withdrawn_paper_takes_its_reviews_along() -> None:
    standing = flags(*STANDING)
    done = repair(without_paper(THREE, 1), standing)
    assert (pairs(done.lost), pairs(done.added)) == ([(1, 0)], [])


def test_a_new_paper_is_given_to_who_has_room() -> None:
    standing = flags((0, 0), (1, 0))
    done = repair(THREE, standing)
    assert (pairs(done.lost), pairs(done.added), done.must_go) == ([], [(2, 1)], 0)


def test_a_smaller_load_lets_go_of_the_pair_that_matters_least() -> None:
    standing = flags(*STANDING)
    done = repair(replace(THREE, most=np.array([1, 2, 2])), standing)
    # 0.9 + 0.6 with reviewer 0 on paper 0; 0.5 + 0.8 with them on paper 1.
    assert (pairs(done.lost), pairs(done.added)) == ([(1, 0)], [(1, 1)])


def test_more_goes_than_was_lost_only_where_that_is_proved() -> None:
    """Reviewer 1 had one paper, must have one, and it is withdrawn: somebody gives them another."""
    must = replace(THREE, least=np.array([0, 1, 0]))
    standing = flags(*STANDING)
    done = repair(without_paper(must, 2), standing)
    assert (pairs(done.lost), pairs(done.added)) == ([(1, 0), (2, 1)], [(1, 1)])
    assert done.must_go == 2


def test_what_nothing_can_repair_is_refused() -> None:
    standing = flags((0, 0))
    with pytest.raises(Infeasible):
        repair(replace(THREE, most=np.array([1, 1, 0])), standing)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Instance, Flags]:
    """Up to three papers and four reviewers, and pairs that may stand rightly or wrongly."""
    papers, reviewers = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    shape, cells = (papers, reviewers), papers * reviewers

    def some(values: st.SearchStrategy[int], many: int) -> list[int]:
        return draw(st.lists(values, min_size=many, max_size=many))

    bit = st.integers(0, 1)
    least = np.array(some(bit, reviewers))
    made = Instance(
        affinity=np.array(some(st.integers(-3, 10), cells), dtype=float).reshape(shape) / 10,
        forbidden=np.array(some(st.integers(0, 4), cells)).reshape(shape) == 4,
        wanted=np.array(some(st.integers(0, 2), papers)),
        least=least,
        most=least + np.array(some(st.integers(0, 2), reviewers)),
        locked=np.zeros(shape, dtype=bool),
        senior=np.array(some(bit, reviewers), dtype=bool) if draw(st.booleans()) else None,
    )
    return made, np.array(some(bit, cells), dtype=bool).reshape(shape)


def is_right(chosen: Flags, told: Instance) -> bool:
    loads = chosen.sum(axis=0)
    seniors = (
        True if told.senior is None else chosen[:, told.senior].any(axis=1) | (told.wanted == 0)
    )
    return bool(
        not (chosen & told.forbidden).any()
        and (chosen.sum(axis=1) == told.wanted).all()
        and ((told.least <= loads) & (loads <= told.most)).all()
        and np.all(seniors)
    )


def worth(chosen: Flags, standing: Flags, told: Instance) -> tuple[int, float]:
    """Greater is better: fewer standing pairs lost, then the sum."""
    return -int((standing & ~chosen).sum()), round(float(told.affinity[chosen].sum()), 6)


def every_matching(told: Instance) -> list[Flags]:
    rows = [
        [row for row in itertools.product([False, True], repeat=told.reviewers) if sum(row) == want]
        for want in told.wanted
    ]
    tries = (np.array(one, dtype=bool) for one in itertools.product(*rows))
    return [one for one in tries if is_right(one, told)]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_no_matching_changes_less_or_is_as_small_and_better(world: tuple[Instance, Flags]) -> None:
    told, standing = world
    possible = every_matching(told)
    try:
        done = repair(told, standing)
    except Infeasible:
        assert possible == []
        return
    assert is_right(done.chosen, told)
    found = worth(done.chosen, standing, told)
    assert found == max(worth(one, standing, told) for one in possible)
    assert done.must_go == -found[0]
    assert (done.chosen == (standing & ~done.lost) | done.added).all()
