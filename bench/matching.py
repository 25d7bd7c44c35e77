"""How good and how dear the engine is: its sums and its worst-served papers by what is proved.

`python -m bench.matching [folder]` prints the table, for made-up instances and for the .npz files
of a folder (or of $MATCHING_DATA), and then tries thousands of small instances against plain
programs. Ratios hold from machine to machine; seconds are CPU, one thread.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from hypothesis import HealthCheck, Phase, given, settings

from bench.matching_made import Case, made, read
from bench.matching_small import check, instances, keeps
from reviews.matching.best import best
from reviews.matching.fair import fair
from reviews.matching.instance import Fair, Instance, Solution

SEEDS = (0, 1, 2)
SMALL, SMALL_FAIR = 2500, 200
# CPU seconds that may be used, by the number of papers: for the best sum and for the fair one.
BUDGETS = {100: (0.5, 2.0), 600: (0.5, 3.0), 1000: (2.0, 12.0)}
HEAD = (
    f"{'instance':44} {'sum / bound':>11} {'CPU s':>6}"
    f" {'worst ten':>9} {'bound':>8} {'ratio':>7} {'sum kept':>8} {'CPU s':>6}"
)


@dataclass(frozen=True)
class Row:
    """A case: the best, the fair ones by seed, and CPU seconds of each."""

    case: Case
    best: Solution
    best_seconds: float
    fair: tuple[Fair, ...]
    fair_seconds: float

    @property
    def ratio(self) -> float:
        return median(
            one.worst10 / one.worst10_bound if one.worst10_bound else 1 for one in self.fair
        )

    @property
    def kept(self) -> float:
        return median(one.sum / one.best.sum if one.best.sum else 1 for one in self.fair)

    @property
    def dear(self) -> bool:
        size = min((one for one in BUDGETS if one >= self.case.instance.papers), default=1000)
        for_best, for_fair = BUDGETS[size]
        return self.best_seconds > for_best or self.fair_seconds > for_fair

    @property
    def short(self) -> list[str]:
        """What misses its target."""
        grouped = self.case.instance.group is not None
        least = 0.99 if grouped else 1 - 1e-6
        missed = {
            "sum": self.best.sum < least * self.best.bound,
            "worst": self.ratio < self.case.least_fair,
            "kept": self.kept < self.case.least_sum,
            "CPU": self.dear,
        }
        return [name for name, is_missed in missed.items() if is_missed]

    def __str__(self) -> str:
        worst = median(one.worst10 for one in self.fair)
        return (
            f"{self.case.name:44} {self.best.sum / self.best.bound if self.best.bound else 1:11.6f}"
            f" {self.best_seconds:6.2f} {worst:9.4f} {self.fair[0].worst10_bound:8.4f}"
            f" {self.ratio:7.4f} {self.kept:8.4f} {self.fair_seconds:6.2f}"
            f" {'short of: ' + ', '.join(self.short) if self.short else ''}"
        )


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.matching")
    asked.add_argument("folder", nargs="?", type=Path, default=os.environ.get("MATCHING_DATA"))
    asked.add_argument("--small", type=int, default=SMALL, help="how many small instances to try")
    arguments = asked.parse_args()
    print(HEAD)
    rows = []
    for case in _cases(arguments.folder):
        rows.append(measured(case))
        print(rows[-1], flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sum(not row.short for row in rows)} of {len(rows)} as they should be; {peak:.0f} MB")
    tried = small(arguments.small, min(SMALL_FAIR, arguments.small))
    print(f"small instances: {tried[True]} solved, {tried[False]} impossible, all rightly so")
    return int(any(row.short for row in rows))


def _cases(folder: Path | None) -> Iterator[Case]:
    return itertools.chain(made(), read(Path(folder)) if folder else ())


def measured(case: Case) -> Row:
    found, seconds = _timed(case.instance)
    start = time.process_time()
    fairs = tuple(fair(case.instance, seed=seed) for seed in SEEDS)
    fair_seconds = (time.process_time() - start) / len(SEEDS)
    for chosen in (found.chosen, *(one.chosen for one in fairs)):
        keeps(case.instance, chosen)
    return Row(case, found, seconds, fairs, fair_seconds)


def _timed(instance: Instance) -> tuple[Solution, float]:
    start = time.process_time()
    found = best(instance)
    return found, time.process_time() - start


def small(count: int, fairly: int) -> Counter[bool]:
    """Try so many small instances, the first of them fairly too; how many had a matching."""
    tried: Counter[bool] = Counter()
    once = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    @once
    @given(instances())
    def run(instance: Instance) -> None:
        tried[check(instance, fairly=tried.total() < fairly)] += 1

    run()
    return tried


if __name__ == "__main__":
    sys.exit(main())
