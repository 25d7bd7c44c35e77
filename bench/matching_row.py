"""A line of the table of `bench.matching`."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bench.matching_made import Case
from reviews.matching.instance import Fair, Solution

# CPU seconds that may be used, by the number of papers: for the best sum and for the fair one.
BUDGETS = {100: (0.5, 2.0), 600: (0.5, 3.0), 1000: (2.0, 12.0)}
HEAD = (
    f"{'instance':46} {'sum / bound':>11} {'CPU s':>6}"
    f" {'worst ten':>9} {'bound':>8} {'ratio':>7} {'sum kept':>8} {'CPU s':>6} {'proof s':>7}"
)


@dataclass(frozen=True)
class Row:
    """A case: the best, the fair ones by seed, and CPU seconds of each.

    bound   on the worst ten of any matching: that of the fair ones, or a lower one
    proof   CPU seconds that the lower one took
    """

    case: Case
    best: Solution
    best_seconds: float
    fair: tuple[Fair, ...]
    fair_seconds: float
    bound: float
    proof: float = 0.0

    @property
    def share(self) -> float:
        return self.best.sum / self.best.bound if self.best.bound else 1.0

    @property
    def ratio(self) -> float:
        return median(one.worst10 / self.bound if self.bound else 1 for one in self.fair)

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
            f"{self.case.name:46} {self.share:11.6f} {self.best_seconds:6.2f}"
            f" {worst:9.4f} {self.bound:8.4f} {self.ratio:7.4f} {self.kept:8.4f}"
            f" {self.fair_seconds:6.2f} {self.proof:7.2f}"
            f" {'short of: ' + ', '.join(self.short) if self.short else ''}"
        )
