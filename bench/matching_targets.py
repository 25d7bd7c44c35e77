"""The last table of `bench.matching`: what was meant to be reached, and the worst that was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.matching_row import Row

# Tight, and many reviewers fit nothing.
SPARSE = ("at least", "without affinity")
BIDS = ("quarters", "aamas", "preflib")


def ratio(row: Row) -> float:
    return row.ratio


def kept(row: Row) -> float:
    return row.kept


def for_fair(row: Row) -> float:
    return row.fair_seconds


def for_best(row: Row) -> float:
    return row.best_seconds


@dataclass(frozen=True)
class Target:
    """A measure of the instances whose name holds one of `names` and none of `without`.

    The least of them must be `target` or more; or the greatest `target` or less.
    """

    what: str
    measure: Callable[[Row], float]
    target: float
    names: tuple[str, ...] = ("",)
    without: tuple[str, ...] = ()
    is_most: bool = False

    def line(self, rows: Sequence[Row]) -> str | None:
        values = [self.measure(row) for row in rows if self._is_about(row.case.name)]
        if not values:
            return None
        found = max(values) if self.is_most else min(values)
        reached = found <= self.target if self.is_most else found >= self.target - 1e-6
        sign = "<=" if self.is_most else ">="
        return told(self.what, f"{sign} {self.target:g}", f"{found:.4f}", reached=reached)

    def _is_about(self, name: str) -> bool:
        return any(one in name for one in self.names) and not any(
            one in name for one in self.without
        )


TARGETS = (
    Target("sum / bound", lambda row: row.share, 1, without=("groups",)),
    Target("sum / bound, seniors and groups", lambda row: row.share, 0.99, ("groups",)),
    Target("ten worst / bound, loose", ratio, 0.995, (" loose", "ws", "midl"), SPARSE),
    Target("ten worst / bound, bids", ratio, 0.98, BIDS),
    Target("ten worst / bound, nearly tight", ratio, 0.99, ("nearly tight", "groups")),
    Target("ten worst / bound, fully tight", ratio, 0.99, ("fully tight",), SPARSE),
    Target("ten worst / bound, many fit nothing", ratio, 0.98, ("without affinity",)),
    Target("ten worst / bound, MIDL, at least 2", ratio, 0.985, ("midl, at least",)),
    Target("sum kept", kept, 0.97, without=SPARSE),
    Target("sum kept, many fit nothing", kept, 0.88, SPARSE),
    Target("CPU s, fair, 100 x 60", for_fair, 2, ("100 x 60",), is_most=True),
    Target("CPU s, fair, 600 x 250", for_fair, 3, ("600 x 250",), is_most=True),
    Target("CPU s, fair, 1000 x 700", for_fair, 12, ("1000 x 700",), is_most=True),
    Target("CPU s, sum, 600 x 250", for_best, 0.5, ("600 x 250",), is_most=True),
    Target("CPU s, sum, 1000 x 700", for_best, 2, ("1000 x 700",), is_most=True),
)


def lines(rows: Sequence[Row], megabytes: float) -> list[str]:
    measured = [line for target in TARGETS if (line := target.line(rows))]
    memory = told("peak memory, MB", "<= 1024", f"{megabytes:.0f}", reached=megabytes <= 1024)
    return [told("", "target", "worst"), *measured, memory]


def told(what: str, target: str, measured: str, *, reached: bool = True) -> str:
    return f"{what:36} {target:>9} {measured:>9}{'' if reached else '  missed'}"
