"""Every form with a key for every column, sent by everybody: nothing that it does not declare."""

from __future__ import annotations

from collections import Counter

from mass_assignment import attempts
from mass_assignment import run as send
from probes import a_town

from bench.campaigns.result import Result

LEAST = 500


def parts() -> list[str]:
    return ["sealed", "released"]


def run(part: str, seed: int) -> Result:
    with a_town() as town:
        if part == "released":
            town.release()
        counts = send(attempts(town), town)
    told = {"forms": counts.attempts.total(), "keys": counts.keys, "acting": counts.acting}
    return Result(Counter(told), found=[*counts.changed, *counts.roles])


def verdict(result: Result) -> list[str]:
    few = result.counts["forms"] < LEAST or not result.counts["acting"]
    return [f"fewer than {LEAST} forms, or none that did anything"] if few else []
