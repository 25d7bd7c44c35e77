"""An assignment that has become wrong is made right with the fewest changes, and then well.

A reviewer drops out, a conflict turns up, a paper comes or goes, loads change: the instance says
what holds now, and one solve finds the rest. Every pair that stands is worth more than all else
together, so the greatest sum is the most pairs kept, and of those matchings a best one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from reviews.matching.best import best
from reviews.matching.instance import Flags, Instance


@dataclass(frozen=True, eq=False)
class Repair:
    """What to do about the standing pairs.

    chosen      (papers, reviewers)  the pairs of the repaired matching
    lost        (papers, reviewers)  those that stood and go
    added       (papers, reviewers)  those that come
    sum                              the affinity of `chosen`
    must_go                          how many standing pairs no matching can keep, at least: that
                                     is proved, and with nothing lost beyond, no repair is smaller
    """

    chosen: Flags
    lost: Flags
    added: Flags
    sum: float
    must_go: int


def repair(instance: Instance, standing: Flags) -> Repair:
    """The fewest changes to `standing`, (papers, reviewers), that `instance` allows; then the best.

    Raises Infeasible as `best` does.
    """
    may = instance.affinity[~instance.forbidden]
    lowest = may.min(initial=0.0)
    spread = float(may.max(initial=0.0) - lowest)
    bonus = 1.0 + spread * int(instance.wanted.sum())
    kept_first = replace(instance, affinity=instance.affinity - lowest + bonus * standing)
    solution = best(kept_first)
    chosen = solution.chosen
    most_kept = math.floor(solution.bound / bonus + 1e-6)
    return Repair(
        chosen=chosen,
        lost=standing & ~chosen,
        added=chosen & ~standing,
        sum=float(instance.totals(chosen).sum()),
        must_go=max(0, int(standing.sum()) - most_kept),
    )


def without_reviewer(instance: Instance, reviewer: int) -> Instance:
    """As if they had dropped out: no load, no lock."""
    least, most, locked = instance.least.copy(), instance.most.copy(), instance.locked.copy()
    least[reviewer] = most[reviewer] = 0
    locked[:, reviewer] = False
    return replace(instance, least=least, most=most, locked=locked)


def without_paper(instance: Instance, paper: int) -> Instance:
    """As if it had been withdrawn: no demand, no lock."""
    wanted, locked = instance.wanted.copy(), instance.locked.copy()
    wanted[paper] = 0
    locked[paper] = False
    return replace(instance, wanted=wanted, locked=locked)


def with_conflict(instance: Instance, paper: int, reviewer: int) -> Instance:
    """As if they had always been in conflict."""
    forbidden, locked = instance.forbidden.copy(), instance.locked.copy()
    forbidden[paper, reviewer], locked[paper, reviewer] = True, False
    return replace(instance, forbidden=forbidden, locked=locked)
