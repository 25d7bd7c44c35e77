"""The assignment of greatest total affinity: arrays in, arrays out.

Papers and reviewers with degree bounds are a transportation problem. Its constraints are totally
unimodular (Hoffman & Kruskal 1956), and stay so with one more on the number of pairs, as that
fixes the value of a flow. So a vertex of the linear program, which the dual simplex method of
HiGHS returns, is an assignment in whole pairs, and the best there is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Unsolved(RuntimeError):
    """The solver gave no answer: never seen, and not to be passed over."""


def solve(affinity: Numbers, allowed: Flags, wanted: Counts, room: Counts) -> Flags:
    """As many pairs as can be, and among those choices one of greatest total affinity.

    affinity  (papers, reviewers)  how well a reviewer fits a paper
    allowed   (papers, reviewers)  False where a pair must not be
    wanted    (papers,)            the most reviewers that a paper gets
    room      (reviewers,)         the most papers that a reviewer gets
    returns   (papers, reviewers)  True for the chosen pairs; each is chosen once at most
    """
    chosen = np.zeros(allowed.shape, dtype=bool)
    papers, reviewers = np.nonzero(allowed)
    if papers.size == 0:
        return chosen
    rows = _incidence(papers, reviewers, allowed.shape)
    bounds = np.concatenate([wanted, room]).clip(min=0)
    most = round(_best(np.ones(papers.size), rows, bounds).sum())
    pairs = _best(affinity[papers, reviewers], rows, bounds, exactly=most)
    chosen[papers, reviewers] = pairs > 0.5
    return chosen


def _incidence(papers: Counts, reviewers: Counts, shape: tuple[int, ...]) -> csr_array:
    """A column per pair, with a one in the row of its paper and in that of its reviewer."""
    pairs = np.arange(papers.size)
    ones = np.ones(papers.size)
    by_paper = coo_array((ones, (papers, pairs)), shape=(shape[0], papers.size))
    by_reviewer = coo_array((ones, (reviewers, pairs)), shape=(shape[1], papers.size))
    return vstack([by_paper, by_reviewer]).tocsr()


def _best(gain: Numbers, rows: csr_array, bounds: Counts, exactly: int | None = None) -> Numbers:
    """A vertex of greatest gain, with `exactly` so many pairs if told."""
    equal = {} if exactly is None else {"A_eq": np.ones((1, gain.size)), "b_eq": [exactly]}
    answer = linprog(-gain, A_ub=rows, b_ub=bounds, bounds=(0, 1), method="highs-ds", **equal)
    if not answer.success:
        raise Unsolved(answer.message)
    pairs: Numbers = answer.x
    if np.abs(pairs - pairs.round()).max() > 1e-6:
        raise Unsolved("a pair was split")
    return pairs
