"""As much as can be where not all can be had, spread evenly: conflicts, locks and loads hold.

For too little room: `best` needs all of it, this takes what there is. It is the same linear
program, where each further review that a paper lacks costs more than the one before. As it is a
flow, a cheapest one has the most pairs, also if but the first, or first two, … of each paper are
counted (Federgruen & Groenevelt 1986).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reviews.matching.columns import Lacks, generate, penalty
from reviews.matching.instance import Flags, Instance
from reviews.matching.program import Program


def solve(instance: Instance) -> Flags:
    """(papers, reviewers) as many pairs as can be, as evenly over papers as can be, locked ones
    counted, and of those choices one of greatest total affinity.

    A paper gets what it wants at most. Least loads, seniors and groups are left aside.
    """
    if not instance.open.any():
        return instance.locked.copy()
    plain = replace(
        instance.scaled,
        wanted=np.maximum(instance.wanted, instance.locked.sum(axis=1)),
        least=np.zeros_like(instance.least),
        most=np.maximum(instance.most, instance.locked.sum(axis=0)),
        senior=None,
        group=None,
    )
    program, answer = generate(plain, _evenly(plain))
    chosen: Flags = program.part(answer) > 0.5
    return chosen


def _evenly(instance: Instance) -> Lacks:
    """A column for each review that a paper may lack: the first of them costs the least, and less
    than another paper's that would be left with fewer."""
    wanted = Program(instance, instance.locked).wanted
    paper = np.repeat(np.arange(instance.papers), wanted)
    nth = np.arange(paper.size) - np.repeat(np.cumsum(wanted) - wanted, wanted)
    left = instance.wanted[paper] - nth - 1
    return Lacks(
        row=paper,
        cost=penalty(instance) * (instance.wanted.max() - left),
        most=np.ones(paper.size),
    )
