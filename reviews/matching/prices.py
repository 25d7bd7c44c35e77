"""What any pair costs or is worth to the whole, all at once, from the duals of one solution.

Forcing a pair takes the paper from somebody, and the newcomer hands on another paper, and so on,
until whoever lost one has one again or somebody has room: a cycle of exchanges. In prices, no step
of it is below nothing (complementary slackness), so the cheapest cycle is a shortest path (Floyd
1962, over reviewers). That is the exact price of the pair, by the theory of flows; with a group
limit, whose slack is left out, it is a lower bound, as weak duality bounds every single step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviews.matching.instance import Flags, Instance, Numbers, Solution


@dataclass(frozen=True, eq=False)
class Prices:
    """At least this is lost of the greatest sum; infinite if no exchange does it.

    forcing  (papers, reviewers)  if the pair has to be; 0 where it is
    without  (papers, reviewers)  if the pair must not be; 0 where it is not
    """

    forcing: Numbers
    without: Numbers


def prices(instance: Instance, solution: Solution) -> Prices:
    """Of all pairs. `solution` is that of `best`."""
    chosen = solution.chosen
    handed = _handed_on(instance, solution)
    closing = _closing(instance, solution, _chains(chosen, handed))
    gap = solution.bound - solution.sum
    forcing = np.where(chosen, 0.0, np.inf)
    without = np.zeros(chosen.shape)
    for (paper, gives), costs in zip(np.argwhere(chosen), handed, strict=True):
        around = costs + closing[:, gives]
        forcing[paper] = np.minimum(forcing[paper], around)
        without[paper, gives] = max(0.0, around.min() - gap)
    return Prices(forcing=np.maximum(0, forcing - gap), without=without)


def _handed_on(instance: Instance, solution: Solution) -> Numbers:
    """(chosen pairs, reviewers) what it costs that a paper goes from the one to the other.

    The only senior of a paper can hand it to a senior only. If a junior does so, the price of
    having to have one is paid for nothing.
    """
    chosen, profit = solution.chosen, solution.duals.profit(instance)
    comes = np.where(instance.forbidden | chosen, np.inf, np.maximum(0, -profit))
    goes = np.where(instance.locked, np.inf, np.maximum(0, profit))
    papers, gives = np.nonzero(chosen)
    handed: Numbers = goes[papers, gives, None] + comes[papers]
    if instance.senior is not None:
        senior = instance.senior
        last = senior[gives] & ((chosen & senior).sum(axis=1)[papers] == 1)
        handed[np.ix_(last, ~senior)] = np.inf
        handed[np.ix_(~senior[gives], senior)] += solution.duals.senior[
            papers[~senior[gives]], None
        ]
    return handed


def _chains(chosen: Flags, handed: Numbers) -> Numbers:
    """(from, to) the cheapest way to hand papers on from one reviewer to the next."""
    reviewers = chosen.shape[1]
    chain = np.full((reviewers, reviewers), np.inf)
    np.fill_diagonal(chain, 0)
    np.minimum.at(chain, np.nonzero(chosen)[1], handed)
    for middle in range(reviewers):
        np.minimum(chain, chain[:, middle, None] + chain[middle], out=chain)
    return chain


def _closing(instance: Instance, solution: Solution, chain: Numbers) -> Numbers:
    """(from, to) what it costs that `from` has one paper less and `to` one more."""
    load, price = solution.chosen.sum(axis=0), solution.duals.reviewer
    may_take = np.where(load < instance.most, np.maximum(0, -price), np.inf)
    may_give = np.where(load > instance.least, np.maximum(0, price), np.inf)
    ends = (chain + may_take).min(axis=1)
    begins = (may_give[:, None] + chain).min(axis=0)
    closing: Numbers = np.minimum(chain, ends[:, None] + begins)
    return closing
