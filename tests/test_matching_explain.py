"""Why a matching is as it is: scores, next best, prices that hold, and where the shortage is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.matching.best import best
from reviews.matching.explain import (
    Pair,
    Topics,
    own_best,
    pairs,
    served,
    shortage,
    topics,
)
from reviews.matching.instance import Infeasible, Instance
from reviews.matching.prices import prices

# Both papers like reviewer 0 best, who takes one: 0.5 + 0.8 is the best there is.
TWO = Instance(
    affinity=np.array([[0.9, 0.5, 0.1], [0.8, 0.2, 0.1]]),
    forbidden=np.array([[False, False, False], [False, False, True]]),
    wanted=np.array([1, 1]),
    least=np.array([0, 0, 0]),
    most=np.array([1, 2, 2]),
    locked=np.zeros((2, 3), dtype=bool),
)
BEST = best(TWO)


def rounded(pair: Pair) -> tuple[object, ...]:
    return tuple(round(one, 6) if isinstance(one, float) else one for one in vars(pair).values())


def test_each_pair_has_its_score_its_share_and_who_would_have_been_next() -> None:
    first, second = pairs(TWO, BEST.chosen, BEST)
    # For paper 0 it would have been reviewer 0, by 0.4 better, who is full: 0.2 is lost by it.
    assert rounded(first) == (0, 1, 0.5, 1.0, 0, 0.4, True, 0.2, 0.2)
    # For paper 1 it would have been reviewer 1, by 0.6 worse, who has room.
    assert rounded(second)[:7] == (1, 0, 0.8, 1.0, 1, -0.6, False)


def test_pairs_are_in_the_order_of_papers_the_best_first() -> None:
    chosen = np.array([[False, True, True], [True, False, False]])
    found = pairs(TWO, chosen, BEST)
    assert [(one.paper, one.reviewer) for one in found] == [(0, 1), (0, 2), (1, 0)]
    assert [round(one.share, 6) for one in found] == [0.833333, 0.166667, 1.0]


def test_where_all_who_may_are_chosen_nobody_is_next() -> None:
    everyone = replace(TWO, wanted=np.array([3, 1]), most=np.array([2, 2, 2]))
    solution = best(everyone)
    last = pairs(everyone, solution.chosen, solution)[2]
    assert (last.reviewer, last.instead, last.gain, last.costs) == (2, None, 0.0, 0.0)


def test_each_paper_is_measured_against_its_own_best_reviewers() -> None:
    well = served(TWO, BEST.chosen)
    assert well.total.tolist() == [0.5, 0.8]
    assert well.own.tolist() == [0.9, 0.8]
    assert [round(one, 6) for one in well.share] == [0.555556, 1.0]


def test_a_paper_that_fits_nobody_is_served_as_well_as_can_be() -> None:
    nothing = replace(TWO, affinity=np.zeros((2, 3)))
    assert served(nothing, BEST.chosen).share.tolist() == [1.0, 1.0]


def test_own_best_reviewers_are_the_locked_ones_first_and_never_in_conflict() -> None:
    locked = np.array([[False, False, True], [False, False, False]])
    told = replace(TWO, wanted=np.array([2, 3]), locked=locked)
    assert own_best(told).tolist() == [[True, False, True], [True, True, False]]


def test_who_is_wanted_by_more_than_they_take_has_a_price() -> None:
    short = shortage(TWO, BEST)
    # With another place, reviewer 0 would take paper 0 too, for 0.9 instead of 0.5.
    assert round(float(short.reviewer[0]), 6) == 0.4
    assert short.reviewer[1:].tolist() == [0.0, 0.0]
    # Both papers would like reviewer 0 best.
    assert [round(float(one), 6) for one in short.presses] == [0.4, 0.4]


@pytest.mark.parametrize("paper", [0, 1])
def test_one_more_reviewer_brings_no_more_than_the_price_of_the_paper(paper: int) -> None:
    wanted = TWO.wanted.copy()
    wanted[paper] += 1
    more = best(replace(TWO, wanted=wanted)).sum - BEST.sum
    assert more <= shortage(TWO, BEST).paper[paper] + 1e-9


def test_topics_tell_whose_demand_presses() -> None:
    of = np.array([[True, False, False], [True, True, False]])
    short = shortage(TWO, BEST)
    found = topics(of, served(TWO, BEST.chosen), short)
    assert found.papers.tolist() == [2, 1, 0]
    assert [round(float(one), 6) for one in found.total] == [0.65, 0.8, 0.0]
    assert [round(float(one), 6) for one in found.share] == [0.777778, 1.0, 0.0]
    assert [round(float(one), 6) for one in found.presses] == [0.4, 0.4, 0.0]
    assert found.order.tolist() == [0, 1, 2]
    assert isinstance(found, Topics)


@st.composite
def worlds(draw: st.DrawFn) -> Instance:
    papers, reviewers = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    cells = st.lists(st.integers(0, 10), min_size=papers * reviewers, max_size=papers * reviewers)
    scores = np.array(draw(cells), dtype=float).reshape(papers, reviewers) / 10
    senior = np.arange(reviewers) < reviewers // 2 if draw(st.booleans()) else None
    return Instance(
        affinity=scores,
        forbidden=np.array(draw(cells)).reshape(papers, reviewers) == 0,
        wanted=np.full(papers, draw(st.integers(1, 2))),
        least=np.full(reviewers, draw(st.integers(0, 1))),
        most=np.full(reviewers, draw(st.integers(1, 3))),
        locked=np.zeros((papers, reviewers), dtype=bool),
        senior=senior,
    )


def sum_or_none(told: Instance) -> float:
    try:
        return best(told).sum
    except Infeasible:
        return -np.inf


def sum_with(told: Instance, pair: tuple[int, ...]) -> float:
    locked = told.locked.copy()
    locked[pair] = True
    return sum_or_none(replace(told, locked=locked))


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_all_prices_are_what_solving_again_would_tell(told: Instance) -> None:
    try:
        solution = best(told)
    except Infeasible:
        return
    found = prices(told, solution)
    for pair in np.ndindex(found.forcing.shape):
        forbidden = told.forbidden.copy()
        forbidden[pair] = True
        without = sum_or_none(replace(told, forbidden=forbidden))
        assert found.forcing[pair] == pytest.approx(solution.sum - sum_with(told, pair), abs=1e-6)
        assert found.without[pair] == pytest.approx(solution.sum - without, abs=1e-6)


def test_with_a_group_limit_no_price_is_too_high() -> None:
    random = np.random.default_rng(3)
    told = Instance(
        affinity=random.random((8, 7)).round(2),
        forbidden=np.zeros((8, 7), dtype=bool),
        wanted=np.full(8, 2),
        least=np.full(7, 1),
        most=np.full(7, 3),
        locked=np.zeros((8, 7), dtype=bool),
        group=np.array([0, 0, 0, 1, 1, -1, -1]),
    )
    solution = best(told)
    forcing = prices(told, solution).forcing
    exact = np.array([solution.sum - sum_with(told, pair) for pair in np.ndindex(forcing.shape)])
    assert (forcing.ravel() <= exact + 1e-6).all()
    assert (forcing.ravel() > exact - 1e-6).mean() > 0.5
