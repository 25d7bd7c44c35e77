"""One column is one reviewer, one block is one review: filled, half filled, hollow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.progress import DRAFT, SUBMITTED, OfReviewer, Progress

TALL, GAP, EDGE = 19, 4, 6
WIDEST = 8.0


@dataclass(frozen=True)
class Block:
    """A rectangle: across in percent, up and down in pixels."""

    look: str
    x: str
    width: str
    y: float
    height: float


@dataclass(frozen=True)
class Chart:
    height: int
    blocks: list[Block]


def of(progress: Progress) -> Chart:
    """Those who have most of theirs in stand first."""
    rows = sorted(progress.reviewers, key=lambda row: (row.counts.open, -row.counts.submitted))
    top = max((row.counts.all for row in rows), default=0)
    pitch = min(WIDEST, 100 / max(1, len(rows)))
    height = top * (TALL + GAP) - GAP + 2 * EDGE
    blocks = [
        block for n, row in enumerate(rows) for block in _column(row, n * pitch, pitch, height)
    ]
    return Chart(height, blocks)


def _column(row: OfReviewer, x: float, pitch: float, height: int) -> Iterator[Block]:
    """From the ground up: what is in, what is in draft, what is not begun."""
    left, width = f"{x + pitch / 20:.2f}%", f"{pitch * 0.9:.2f}%"
    for n, state in enumerate(row.states):
        y = height - EDGE - TALL - n * (TALL + GAP)
        if state == SUBMITTED:
            yield Block("c-full", left, width, y, TALL)
        elif state == DRAFT:
            yield Block("c-half", left, width, y, TALL)
            yield Block("c-full", left, width, y + TALL - 7, 7)
        else:
            yield Block("c-none", left, width, y + 0.5, TALL - 1)
