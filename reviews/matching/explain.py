"""Why a matching is as it is: what each pair is worth, what the next best was, who is short.

Prices come from the duals of the matching of greatest sum: what any change by hand costs, without
solving again (prices.py). So nothing here needs a solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviews.matching.instance import Counts, Flags, Instance, Numbers, Solution
from reviews.matching.prices import prices


@dataclass(frozen=True)
class Pair:
    """A chosen pair, and who would have been next.

    score       the affinity
    share       of what the paper gets in all; 0 if that is nothing
    instead     the best reviewer who may and was not chosen for the paper; None if nobody may
    gain        what the paper would gain by them, often below 0
    full        they have as many papers as they take
    costs       what forcing them upon the paper takes from the greatest sum (prices.py)
    worth       what doing without the pair takes from it; infinite if nobody can take its place
    """

    paper: int
    reviewer: int
    score: float
    share: float
    instead: int | None
    gain: float
    full: bool
    costs: float
    worth: float


def pairs(instance: Instance, chosen: Flags, solution: Solution) -> tuple[Pair, ...]:
    """Each chosen pair by paper, and there the best first.

    chosen    (papers, reviewers)  of any matching, the fair one too
    solution  of greatest sum, whose duals are the prices
    """
    priced = prices(instance, solution)
    totals = instance.totals(chosen)
    others = np.where(chosen | instance.forbidden, -np.inf, instance.affinity)
    full = chosen.sum(axis=0) >= instance.most
    found = []
    for paper, reviewer in _by_score(instance, chosen):
        score = float(instance.affinity[paper, reviewer])
        other = int(others[paper].argmax())
        free = bool(np.isfinite(others[paper, other]))
        pair = Pair(
            paper=paper,
            reviewer=reviewer,
            score=score,
            share=score / float(totals[paper]) if totals[paper] else 0.0,
            instead=other if free else None,
            gain=float(others[paper, other]) - score if free else 0.0,
            full=free and bool(full[other]),
            costs=float(priced.forcing[paper, other]) if free else 0.0,
            worth=float(priced.without[paper, reviewer]),
        )
        found.append(pair)
    return tuple(found)


def _by_score(instance: Instance, chosen: Flags) -> list[tuple[int, int]]:
    rows, columns = np.nonzero(chosen)
    order = np.lexsort((columns, -instance.affinity[rows, columns], rows))
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Served:
    """How well each paper is served.

    total  (papers,)  the affinity it gets
    own    (papers,)  the most that it could get if it were alone
    share  (papers,)  of its own best; 1 if that is nothing
    """

    total: Numbers
    own: Numbers
    share: Numbers


def served(instance: Instance, chosen: Flags) -> Served:
    """Each paper against its own best reviewers: those who may, seniority and groups aside."""
    total = instance.totals(chosen)
    own = np.where(own_best(instance), instance.affinity, 0).sum(axis=1)
    share = np.divide(total, own, out=np.ones_like(total), where=own > 0)
    return Served(total=total, own=own, share=share)


def own_best(instance: Instance) -> Flags:
    """(papers, reviewers) as many as the paper wants, of the best who may; locked ones first."""
    order = np.where(instance.forbidden, -np.inf, instance.affinity)
    order[instance.locked] = np.inf
    rank = np.empty(order.shape, dtype=np.int64)
    places = np.arange(instance.reviewers)[None, :]
    np.put_along_axis(rank, np.argsort(-order, axis=1, kind="stable"), places, axis=1)
    first: Flags = (rank < instance.wanted[:, None]) & ~instance.forbidden
    return first


@dataclass(frozen=True, eq=False)
class Shortage:
    """Where the committee is short, in units of affinity.

    reviewer  (reviewers,)  one more place with them brings at most this; below 0: forced to take
    paper     (papers,)     one more reviewer for it brings at most this; below 0: others lose more
    presses   (papers,)     the price of a place with its own best reviewers, on average
    """

    reviewer: Numbers
    paper: Numbers
    presses: Numbers


def shortage(instance: Instance, solution: Solution) -> Shortage:
    prices = solution.duals.reviewer
    wished = own_best(instance)
    paid = (wished * prices.clip(min=0)).sum(axis=1)
    return Shortage(
        reviewer=prices,
        paper=solution.duals.paper,
        presses=paid / wished.sum(axis=1).clip(min=1),
    )


@dataclass(frozen=True, eq=False)
class Topics:
    """Papers by topic: whose demand presses, and who goes short.

    papers   (topics,)  how many there are
    total    (topics,)  what they get, on average
    share    (topics,)  of their own best, on average
    presses  (topics,)  what one more place with their own best reviewers brings, on average
    order    (topics,)  those that press most first
    """

    papers: Counts
    total: Numbers
    share: Numbers
    presses: Numbers
    order: Counts


def topics(of: Flags, well: Served, short: Shortage) -> Topics:
    """Averages over the papers of each topic; a topic without papers has zeros.

    of  (papers, topics)  a paper may have several
    """
    papers = of.sum(axis=0).astype(np.int64)
    many = papers.clip(min=1)
    presses = (short.presses @ of) / many
    return Topics(
        papers=papers,
        total=(well.total @ of) / many,
        share=(well.share @ of) / many,
        presses=presses,
        order=np.argsort(-presses, kind="stable"),
    )
