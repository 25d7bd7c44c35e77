"""The solver for too little room: as many as can be, evenly, then the best; by trying all."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.matching.instance import Flags, Instance, Numbers
from reviews.matching.solve import solve

Value = tuple[int, list[int], float]


def instance(
    affinity: Numbers, wanted: int = 3, most: int = 3, forbidden: Flags | None = None
) -> Instance:
    nothing = np.zeros(affinity.shape, dtype=bool)
    papers, reviewers = affinity.shape
    return Instance(
        affinity=affinity,
        forbidden=nothing if forbidden is None else forbidden,
        wanted=np.full(papers, wanted),
        least=np.zeros(reviewers, dtype=int),
        most=np.full(reviewers, most),
        locked=nothing,
    )


@st.composite
def small_instances(draw: st.DrawFn) -> Instance:
    """Up to three papers and three reviewers, often with too little room, some pairs locked."""
    papers, reviewers = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**63 - 1)))
    shape = papers, reviewers
    forbidden = random.random(shape) < draw(st.sampled_from([0.1, 0.5]))
    locked = ~forbidden & (random.random(shape) < draw(st.sampled_from([0, 0.2])))
    return replace(
        instance(random.integers(0, 11, shape) / 10, forbidden=forbidden),
        wanted=np.maximum(random.integers(0, 4, papers), locked.sum(axis=1)),
        most=np.maximum(random.integers(-1, 4, reviewers), locked.sum(axis=0)),
        least=random.integers(0, 4, reviewers),
        locked=locked,
    )


def value(chosen: Flags, affinity: Numbers) -> Value:
    """How many, how the papers fare from the one with the fewest on, and how well all fit."""
    counts = sorted(chosen.sum(axis=1).tolist())
    return int(chosen.sum()), counts, round(float(affinity[chosen].sum()), 6)


def is_right(chosen: Flags, instance: Instance) -> bool:
    return bool(
        not (chosen & instance.forbidden).any()
        and (chosen >= instance.locked).all()
        and (chosen.sum(axis=1) <= instance.wanted).all()
        and (chosen.sum(axis=0) <= instance.most.clip(min=0)).all()
    )


def best_by_trying(instance: Instance) -> Value:
    tries = itertools.product([False, True], repeat=instance.affinity.size)
    choices = (np.array(one, dtype=bool).reshape(instance.affinity.shape) for one in tries)
    return max(value(one, instance.affinity) for one in choices if is_right(one, instance))


@settings(max_examples=150, deadline=None)
@given(small_instances())
def test_nothing_beats_it(instance: Instance) -> None:
    chosen = solve(instance)
    assert is_right(chosen, instance)
    assert value(chosen, instance.affinity) == best_by_trying(instance)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**63 - 1))
def test_no_paper_has_two_fewer_than_another_that_could_hand_one_over(seed: int) -> None:
    random = np.random.default_rng(seed)
    papers, shape = 20, (20, 9)
    forbidden = random.random(shape) < random.choice([0.1, 0.6])
    made = instance(random.random(shape), most=int(random.integers(2, 7)), forbidden=forbidden)
    chosen = solve(made)
    count, can = chosen.sum(axis=1), (chosen.astype(int) @ (~chosen & ~forbidden).T) > 0
    for middle in range(papers):
        can |= np.outer(can[:, middle], can[middle])
    hands = can & (count[:, None] >= count + 2) & (count < made.wanted)
    assert not hands.any()


def test_a_paper_that_fits_nobody_is_still_given_to_somebody() -> None:
    chosen = solve(instance(np.array([[0.9, 0.8], [0.0, 0.0]]), wanted=1, most=1))
    assert chosen.sum(axis=1).tolist() == [1, 1]


def test_when_there_is_too_little_room_no_paper_goes_short_of_two() -> None:
    """Nine reviewers with eight places each for thirty papers that want three."""
    random = np.random.default_rng(0)
    fit = random.random((30, 1)) / 2 + random.random((30, 9)) / 2
    chosen = solve(instance(fit, most=8))
    assert np.bincount(chosen.sum(axis=1)).tolist() == [0, 0, 18, 12]
    assert chosen.sum(axis=0).tolist() == [8] * 9


def test_who_has_one_already_waits_for_who_has_none() -> None:
    locked = np.array([[True, False], [False, False]])
    made = replace(instance(np.array([[1.0, 1.0], [0.0, 0.0]]), most=1), locked=locked)
    assert solve(made).tolist() == [[True, False], [False, True]]


def test_a_conflict_is_impossible_whatever_it_is_worth() -> None:
    barred = np.array([[True, False]])
    chosen = solve(instance(np.array([[100.0, 0.1]]), forbidden=barred))
    assert chosen.tolist() == [[False, True]]


def test_a_workshop_of_six_hundred_papers_is_solved_in_whole_pairs() -> None:
    random = np.random.default_rng(7)
    barred = random.random((600, 60)) < 0.05
    made = instance(random.random((600, 60)), most=29, forbidden=barred)
    chosen = solve(made)
    assert is_right(chosen, made)
    assert np.bincount(chosen.sum(axis=1)).tolist() == [0, 0, 60, 540]


def test_the_solver_knows_no_django() -> None:
    code = "import sys, reviews.matching.solve; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
