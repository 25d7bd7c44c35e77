"""Why no matching keeps all constraints: which papers, which constraint, in numbers."""

from __future__ import annotations

import numpy as np

from reviews.matching.instance import Counts, Duals, Flags, Infeasible, Instance, Numbers, Why
from reviews.matching.program import Program, membership

# Where more is needed than there is.
LACKING = {
    Why.ROOM: "{papers} {need} {needs} reviews, "
    "and the reviewers who may review {them} have room for {has}",
    Why.LEAST: "the least load of {reviewers} is {needs} in all, "
    "and the papers they may review have {has} places for them",
    Why.NO_SENIOR: "{papers} {need} {needs} reviews, one by a senior each, "
    "and the reviewers who may give them have room for {has}",
}


def check(instance: Instance) -> None:
    """Refuse what a look at one paper, one reviewer or the totals shows to be impossible."""
    _check_locks(instance)
    _check_papers(instance)
    _check_totals(instance)


def _check_locks(instance: Instance) -> None:
    locked, wanted, most = instance.locked, instance.wanted, instance.most
    for paper, reviewer in np.argwhere(locked & instance.forbidden)[:1]:
        raise Infeasible(
            Why.LOCKED_CONFLICT,
            f"paper {paper + 1} is locked to reviewer {reviewer + 1}, who may not review it",
            papers=[paper],
            reviewers=[reviewer],
        )
    for one in np.flatnonzero(locked.sum(axis=1) > wanted)[:1]:
        has = int(locked[one].sum())
        raise Infeasible(
            Why.LOCKED_PAPER,
            f"paper {one + 1} needs {wanted[one]}, and the reviewers locked to it are {has}",
            papers=[one],
            reviewers=np.flatnonzero(locked[one]),
            needs=wanted[one],
            has=has,
        )
    for one in np.flatnonzero(locked.sum(axis=0) > most)[:1]:
        has = int(locked[:, one].sum())
        raise Infeasible(
            Why.LOCKED_REVIEWER,
            f"reviewer {one + 1} takes {most[one]}, and the papers locked to them are {has}",
            papers=np.flatnonzero(locked[:, one]),
            reviewers=[one],
            needs=has,
            has=most[one],
        )
    grouped = locked.astype(int) @ membership(instance)
    for paper, group in np.argwhere(grouped > instance.group_limit)[:1]:
        raise Infeasible(
            Why.LOCKED_GROUP,
            f"paper {paper + 1}: more than {instance.group_limit} of one group are locked to it",
            papers=[paper],
            reviewers=np.flatnonzero(locked[paper] & membership(instance)[:, group]),
            has=instance.group_limit,
        )


def _check_papers(instance: Instance) -> None:
    may = ~instance.forbidden & (instance.most > 0)
    for one in np.flatnonzero(may.sum(axis=1) < instance.wanted)[:1]:
        forbidden, has = int(instance.forbidden[one].sum()), int(may[one].sum())
        raise Infeasible(
            Why.FEW,
            f"paper {one + 1}: {forbidden} of {instance.reviewers} reviewers conflict; "
            f"it needs {instance.wanted[one]}, and {has} may review it",
            papers=[one],
            reviewers=np.flatnonzero(may[one]),
            needs=instance.wanted[one],
            has=has,
        )
    _check_seniors(instance, may)
    _check_groups(instance, may)


def _check_seniors(instance: Instance, may: Flags) -> None:
    if instance.senior is None:
        return
    full = instance.locked.sum(axis=1) == instance.wanted
    can = np.where(full[:, None], instance.locked, may)[:, instance.senior].any(axis=1)
    for one in np.flatnonzero(~can & (instance.wanted > 0))[:1]:
        raise Infeasible(
            Why.NO_SENIOR,
            f"paper {one + 1}: no senior reviewer may review it",
            papers=[one],
            needs=1,
        )


def _check_groups(instance: Instance, may: Flags) -> None:
    member = membership(instance)
    if not member.size:
        return
    of_groups = np.minimum(may.astype(int) @ member, instance.group_limit).sum(axis=1)
    has = of_groups + may[:, ~member.any(axis=1)].sum(axis=1)
    for one in np.flatnonzero(has < instance.wanted)[:1]:
        raise Infeasible(
            Why.GROUPS,
            f"paper {one + 1}: with at most {instance.group_limit} of one group, {has[one]} "
            f"reviewers may review it, and it needs {instance.wanted[one]}",
            papers=[one],
            reviewers=np.flatnonzero(may[one]),
            needs=instance.wanted[one],
            has=has[one],
        )


