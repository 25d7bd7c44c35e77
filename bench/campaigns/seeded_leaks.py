"""Leaks, put in one at a time: the other campaigns find them.

Each is put into a copy of the tree, looked for by the campaign that should find it, narrowed to
where it is, on a database of its own, and taken out again. That nothing is found there without it
is what the whole campaigns show, crawler, two-worlds, probe-pairs and mass-assignment: while one of
them finds something, what is found here proves nothing. `python -m bench.campaigns.seeded_leaks
WORD` tries the leaks that have this word in their text, and says what was found.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2

from bench.campaigns.leaks.all import LEAKS
from bench.campaigns.leaks.leak import DoesNotApply, Leak
from bench.campaigns.narrowed import Place
from bench.campaigns.result import Result
from bench.throwaway import ROOT, thrown_away

COPIED = ["workshop", "submissions", "reviews", "schedule", "templates", "tests", "bench"]
LEAST, MAY_BE_MISSED = 60, 1
PATIENCE = 300


def parts() -> list[str]:
    return sorted({str(leak.place) for leak in LEAKS})


def run(part: str, seed: int) -> Result:
    leaks = [leak for leak in LEAKS if str(leak.place) == part]
    result = Result(Counter({"patches": len(leaks), "found": 0}))
    for leak, found in tried(leaks, seed, result.found):
        name = leak.found_by if found else str(leak)
        result.counts[f"found by {name}" if found else f"not found: {name}"] += 1
        result.counts["found"] += bool(found)
        result.add("channels", leak.channel)
    return result


def tried(leaks: list[Leak], seed: int, problems: list[str]) -> Iterator[tuple[Leak, list[str]]]:
    """Each with what was found for it; `problems` are those that cannot even be tried."""
    with _copy() as tree:
        for leak in leaks:
            found: list[str] = []
            try:
                with _put_in(leak, tree):
                    found = _look(leak.place, seed, tree)
            except (DoesNotApply, DoesNotRun) as problem:
                problems.append(str(problem))
            yield leak, found


class DoesNotRun(Exception):
    """The tree with the leak in it does not come as far as to answer."""


@contextmanager
def _copy() -> Iterator[Path]:
    """The checkout itself is never touched: a run that is killed leaves it as it was."""
    with TemporaryDirectory(prefix="workshop-leaks-") as folder:
        for name in COPIED:
            shutil.copytree(ROOT / name, Path(folder) / name)
        yield Path(folder)


@contextmanager
def _put_in(leak: Leak, tree: Path) -> Iterator[None]:
    path = tree / leak.file
    before, after = path.read_text(), leak.changed(tree)
    path.write_text(after)
    try:
        yield
    finally:
        path.write_text(before)


@contextmanager
def _database() -> Iterator[str]:
    """A copy of the migrated one, which nobody may be connected to meanwhile."""
    from django.db import connections

    connections.close_all()
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with closing(psycopg2.connect(f"{server}/template1")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("CREATE DATABASE leak TEMPLATE postgres")
        try:
            yield f"{server}/leak"
        finally:
            cursor.execute("DROP DATABASE leak WITH (FORCE)")


def _look(place: Place, seed: int, tree: Path) -> list[str]:
    """What is found there, by a process of the tree's own."""
    command = [sys.executable, "-m", "bench.campaigns.narrowed", str(seed)]
    with _database() as database:
        said = subprocess.run(
            command,
            input=json.dumps(asdict(place)),
            cwd=tree,
            env={**os.environ, "DATABASE_URL": database},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    if said.returncode:
        raise DoesNotRun(f"{place}: {said.stderr.strip()[-300:]}")
    found: list[str] = json.loads(said.stdout)
    return found


def verdict(result: Result) -> list[str]:
    patches, found = result.counts["patches"], result.counts["found"]
    failures = [f"only {patches} patches of {LEAST}"] if patches < LEAST else []
    missed = [name for name in result.counts if name.startswith("not found")]
    return failures + (missed if patches - found > MAY_BE_MISSED else [])


def main() -> None:
    """Some of them, with what was found for each."""
    words = sys.argv[1:] or [""]
    chosen = [leak for leak in LEAKS if any(word in f"{leak} {leak.file}" for word in words)]
    problems: list[str] = []
    with thrown_away():
        for leak, found in tried(chosen, 1, problems):
            seen = f"{len(found)} as in {found[0][:300]}" if found else "NOT FOUND"
            print(f"{leak}\n    {leak.place}\n    {seen}", flush=True)
    print("\n".join(problems))


if __name__ == "__main__":
    main()
