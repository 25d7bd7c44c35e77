"""How good and how dear the engine is: its sums and its worst-served papers by what is proved.

`python -m bench.matching [folder]` prints the table, for made-up instances and for the .npz files
of a folder (or of $MATCHING_DATA), and then tries thousands of small instances against plain
programs. Ratios hold from machine to machine; seconds are CPU, one thread. Where the bound that
comes with a fair matching is not reached, a lower one is proved; that time is told apart. At the
end stands what was meant to be reached, beside the worst that was.
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
from pathlib import Path
from statistics import median

from hypothesis import HealthCheck, Phase, given, settings

from bench.matching_made import Case, made, read
from bench.matching_row import HEAD, Row
from bench.matching_small import check, instances, keeps
from bench.matching_targets import lines
from reviews.matching.best import best
from reviews.matching.fair import NEARER, fair
from reviews.matching.instance import Instance, Solution

SEEDS = (0, 1, 2)
SMALL, SMALL_FAIR = 2500, 200


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
    print(f"{sum(not row.short for row in rows)} of {len(rows)} as they should be")
    tried = small(arguments.small, min(SMALL_FAIR, arguments.small))
    print(f"small instances: {tried[True]} solved, {tried[False]} impossible, all rightly so")
    print("\n".join(lines(rows, peak)))
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
    bound, proof = min(one.worst10_bound for one in fairs), 0.0
    if median(one.worst10 for one in fairs) < NEARER * bound:
        start = time.process_time()
        bound = fair(case.instance, seed=SEEDS[0], prove=True).worst10_bound
        proof = time.process_time() - start
    return Row(case, found, seconds, fairs, fair_seconds, bound, proof)


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
