"""Counts and the curve of submissions over time, for the organizers' home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from submissions.status import Status
from workshop.days import days_of
from workshop.models import Step, User, Workshop

GRID_LINES = 3


@dataclass(frozen=True)
class Mark:
    """A label on an axis, at a percentage of its length."""

    label: str
    percent: float


@dataclass(frozen=True)
class Overview:
    submitted: int
    drafts: int
    gone: int
    by_kind: list[tuple[str, int]]
    days: list[tuple[date, int, int]]
    grid: list[Mark]
    dates: list[Mark]
    handed_in: str
    begun: str

    @property
    def top(self) -> int:
        return max((begun for _, _, begun in self.days), default=0)

    @property
    def handed_in_end(self) -> float:
        """Where the label of the line stands: at its end, but never on that of the other line."""
        height = 100 - 100 * self.submitted / max(1, self.top)
        return height if not self.drafts else max(height, self.begun_end + 9)

    @property
    def begun_end(self) -> float:
        return 0.0


def of(workshop: Workshop, user: User, at: datetime) -> Overview:
    """What this organizer may count. Drafts are counted, never read."""
    rows = list(
        workshop.submissions.counted_for(user).values_list(
            "status", "kind__name", "begun_at", "submitted_at"
        )
    )
    deadline = days_of(workshop).get(Step.SUBMIT)
    standing = [row for row in rows if row[0] not in (Status.WITHDRAWN, Status.DESK_REJECTED)]
    handed_in = [row for row in standing if row[0] != Status.DRAFT]
    kinds: dict[str, int] = {}
    for _, kind, _, _ in handed_in:
        kinds[kind or "no kind"] = kinds.get(kind or "no kind", 0) + 1
    begins = deadline.opens_at if deadline and deadline.opens_at else at
    ends = min(at, deadline.closes_at) if deadline else at
    days = _by_day(begins, ends, [r[3] for r in handed_in], [r[2] for r in standing])
    top = max((begun for _, _, begun in days), default=0)
    return Overview(
        submitted=len(handed_in),
        drafts=len(standing) - len(handed_in),
        gone=len(rows) - len(standing),
        by_kind=sorted(kinds.items()),
        days=days,
        grid=_grid(top),
        dates=_dates(days),
        handed_in=_curve([n for _, n, _ in days], top),
        begun=_curve([n for _, _, n in days], top),
    )


def _by_day(
    begins: datetime,
    ends: datetime,
    handed_in: Iterable[datetime | None],
    begun: Iterable[datetime],
) -> list[tuple[date, int, int]]:
    """Per day of the call: how many had been handed in, and begun, by its end."""
    first, last = begins.date(), max(begins, ends).date()
    handed = sorted(moment.date() for moment in handed_in if moment)
    started = sorted(moment.date() for moment in begun)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, sum(d <= day for d in handed), sum(d <= day for d in started)) for day in days]


def _curve(counts: list[int], top: int) -> str:
    """Points of a polyline in a box of 100 by 100, nought at the bottom."""
    steps = max(1, len(counts) - 1)
    return " ".join(
        f"{100 * n / steps:.2f},{100 - 100 * c / max(1, top):.2f}" for n, c in enumerate(counts)
    )


def _grid(top: int) -> list[Mark]:
    if not top:
        return []
    values = sorted({round(top * n / GRID_LINES) for n in range(1, GRID_LINES + 1)} - {0})
    return [Mark(str(value), 100 - 100 * value / top) for value in values]


def _dates(days: list[tuple[date, int, int]]) -> list[Mark]:
    """The first day, the last and one between."""
    last = len(days) - 1
    picks = sorted({0, last // 2, last}) if last > 3 else sorted({0, last})
    return [Mark(f"{days[n][0].day} {days[n][0]:%b}", 100 * n / max(1, last)) for n in picks]
