"""How few changes make an assignment right again: `python -m bench.matching_repair [folder]`.

Each instance is matched, then its busiest reviewer drops out, its best pair turns out to be in
conflict, or a paper is withdrawn. Some reviews are lost by that alone; sometimes more have to go,
as when a reviewer who had as few papers as they may loses one: the duals say how many at least.
Beside it stands what goes if everything is matched anew. Instances are made up; those in the .npz
files of a folder (or of $MATCHING_DATA) come after. Seconds are CPU of one repair, one thread.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from bench.matching_made import Case, made, read
from reviews.matching.best import best
from reviews.matching.instance import Flags, Infeasible, Instance
from reviews.matching.repair import repair, with_conflict, without_paper, without_reviewer

HEAD = (
    f"{'instance':44} {'what happens':12} {'lost':>4} {'least':>5} {'changes':>7} {'/ least':>7}"
    f" {'anew':>5} {'sum / anew':>10} {'CPU s':>6}"
)


@dataclass(frozen=True)
class Row:
    """Standing pairs that go: by the event alone, proved to have to, in the repair, if all is anew.

    kept: the sum after the repair by that of a solution anew.
    """

    instance: str
    event: str
    lost: int
    least: int
    changes: int
    anew: int
    kept: float
    seconds: float

    @property
    def ratio(self) -> float:
        return self.changes / self.least if self.least else 1.0 + self.changes

    def __str__(self) -> str:
        return (
            f"{self.instance:44} {self.event:12} {self.lost:4} {self.least:5} {self.changes:7}"
            f" {self.ratio:7.3f} {self.anew:5} {self.kept:10.4f} {self.seconds:6.2f}"
        )


def events(instance: Instance, standing: Flags) -> Iterator[tuple[str, Instance, int]]:
    """What happens, what holds then, and how many standing pairs are lost by that alone."""
    busiest = int(standing.sum(axis=0).argmax())
    yield "reviewer out", without_reviewer(instance, busiest), int(standing[:, busiest].sum())
    dearest = np.where(standing, instance.affinity, -np.inf).argmax()
    paper, reviewer = divmod(int(dearest), instance.reviewers)
    yield "conflict", with_conflict(instance, paper, reviewer), 1
    yield "paper out", without_paper(instance, 0), int(standing[0].sum())


def measure(case: Case) -> Iterator[Row | str]:
    """Or in words why nothing can be repaired."""
    standing = best(case.instance).chosen
    for event, after, lost in events(case.instance, standing):
        start = time.process_time()
        try:
            repaired = repair(after, standing)
        except Infeasible as error:
            yield f"{case.name:44} {event:12} infeasible: {error.reason}"
            continue
        seconds = time.process_time() - start
        anew = best(after)
        yield Row(
            instance=case.name,
            event=event,
            lost=lost,
            least=repaired.must_go,
            changes=int(repaired.lost.sum()),
            anew=int((standing & ~anew.chosen).sum()),
            kept=repaired.sum / anew.sum if anew.sum else 1.0,
            seconds=seconds,
        )


def main(arguments: list[str]) -> int:
    folder = arguments[0] if arguments else os.environ.get("MATCHING_DATA")
    cases = chain(made(), read(Path(folder)) if folder else ())
    print(HEAD)
    ratios = []
    for row in chain.from_iterable(map(measure, cases)):
        print(row, flush=True)
        if isinstance(row, Row):
            ratios.append(row.ratio)
    print(f"Changes by the least that have to be, at worst: {max(ratios):.3f}; 1.000 is meant.")
    return int(max(ratios) > 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
