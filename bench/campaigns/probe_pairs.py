"""The same question about what is hidden and about nothing: answered alike, but to who may know."""

from __future__ import annotations

from collections import Counter

from probe_families import FAMILIES, pairs
from probes import a_town
from probes import run as run_pairs

from bench.campaigns.result import Result

LEAST = 500


def parts() -> list[str]:
    return list(FAMILIES)


def run(part: str, seed: int) -> Result:
    with a_town() as town:
        counts = run_pairs((pair for pair in pairs(town) if pair.family == part), town)
    found = [f"told apart: {pair}" for pair in counts.told]
    found += [f"the control saw nothing: {pair}" for pair in counts.blind]
    return Result(Counter({"pairs": counts.pairs.total(), f"pairs: {part}": counts.pairs[part]}),
                  found=found)  # fmt: skip


def verdict(result: Result) -> list[str]:
    few = result.counts["pairs"] < LEAST
    return [f"fewer than {LEAST} pairs"] if few else []
