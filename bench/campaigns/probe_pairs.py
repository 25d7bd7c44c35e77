"""The same question about what is hidden and about nothing: answered alike, but to who may know.

A control that tells them apart by the number of queries alone has seen nothing, without exception.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from probe_families import FAMILIES, pairs
from probes import Pair, a_town
from probes import run as run_pairs

from bench.campaigns.result import Result

LEAST = 500


def parts() -> list[str]:
    return list(FAMILIES)


def run(part: str, seed: int) -> Result:
    return _asked(part, lambda pair: pair.family == part)


def probe(family: str, who: str, only: str) -> Result:
    """Of one family, what one person asks at addresses with these letters in them."""

    def is_asked(pair: Pair) -> bool:
        return (pair.family, pair.probe.who) == (family, who) and only in pair.probe.url

    return _asked(family, is_asked)


def _asked(family: str, chosen: Callable[[Pair], bool]) -> Result:
    with a_town() as town:
        counts = run_pairs(filter(chosen, pairs(town)), town)
    found = [f"told apart: {pair}" for pair in counts.told]
    found += [f"the control saw nothing: {pair}" for pair in counts.blind]
    asked = {"pairs": counts.pairs.total(), f"pairs: {family}": counts.pairs[family]}
    return Result(Counter(asked), found=found)


def verdict(result: Result) -> list[str]:
    few = result.counts["pairs"] < LEAST
    return [f"fewer than {LEAST} pairs"] if few else []
