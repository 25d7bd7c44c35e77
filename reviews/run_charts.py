"""A run in pictures: how well papers are served, how much reviewers take, where experts are few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reviews.matching.instance import Counts, Numbers
from reviews.run_reading import Reading, by_topic

TALL = 120
# So many topics, and for each so many of the reviewers who fit best.
TOPICS, BEST = 12, 12
ROW = 42


@dataclass(frozen=True)
class Lines:
    """Every paper's fit in rising order, on a field of 100 by TALL; `top` is its upper edge."""

    now: str
    proposed: str
    top: float


def served(reading: Reading) -> Lines:
    now = np.sort(reading.result.instance.totals(reading.standing))
    proposed = np.sort(reading.served.total)
    top = max(float(proposed.max(initial=0)), float(now.max(initial=0)), 0.01)
    return Lines(_line(now, top), _line(proposed, top), top)


def _line(values: Numbers, top: float) -> str:
    across = np.linspace(0, 100, max(2, values.size))
    heights = TALL - TALL * (values if values.size > 1 else np.repeat(values, 2)) / top
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, heights, strict=True))
    return f"M{points}"


@dataclass(frozen=True)
class Columns:
    """A column for each reviewer, the fullest first: what they take, and what they would."""

    taken: str
    room: str
    most: int
    full: int
    idle: int


def loads(reading: Reading) -> Columns:
    taken, most = reading.coming.sum(axis=0), reading.result.instance.most
    order = np.lexsort((-most, -taken))
    top = int(max(most.max(initial=1), taken.max(initial=1)))
    return Columns(
        taken=_columns(taken[order], top),
        room=_columns(most[order], top),
        most=top,
        full=int(((taken >= most) & (taken > 0)).sum()),
        idle=int((taken == 0).sum()),
    )


def _columns(counts: Counts, top: int) -> str:
    wide = 100 / max(1, counts.size)
    return "".join(
        f"M{n * wide:.2f},{TALL}v{-TALL * count / top:.1f}h{wide * 0.85:.2f}V{TALL}z"
        for n, count in enumerate(counts.tolist())
        if count
    )


@dataclass(frozen=True)
class Cell:
    """How well the reviewer who is the `place`-th best for a paper fits it, on average."""

    place: int
    fit: float
    x: str
    shade: str


@dataclass(frozen=True)
class Row:
    topic: str
    papers: int
    y: int
    cells: list[Cell]

    @property
    def name_y(self) -> int:
        return self.y + 12

    @property
    def cells_y(self) -> int:
        return self.y + 18


@dataclass(frozen=True)
class Heat:
    """Rows that fade early are topics with few experts; those come first."""

    rows: list[Row]
    width: str
    height: int
    places: list[int]


def heat(reading: Reading) -> Heat:
    instance = reading.result.instance
    names, of = by_topic(reading)
    fits = np.where(instance.forbidden, 0, instance.affinity)
    best = -np.sort(-fits, axis=1)[:, :BEST]
    papers = of.sum(axis=0)
    means = (of.T.astype(float) @ best) / papers.clip(min=1)[:, None]
    commonest = np.argsort(-papers, kind="stable")[:TOPICS].tolist()
    order = sorted(commonest, key=lambda at: float(means[at].sum()))
    wide, top = 100 / max(1, best.shape[1]), float(means.max(initial=0.01))
    if not means.any():
        order = []  # nothing is known of anybody: there is nothing to see
    rows = [
        Row(names[at], int(papers[at]), n * ROW, list(_cells(means[at], wide, top)))
        for n, at in enumerate(order)
    ]
    return Heat(rows, f"{wide * 0.94:.2f}%", len(rows) * ROW + 4, [*range(1, best.shape[1] + 1)])


def _cells(fits: Numbers, wide: float, top: float) -> Iterable[Cell]:
    for n, fit in enumerate(fits.tolist()):
        yield Cell(n + 1, fit, f"{n * wide:.2f}%", f"{0.05 + 0.95 * fit / top:.2f}")
