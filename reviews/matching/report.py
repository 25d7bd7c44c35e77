"""What a matching came to, in words and as JSON; why there is none, in the files' own names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from reviews.matching.explain import Served, served
from reviews.matching.instance import WORST, Fair, Flags, Infeasible, Instance, Solution, Why
from reviews.matching.reading import Names

MOST_NAMED = 5
REASONS = {
    Why.LOCKED_CONFLICT: "{papers} is locked to {reviewers}, with whom it is in conflict",
    Why.LOCKED_PAPER: "{papers}: {has} reviewers are locked to it, and it needs {needs}",
    Why.LOCKED_REVIEWER: "{reviewers}: the locked pairs give them {load}, and they take {has}",
    Why.LOCKED_GROUP: "{papers}: more than {has} of one group are locked to it, {reviewers}",
    Why.LOADS: "{reviewers}: the least load, {needs}, is above the greatest, {has}",
    Why.FEW: "{papers} needs {demand}, and {has} of {all} may review it; "
    "the others conflict or take no papers",
    Why.NO_SENIOR: "{papers}: too few senior reviewers without a conflict have room",
    Why.GROUPS: "{papers}: the reviewers without a conflict come from too few groups",
    Why.ROOM: "{papers}: it takes {reviews}, and who has no conflict has room for {has}",
    Why.LEAST: "{reviewers}: the least loads add up to {reviews}, and papers without a conflict "
    "need {has}",
}
TOO_MANY = "{papers} needs {demand}, and the scores name only {all}"


@dataclass(frozen=True)
class Report:
    """docs/matching.md says what each means; None where there is no matching."""

    feasible: bool
    message: str
    mode: str
    papers: int
    reviewers: int
    sum: float | None = None
    sum_bound: float | None = None
    worst10: float | None = None
    worst10_bound: float | None = None
    bound_kind: str | None = None
    cpu_seconds: float = 0.0
    worst_served: tuple[dict[str, str | float], ...] = ()
    scarce: tuple[dict[str, str | float], ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def of(instance: Instance, names: Names, matching: Solution | Fair) -> Report:
    well = served(instance, matching.chosen)
    worst10, bound, kind = _worst(matching, well)
    best = matching.best if isinstance(matching, Fair) else matching
    whose = "ten worst papers" if instance.papers >= WORST else "papers"
    text = (
        f"{_counted(int(matching.chosen.sum()), 'review')} of "
        f"{_counted(instance.papers, 'paper')}: "
        f"sum {matching.sum:.4f} of at most {best.bound:.4f}; "
        f"{whose} {worst10:.4f} of at most {bound:.4f} on average"
    )
    return Report(
        feasible=True,
        message=text,
        mode="fair" if isinstance(matching, Fair) else "max",
        papers=instance.papers,
        reviewers=instance.reviewers,
        sum=matching.sum,
        sum_bound=best.bound,
        worst10=worst10,
        worst10_bound=bound,
        bound_kind=kind,
        worst_served=_worst_served(names, well),
        scarce=_scarce(names, best),
        warnings=tuple(names.warnings),
    )


def of_none(instance: Instance, names: Names, mode: str, error: Infeasible) -> Report:
    return Report(
        feasible=False,
        message=reason(error, names),
        mode=mode,
        papers=instance.papers,
        reviewers=instance.reviewers,
        warnings=tuple(names.warnings),
    )


def reason(error: Infeasible, names: Names) -> str:
    everybody = len(names.reviewers)
    too_many = error.why == Why.FEW and error.needs > everybody
    return (TOO_MANY if too_many else REASONS[error.why]).format(
        papers=_listed("paper", error.papers, list(names.papers)),
        reviewers=_listed("reviewer", error.reviewers, list(names.reviewers)),
        needs=error.needs,
        has=error.has,
        demand=_counted(error.needs, "reviewer"),
        load=_counted(error.needs, "paper"),
        reviews=_counted(error.needs, "review"),
        all=everybody,
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _listed(noun: str, which: Sequence[int], names: Sequence[str]) -> str:
    shown = [f"“{names[one]}”" for one in which[:MOST_NAMED]]
    if len(which) > MOST_NAMED:
        return f"{len(which)} {noun}s, among them {', '.join(shown)}"
    if len(which) > 1:
        return f"{noun}s {', '.join(shown[:-1])} and {shown[-1]}"
    return f"{noun} {shown[0]}" if shown else f"the {noun}s"


def as_csv(instance: Instance, names: Names, chosen: Flags) -> str:
    """Lines of `paper,reviewer,score` in the order of the ids."""
    papers, reviewers = list(names.papers), list(names.reviewers)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    for paper, reviewer in np.argwhere(chosen).tolist():
        score = float(instance.affinity[paper, reviewer])
        lines.writerow([papers[paper], reviewers[reviewer], repr(score)])
    return text.getvalue()


def _worst(matching: Solution | Fair, well: Served) -> tuple[float, float, str]:
    """The mean of the ten least totals, a bound on that of any matching, and why it is one."""
    if isinstance(matching, Fair):
        return matching.worst10, matching.worst10_bound, matching.bound_kind
    totals, own = np.sort(well.total)[:WORST], np.sort(well.own)[:WORST]
    return float(totals.mean()), float(own.mean()), "each paper alone with its best reviewers"


def _worst_served(names: Names, well: Served) -> tuple[dict[str, str | float], ...]:
    papers = list(names.papers)
    order = np.argsort(well.total, kind="stable")[:WORST].tolist()
    return tuple(
        {"paper": papers[at], "total": float(well.total[at]), "alone": float(well.own[at])}
        for at in order
    )


def _scarce(names: Names, best: Solution) -> tuple[dict[str, str | float], ...]:
    reviewers = list(names.reviewers)
    prices = best.duals.reviewer
    order = np.argsort(-prices, kind="stable")[:WORST].tolist()
    return tuple(
        {"reviewer": reviewers[at], "price": float(prices[at])} for at in order if prices[at] > 0
    )
