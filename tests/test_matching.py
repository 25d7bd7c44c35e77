"""The solver: exact, within loads and conflicts, as many as can be; checked by trying all."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.matching.instance import Counts, Flags, Numbers
from reviews.matching.solve import solve

Problem = tuple[Numbers, Flags, Counts, Counts]


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """Up to three papers and three reviewers, often with too little room."""
    papers, reviewers = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    cells = papers * reviewers
    tenths = draw(st.lists(st.integers(0, 10), min_size=cells, max_size=cells))
    flags = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    wanted = draw(st.lists(st.integers(0, 3), min_size=papers, max_size=papers))
    room = draw(st.lists(st.integers(-1, 3), min_size=reviewers, max_size=reviewers))
    return (
        np.array(tenths, dtype=float).reshape(papers, reviewers) / 10,
        np.array(flags, dtype=bool).reshape(papers, reviewers),
        np.array(wanted, dtype=np.int64),
        np.array(room, dtype=np.int64),
    )


def value(chosen: Flags, affinity: Numbers) -> tuple[int, float]:
    return int(chosen.sum()), round(float(affinity[chosen].sum()), 6)


def is_right(chosen: Flags, problem: Problem) -> bool:
    _, allowed, wanted, room = problem
    return bool(
        (chosen <= allowed).all()
        and (chosen.sum(axis=1) <= wanted).all()
        and (chosen.sum(axis=0) <= room.clip(min=0)).all()
    )


def best_by_trying(problem: Problem) -> tuple[int, float]:
    affinity, allowed, _, _ = problem
    tries = itertools.product([False, True], repeat=allowed.size)
    choices = (np.array(one, dtype=bool).reshape(allowed.shape) for one in tries)
    return max(value(one, affinity) for one in choices if is_right(one, problem))


@settings(max_examples=120, deadline=None)
@given(small_problems())
def test_nothing_beats_it(problem: Problem) -> None:
    chosen = solve(*problem)
    assert is_right(chosen, problem)
    assert value(chosen, problem[0]) == best_by_trying(problem)


def test_a_paper_that_fits_nobody_is_still_given_to_somebody() -> None:
    affinity = np.array([[0.9, 0.8], [0.0, 0.0]])
    chosen = solve(affinity, np.ones((2, 2), bool), np.array([1, 1]), np.array([1, 1]))
    assert chosen.sum(axis=1).tolist() == [1, 1]


def test_when_there_is_too_little_room_as_many_pairs_as_can_be_are_chosen() -> None:
    chosen = solve(np.full((4, 2), 0.5), np.ones((4, 2), bool), np.full(4, 3), np.array([3, 2]))
    assert chosen.sum() == 5
    assert chosen.sum(axis=0).tolist() == [3, 2]


def test_a_conflict_is_impossible_whatever_it_is_worth() -> None:
    allowed = np.array([[False, True]])
    chosen = solve(np.array([[100.0, 0.1]]), allowed, np.array([2]), np.array([5, 5]))
    assert chosen.tolist() == [[False, True]]


def test_a_workshop_of_six_hundred_papers_is_solved_in_whole_pairs() -> None:
    random = np.random.default_rng(7)
    affinity, allowed = random.random((600, 60)), random.random((600, 60)) > 0.05
    problem = (affinity, allowed, np.full(600, 3), np.full(60, 31))
    chosen = solve(*problem)
    assert is_right(chosen, problem)
    assert chosen.sum() == 1800


def test_the_solver_knows_no_django() -> None:
    code = "import sys, reviews.matching.solve; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
