"""What a change by hand costs exactly: it is made, and the rest is solved again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviews.matching.best import best
from reviews.matching.instance import Flags, Instance, Solution
from reviews.matching.repair import Repair, moved, repair


def price(instance: Instance, solution: Solution, paper: int, reviewer: int) -> float:
    """What forcing the pair costs of the sum exactly, by solving with it locked.

    Raises Infeasible if no matching has it.
    """
    locked = instance.locked.copy()
    locked[paper, reviewer] = True
    return max(0.0, solution.sum - best(replace(instance, locked=locked)).sum)


@dataclass(frozen=True, eq=False)
class Move:
    """A pair moved by hand.

    gain   what the paper gains by it, if nothing else has to change
    cost   what all papers together lose, once loads and the rest are right again
    after  the fewest other changes that make them so; the move itself is among them
    """

    gain: float
    cost: float
    after: Repair


def price_of_moving(
    instance: Instance, chosen: Flags, paper: int, reviewer: int, instead_of: int
) -> Move:
    """What comes of it if `reviewer` takes the paper, and `instead_of`, who has it, does not.

    Raises Infeasible if nothing can come of it.
    """
    after = repair(moved(instance, paper, reviewer, instead_of), chosen)
    scores = instance.affinity[paper]
    before = float(instance.totals(chosen).sum())
    gain = float(scores[reviewer] - scores[instead_of])
    return Move(gain=gain, cost=before - after.sum, after=after)
