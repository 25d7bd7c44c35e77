"""From what is asked for to what comes of it; rows are read, none is written."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np

from reviews.affinities import Why, reasons_for
from reviews.matching.best import best
from reviews.matching.fair import fair
from reviews.matching.instance import (
    Fair,
    Flags,
    Infeasible,
    Instance,
    Solution,
    Unsolved,
)
from reviews.matching.prices import prices
from reviews.matching.repair import repair
from reviews.matching.solve import solve
from reviews.matching.ties import settled
from reviews.problem import Problem, Wish
from reviews.run_progress import EXPLAINING, Tell
from reviews.run_result import Result, key_of, missing
from workshop.models import Workshop

log = logging.getLogger(__name__)

# Papers for which reasons are looked for at once.
TOGETHER = 50


def proposal(problem: Problem, wish: Wish) -> Result:
    """A matching for the papers that are not full; as many pairs as can be, if not all can."""
    left = problem.without_full(wish)
    instance = left.to_propose(wish)
    try:
        found = _found(instance, fairly=wish.fair)
    except Infeasible as error:
        return _of_many(left, instance, error, fairly=wish.fair)
    if isinstance(found, Fair):
        return _of_fair(left, instance, found)
    return _of_best(left, instance, found)


def repairing(problem: Problem, wish: Wish) -> Result:
    """The fewest changes to what stands; only what is still wanted, if not all can be had."""
    instance = problem.to_repair(wish)
    try:
        made = repair(instance, problem.standing)
    except Infeasible as error:
        stays = problem.to_propose(Wish(wish.wanted, keep=True))
        return _of_many(problem, stays, error, fairly=False)
    return _priced(_result(problem, instance, made.chosen), instance)


def with_reasons(workshop: Workshop, problem: Problem, result: Result, tell: Tell) -> Result:
    """With what there is to say for each chosen pair: it is kept, as the texts it rests on change.

    A few papers at a time, as reasons are found for all of them with all reviewers.
    """
    share = (100 - EXPLAINING) / max(1, len(result.papers))
    rows = {paper.number: paper for paper in problem.papers}
    why: dict[str, list[object]] = {}
    pairs = result.pairs
    for start in range(0, len(result.papers), TOGETHER):
        tell(EXPLAINING + int(share * start))
        some = slice(start, start + TOGETHER)
        columns = np.flatnonzero(result.chosen[some].any(axis=0)).tolist()
        papers = [rows[number] for number in result.papers[some]]
        found = reasons_for(workshop, papers, [problem.reviewers[column] for column in columns])
        why |= {key_of(*pair): _said(each) for pair, each in found.items() if pair in pairs}
    return replace(result, why=why)


def _said(why: Why) -> list[object]:
    return [why.bid, why.publication, why.words]


def _found(instance: Instance, *, fairly: bool) -> Fair | Solution:
    """The one asked for; that of greatest sum where the solver finds no end to the fair one."""
    if fairly:
        try:
            return fair(instance)
        except Unsolved:
            log.exception("No fair matching was found")
    return best(instance)


def _of_fair(problem: Problem, instance: Instance, found: Fair) -> Result:
    result = _of_best(problem, instance, found.best)
    chosen = settled(instance, found.chosen, problem.standing)
    return replace(result, chosen=chosen, worst_bound=found.worst10_bound)


def _of_best(problem: Problem, instance: Instance, found: Solution) -> Result:
    result = _result(problem, instance, settled(instance, found.chosen, problem.standing))
    forcing = prices(instance, found).forcing
    return replace(result, prices=found.duals, forcing=forcing, bound=found.bound)


def _of_many(problem: Problem, asked: Instance, error: Infeasible, *, fairly: bool) -> Result:
    less, chosen = _as_many(asked, fairly=fairly)
    result = _result(problem, asked, settled(less, chosen, problem.standing))
    told = missing(error, result.papers, result.reviewers)
    return _priced(replace(result, missing=told), less)


def _as_many(asked: Instance, *, fairly: bool) -> tuple[Instance, Flags]:
    """What can be had, and a matching that has it: as many reviews as can be, evenly over papers;
    then as well as if no more were asked for, with as much of the rest as all of it allows."""
    chosen = solve(asked)
    fewer = replace(asked, wanted=chosen.sum(axis=1))
    idle = replace(fewer, least=np.zeros_like(asked.least))
    plain = replace(idle, senior=None, group=None)
    for less in (fewer, idle, plain):
        try:
            return less, _found(less, fairly=fairly).chosen
        except (Infeasible, Unsolved):
            continue
    return plain, chosen


def _priced(result: Result, instance: Instance) -> Result:
    """With what forcing a pair takes from the greatest sum, where another was looked for."""
    try:
        return replace(result, forcing=prices(instance, best(instance)).forcing)
    except (Infeasible, Unsolved):
        return result


def _result(problem: Problem, instance: Instance, chosen: Flags) -> Result:
    return Result(
        papers=[paper.number for paper in problem.papers],
        reviewers=[one.pk for one in problem.reviewers],
        instance=instance,
        standing=problem.standing,
        chosen=chosen,
    )
