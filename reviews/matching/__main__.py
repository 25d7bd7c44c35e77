"""`python -m reviews.matching`: files in, files out; no database, no Django. See docs/matching.md.

Exit status 0, or 1 if nothing keeps all constraints, or 2 if something cannot be read or written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from reviews.matching import reading, report
from reviews.matching.best import best
from reviews.matching.fair import fair
from reviews.matching.instance import Fair, Infeasible, Instance, Solution

MOST_WARNINGS = 10
MOST = 999_999_999


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _asked(arguments)
    try:
        instance, names = _read(asked)
        _show(names.warnings)
        # Before the work: what cannot be written is known at once, and no old matching is left.
        for path in (asked.out, asked.report):
            _write(path, "")
        return _match(asked, instance, names)
    except reading.Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reviews.matching",
        description="Match papers with reviewers. All files are CSV without a header.",
        allow_abbrev=False,
    )
    read = partial(parser.add_argument, type=Path, metavar="CSV")
    read("--scores", required=True, help="paper,reviewer,score")
    read("--conflicts", help="paper,reviewer: never together")
    read("--locked", help="paper,reviewer: together in any case")
    read("--loads", help="reviewer,min,max: for whom others than below")
    read("--seniors", help="reviewer: each paper gets one of these")
    read("--groups", help="reviewer,group: few of one group on a paper")
    count = partial(parser.add_argument, type=_count, metavar="N")
    count("--group-limit", default=1, help="how many (1)")
    count("--per-paper", required=True, help="reviewers of each paper")
    count("--min-load", default=0, help="papers of each reviewer, at least (0)")
    count("--max-load", required=True, help="papers of each reviewer, at most")
    count("--seed", default=0, help="of the search in the mode fair (0)")
    parser.add_argument("--mode", choices=["max", "fair"], default="max")
    parser.add_argument("--prove", action="store_true", help="look longer for a bound (mode fair)")
    read("--out", required=True, help="paper,reviewer,score")
    read("--report", metavar="JSON", help="how good it is, and how good it could be")
    return parser


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.group_limit < 1 or asked.per_paper < 1:
        parser.error("--per-paper and --group-limit are at least 1")
    files = [one.resolve() for one in vars(asked).values() if isinstance(one, Path)]
    for written in (asked.out, asked.report):
        if written and files.count(written.resolve()) > 1 and not _is_device(written):
            parser.error(f"{written} would be written over")
    return asked


def _is_device(path: Path) -> bool:
    """As /dev/null is, which anything may be written to."""
    return path.exists() and not path.is_file()


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 0 to {MOST}")
    return int(text)


def _read(asked: argparse.Namespace) -> tuple[Instance, reading.Names]:
    affinity, names = reading.scores(asked.scores)
    nothing = np.zeros(affinity.shape, dtype=bool)
    papers, reviewers = affinity.shape
    least = np.full(reviewers, asked.min_load, dtype=np.int64)
    most = np.full(reviewers, asked.max_load, dtype=np.int64)
    if asked.loads:
        reading.loads(asked.loads, names, least, most)
    instance = Instance(
        affinity=affinity,
        forbidden=reading.pairs(asked.conflicts, names) if asked.conflicts else nothing,
        wanted=np.full(papers, asked.per_paper, dtype=np.int64),
        least=least,
        most=most,
        locked=reading.pairs(asked.locked, names, must=True) if asked.locked else nothing,
        senior=reading.reviewers(asked.seniors, names) if asked.seniors else None,
        group=reading.groups(asked.groups, names) if asked.groups else None,
        group_limit=asked.group_limit,
    )
    return instance, names


def _match(asked: argparse.Namespace, instance: Instance, names: reading.Names) -> int:
    start = time.process_time()
    try:
        matching = _matched(asked, instance)
    except Infeasible as error:
        said = report.of_none(instance, names, asked.mode, error)
        sys.stderr.write(f"{said.message}\n")
    else:
        said = report.of(instance, names, matching)
        _write(asked.out, report.as_csv(instance, names, matching.chosen))
        sys.stdout.write(f"{said.message}\n")
    said = replace(said, cpu_seconds=round(time.process_time() - start, 3))
    _write(asked.report, said.as_json())
    return 0 if said.feasible else 1


def _matched(asked: argparse.Namespace, instance: Instance) -> Solution | Fair:
    if asked.mode == "max":
        return best(instance)
    return fair(instance, seed=asked.seed, prove=asked.prove)


def _show(warnings: Sequence[str]) -> None:
    for line in warnings[:MOST_WARNINGS]:
        sys.stderr.write(f"Warning: {line}\n")
    if len(warnings) > MOST_WARNINGS:
        sys.stderr.write(f"Warning: and {len(warnings) - MOST_WARNINGS} more like these\n")


def _write(path: Path | None, text: str) -> None:
    if path is None:
        return
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise reading.Unreadable(path, None, error.strerror or str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
