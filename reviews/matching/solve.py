"""As many pairs as can be, and among those choices the one of greatest total affinity.

For what is left to give out when not all can be given: `best` needs all of it, this takes what
there is. It is the same linear program, with a price on each review that a paper lacks.
"""

from __future__ import annotations

import numpy as np

from reviews.matching.best import generate, penalty
from reviews.matching.instance import Counts, Flags, Instance, Numbers


def solve(affinity: Numbers, allowed: Flags, wanted: Counts, room: Counts) -> Flags:
    """As many pairs as can be, and among those choices one of greatest total affinity.

    affinity  (papers, reviewers)  how well a reviewer fits a paper
    allowed   (papers, reviewers)  False where a pair must not be
    wanted    (papers,)            the most reviewers that a paper gets
    room      (reviewers,)         the most papers that a reviewer gets
    returns   (papers, reviewers)  True for the chosen pairs; each is chosen once at most
    """
    if not allowed.any():
        return np.zeros(allowed.shape, dtype=bool)
    instance = Instance(
        affinity=affinity,
        forbidden=~allowed,
        wanted=wanted.clip(min=0),
        least=np.zeros(room.size, dtype=np.int64),
        most=room.clip(min=0),
        locked=np.zeros(allowed.shape, dtype=bool),
    )
    scaled = instance.valued(affinity / instance.unit)
    program, answer = generate(scaled, penalty(scaled))
    chosen: Flags = program.part(answer) > 0.5
    return chosen