def _check_totals(instance: Instance) -> None:
    for one in np.flatnonzero(instance.least > instance.most)[:1]:
        raise Infeasible(
            Why.LOADS,
            f"reviewer {one + 1}: the least load, {instance.least[one]}, is above the greatest, "
            f"{instance.most[one]}",
            reviewers=[one],
            needs=instance.least[one],
            has=instance.most[one],
        )
    everyone, wanted = np.arange(instance.reviewers), int(instance.wanted.sum())
    if wanted > (room := int(instance.most.clip(min=0).sum())):
        raise _lacking(Why.ROOM, np.arange(instance.papers), everyone, wanted, room)
    if (least := int(instance.least.sum())) > wanted:
        raise _lacking(Why.LEAST, np.arange(instance.papers), everyone, least, wanted)


def explained(instance: Instance, program: Program, duals: Duals, short: Numbers) -> Infeasible:
    """Read the reason off the prices of the program that only avoids lacking reviews.

    They are -1, 0 and 1: a cut, as in Hall's condition.
    """
    without = np.flatnonzero(short[: instance.papers] > 1e-6)
    if program.groups.any():
        return _too_few_groups(without)
    for reason in (_lacking_reviewers, _lacking_papers):
        found = reason(instance, program, duals)
        if found.needs > found.has:
            return found
    return Infeasible(
        Why.ROOM,
        f"{_listed('paper', without)} cannot be given enough reviewers within the loads",
        papers=without,
        needs=int(program.wanted[without].sum()),
    )


def _lacking_reviewers(instance: Instance, program: Program, duals: Duals) -> Infeasible:
    """Papers with the price -1 need all their reviewers of those with the price 1; those with a
    price for seniors too need one, a senior."""
    lacking = duals.paper - duals.senior < -0.5
    one, full = lacking & (duals.senior > 0.5), duals.reviewer > 0.5
    may = instance.open & ~full
    has = int(program.most[full].sum() + may[lacking & ~one].sum())
    needs = int(program.wanted[lacking & ~one].sum() + one.sum())
    papers, reviewers = np.flatnonzero(lacking), np.flatnonzero(full)
    if instance.senior is None or not one.any():
        return _lacking(Why.ROOM, papers, reviewers, needs, has)
    has += int(may[one][:, instance.senior].sum())
    return _lacking(Why.NO_SENIOR, papers, reviewers, needs, has)


def _lacking_papers(instance: Instance, program: Program, duals: Duals) -> Infeasible:
    """Reviewers with the price -1 need papers, of which those with the price 1 are taken up; one
    place of those with a price for seniors too is for a senior."""
    idle, taken = duals.reviewer < -0.5, duals.paper > 0.5
    one = taken & (duals.senior > 0.5)
    has = int(program.wanted[taken].sum() - one.sum() + instance.open[~taken][:, idle].sum())
    if instance.senior is not None:
        has += int(instance.open[one][:, idle & instance.senior].sum())
    needs = int(program.least[idle].sum())
    return _lacking(Why.LEAST, np.flatnonzero(taken), np.flatnonzero(idle), needs, has)


def _lacking(why: Why, papers: Counts, reviewers: Counts, needs: int, has: int) -> Infeasible:
    reason = LACKING[why].format(
        papers=_listed("paper", papers),
        reviewers=_listed("reviewer", reviewers),
        need="needs" if papers.size == 1 else "need",
        them="it" if papers.size == 1 else "them",
        needs=needs,
        has=has,
    )
    return Infeasible(why, reason, papers=papers, reviewers=reviewers, needs=needs, has=has)


def _too_few_groups(papers: Counts) -> Infeasible:
    return Infeasible(
        Why.GROUPS,
        f"{_listed('paper', papers)} cannot be given reviewers from enough groups",
        papers=papers,
    )


def _listed(noun: str, numbers: Counts) -> str:
    shown = [str(one + 1) for one in numbers[:5]]
    if numbers.size == 1:
        return f"{noun} {shown[0]}"
    if numbers.size > 5:
        return f"{numbers.size} {noun}s, among them {', '.join(shown)},"
    return f"{noun}s {', '.join(shown[:-1])} and {shown[-1]}" if shown else f"the {noun}s"
