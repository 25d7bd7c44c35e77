"""Campaigns: what is too large for the tests. `python -m bench.campaign [NAME …] [--seed N]`.

Each runs in parts, on two processes with a database each. Finished parts are written down in
var/campaigns/, so that a run that was killed goes on where it was; once the code or the seed is
another one, it begins anew. Prints what was counted; fails if anything was found, or nothing ran.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from bench.campaigns.result import Result, total
from bench.throwaway import ROOT, thrown_away

# By name, the module that has its `parts()`, `run(part, seed)` and `verdict(result)`.
CAMPAIGNS = {
    "mutation": "bench.campaigns.mutation",
    "probe-pairs": "bench.campaigns.probe_pairs",
    "mass-assignment": "bench.campaigns.mass_assignment",
    "model": "bench.campaigns.model",
    "seeded-leaks": "bench.campaigns.seeded_leaks",
    "two-worlds": "bench.campaigns.two_worlds",
    "crawler": "bench.campaigns.crawler",
}
# Takes so many small steps that the database counts: there SQLite is twice as fast.
ON_SQLITE = {"model"}
CODE = ["workshop", "submissions", "reviews", "schedule", "templates", "tests", "bench"]
PROCESSES = 2
MOST_SHOWN = 60


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(CAMPAIGNS)}")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if unknown := [name for name in given.names if name not in CAMPAIGNS]:
        asked.error(f"no such campaign: {', '.join(unknown)}")
    if given.work:
        return work(given.names[0], given.seed)
    failed = [name for name in given.names or CAMPAIGNS if not campaign(name, given.seed)]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return bool(failed)


def work(name: str, seed: int) -> int:
    """One process: says its parts, then answers line by line: to a part its result, to the
    results of all, added up, why they do not do."""
    out, sys.stdout = sys.stdout, sys.stderr
    if name in ON_SQLITE:
        os.environ["TEST_ON"] = "sqlite"
    with thrown_away():
        from django.conf import settings

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        module = import_module(CAMPAIGNS[name])
        print(json.dumps(module.parts()), file=out, flush=True)
        for line in sys.stdin:
            answer = _answer(module, line.strip(), seed)
            print(json.dumps(answer), file=out, flush=True)
    return 0


def _answer(module: Any, line: str, seed: int) -> object:
    if line.startswith("{"):
        return module.verdict(total([json.loads(line)]))
    return module.run(line, seed).as_json()


def campaign(name: str, seed: int) -> bool:
    """Whether it ran, and found nothing."""
    began = time.monotonic()
    run = Run(name, seed)
    before = len(run.done)
    run.go_on()
    result = total(run.done.values())
    missing = [part for part in run.parts if part not in run.done]
    failures = [f"{part} did not end" for part in missing]
    if not sum(result.counts.values()):
        failures.append("nothing ran")
    if not missing:
        failures += run.verdict(result)
    report(name, seed, result, failures)
    again = f", {before} of its {len(run.parts)} parts in an earlier run" if before else ""
    print(f"  {time.monotonic() - began:.0f} s{again}\n", flush=True)
    if not missing:
        run.path.rename(run.path.with_suffix(".last.json"))
    return not (failures or result.found)


def report(name: str, seed: int, result: Result, failures: list[str]) -> None:
    print(f"{name}, seed {seed}")
    for count, number in sorted(result.counts.items()):
        print(f"  {count:32}{number:12,}")
    for members, values in sorted(result.sets.items()):
        print(f"  {members:32}{len(values):12,} kinds")
    print(f"  {'found':32}{len(result.found):12,}")
    for line in [*failures, *result.found[:MOST_SHOWN]]:
        print(f"  ! {line}")


class Run:
    """A campaign that is under way."""

    def __init__(self, name: str, seed: int) -> None:
        self.name, self.seed = name, seed
        self.path = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "campaigns" / f"{name}.json"
        self.key = {"seed": seed, "code": fingerprint()}
        self.parts: list[str] = []
        self.done: dict[str, dict[str, Any]] = {}
        self.lock = threading.Lock()
        work = ["-m", "bench.campaign", "--work", name, "--seed", str(seed)]
        self.command = [sys.executable, *work]
        if self.path.exists():
            kept = json.loads(self.path.read_text())
            self.done = kept["done"] if kept["key"] == self.key else {}

    def go_on(self) -> None:
        left: SimpleQueue[str] = SimpleQueue()
        ready = threading.Event()
        threads = [
            threading.Thread(target=self._serve, args=(left, ready)) for _ in range(PROCESSES)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _serve(self, left: SimpleQueue[str], ready: threading.Event) -> None:
        """Hands parts to a process of its own until there are none left."""
        pipe = subprocess.PIPE
        with subprocess.Popen(
            self.command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        ) as process:
            assert process.stdin
            assert process.stdout
            self._fill(left, ready, process.stdout.readline())
            while (part := _next(left)) is not None:
                process.stdin.write(f"{part}\n")
                process.stdin.flush()
                answer = process.stdout.readline()
                if not answer:
                    break
                self._keep(part, json.loads(answer))
            process.stdin.close()

    def _fill(self, left: SimpleQueue[str], ready: threading.Event, said: str) -> None:
        """Whoever is there first says what the parts are."""
        with self.lock:
            if not ready.is_set() and said:
                self.parts = json.loads(said)
                for part in self.parts:
                    if part not in self.done:
                        left.put(part)
                ready.set()

    def _keep(self, part: str, result: dict[str, Any]) -> None:
        with self.lock:
            self.done[part] = result
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = self.path.with_suffix(".new")
            new.write_text(json.dumps({"key": self.key, "done": self.done}))
            new.replace(self.path)
        ran = len(self.done)
        print(f"{self.name}: {part}, {ran} of {len(self.parts)}", file=sys.stderr, flush=True)

    def verdict(self, result: Result) -> list[str]:
        """Why it fails beside what it found; asked in a process where Django is set up."""
        asked = json.dumps(result.as_json())
        said = subprocess.run(
            self.command, cwd=ROOT, input=asked, stdout=subprocess.PIPE, text=True, check=True
        )
        found: list[str] = json.loads(said.stdout.splitlines()[-1])
        return found


def _next(left: SimpleQueue[str]) -> str | None:
    try:
        return left.get_nowait()
    except Empty:
        return None


def fingerprint() -> str:
    """Of everything that a campaign looks at."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".css", ".js"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
