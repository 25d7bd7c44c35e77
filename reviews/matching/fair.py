"""A matching for the worst-served papers: near a bound that nothing can be above, and proved.

First the greatest sum (best.py), then the limit of the worst-served (worst.py). Its split pairs
are made whole, and exchanges lift what that cost (exchange.py) until the bound is reached or the
steps are used up; last, sum is won back that did not have to be given. A bound that stays out of
reach is lowered by what whole pairs can do (whole.py). The numbers of steps are fixed and chance
has a seed: the same input gives the same output.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reviews.matching import whole
from reviews.matching.best import best
from reviews.matching.exchange import Arm, Exchange
from reviews.matching.instance import WORST, Fair, Flags, Instance, Solution, Unsolved
from reviews.matching.program import Program, maximize
from reviews.matching.worst import Limit, limit, served

KIND = "linear program over all pairs, by its duals"
WHOLE = "whole sets of reviewers for each paper, by prices of reviewers"
# The bound is looked at again if the worst papers have less of it than this; and if asked to prove.
NEAR, NEARER = 0.99, 0.999
# What a total counts beyond its floor, in the energy of the search.
BONUS = 0.01
ARMS = (
    Arm(1500, 0.0, 0.0, 1.0),
    Arm(4000, 0.002, 0.0003, 1.0),
    Arm(8000, 0.02, 0.0005, 0.5),
    Arm(8000, 0.02, 0.0005, 0.5, follow=True),
)
BACK = Arm(8000, 0.0003, 0.00001, 0.0)
TURNS = 5
# A matching with fewer pairs than this gets fewer steps, in proportion.
PAIRS = 150


def fair(instance: Instance, seed: int = 0, keep: float = 0.97, *, prove: bool = False) -> Fair:
    """Serve the ten worst-served papers as well as can be; Infeasible if there is no matching.

    Sum is won back, at no cost to those ten, until the share `keep` of the greatest is reached or
    three tries are used up. To `prove` takes up to a minute where loads are tight: then the bound
    is lowered for affinities of any grain, not only for such as bids.
    """
    most = best(instance)
    count = min(WORST, int(served(instance).sum()))
    if count == 0:
        return Fair(most.chosen, most.sum, 0.0, 0.0, KIND, most)
    instance = _without_hopeless(instance, most.chosen, count)
    unit, scaled = instance.unit, instance.scaled
    bound = limit(scaled, most.chosen, count)
    chosen = _lifted(scaled, most, bound, count, seed)
    chosen = _given_back(scaled, chosen, count, seed, keep * most.sum / unit)
    worst = worst_of(instance, chosen, count)
    highest, kind = _proved(scaled, [chosen, most.chosen], count, bound.bound, prove=prove)
    return Fair(
        chosen=chosen,
        sum=float(instance.affinity[chosen].sum()),
        worst10=worst,
        worst10_bound=max(worst, highest * unit / count),
        bound_kind=kind,
        best=most,
    )


def _without_hopeless(instance: Instance, chosen: Flags, count: int) -> Instance:
    """Without the pairs with which the worst are served worse than in `chosen`, whatever the others
    get: beside a score as far below all others as “rather not” often is, those look alike."""
    greatest = instance.affinity[~instance.forbidden].max(initial=0.0)
    others = count * int(instance.wanted.max())
    least = worst_of(instance, chosen, count) * count - others * greatest
    hopeless = (instance.affinity < least - 1e-9 * abs(least)) & ~instance.locked
    return replace(instance, forbidden=instance.forbidden | hopeless)


def _proved(
    instance: Instance, matchings: list[Flags], count: int, high: float, *, prove: bool
) -> tuple[float, str]:
    """The bound on the sum of the least totals, `high` or lower, and how it is proved."""
    low, near = worst_of(instance, matchings[0], count) * count, NEARER if prove else NEAR
    grain = whole.grain(instance)
    far = high - low > (1 - near) * abs(high)
    if not (far and (prove or grain) and whole.applies(instance)):
        return high, KIND
    lower = whole.bound(instance, matchings, count, grain=grain, low=low, high=high)
    return (lower, WHOLE) if lower < high else (high, KIND)


def worst_of(instance: Instance, chosen: Flags, count: int = WORST) -> float:
    """The mean of the least totals of papers that want anybody."""
    totals = np.sort(instance.totals(chosen)[served(instance)])[:count]
    return float(totals.mean()) if totals.size else 0.0


def _lifted(instance: Instance, most: Solution, bound: Limit, count: int, seed: int) -> Flags:
    start = _whole(instance, bound)
    search = Exchange(instance, most.chosen if start is None else start, count, seed)
    tries = [(worst_of(instance, most.chosen, count) * count, most.chosen)]
    search.aim(np.full(instance.papers, bound.level), BONUS)
    for arm in ARMS:
        if arm.follow:
            search.aim(np.full(instance.papers, search.level()), BONUS)
        tries.append(search.run(_shortened(arm, search), bound.bound))
        if tries[-1][0] >= bound.bound - 1e-9:
            break
    if instance.wanted.max() == 1:
        chosen = _of_singles(instance, max(tries, key=_sum)[1], count)
        tries.append((worst_of(instance, chosen, count) * count, chosen))
    return max(tries, key=_sum)[1]


def _sum(found: tuple[float, Flags]) -> float:
    return found[0]


def _of_singles(instance: Instance, chosen: Flags, count: int) -> Flags:
    """A better one, where each paper wants one reviewer.

    A pair counts up to the last of the worst totals only; then the greatest sum is best for the
    worst at that level, and the level is set anew.
    """
    for _ in range(TURNS):
        totals = np.sort(instance.totals(chosen)[served(instance)])
        level = totals[count - 1 : count + 1].mean()
        chosen = best(instance.valued(np.minimum(instance.affinity, level))).chosen
    return chosen


def _whole(instance: Instance, bound: Limit) -> Flags | None:
    """A matching in whole pairs out of the split ones; None if a group limit prevents it."""
    program = Program(instance, bound.part > 1e-9)
    program.groups[:] = True
    rows = program.rows()
    pairs = (rows.papers, rows.reviewers)
    gain = np.append(bound.part[pairs] + instance.affinity[pairs], np.zeros(instance.reviewers))
    try:
        part = program.part(maximize(gain, rows))
    except Unsolved:
        return None
    chosen: Flags = part > 0.5
    return chosen if np.abs(part - chosen).max(initial=0) < 1e-6 else None


def _given_back(instance: Instance, chosen: Flags, count: int, seed: int, enough: float) -> Flags:
    """Win sum back: each paper keeps what it has, or what the last of the worst has if less."""
    for again in range(3):
        totals = instance.totals(chosen)
        if again and totals.sum() >= enough:
            break
        last = np.sort(totals[served(instance)])[count - 1]
        search = Exchange(instance, chosen, count, seed + again)
        search.aim(np.minimum(totals, last), BONUS)
        chosen = search.give_back(_shortened(BACK, search))
    return chosen


def _shortened(arm: Arm, search: Exchange) -> Arm:
    return replace(arm, steps=arm.steps * min(search.slots, PAIRS) // PAIRS)
