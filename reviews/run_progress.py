"""How far a run is, in hundredths and in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta

from reviews.models import Run

# Told how far it is.
Tell = Callable[[int], object]
COMPARING, SOLVING, EXPLAINING = 10, 35, 70
# By when something is wrong: the worker takes seconds for what is usual.
LONG = timedelta(minutes=2)
UNFINISHED = frozenset({Run.State.WAITING, Run.State.RUNNING})

WAITING = "Waiting for its turn. Letters and papers that are being looked at may go first."
DOING = {
    COMPARING: "Comparing every submission with every reviewer: texts, topics, bids, conflicts.",
    SOLVING: "Solving: looking for the best assignment. Seconds, even for a thousand papers.",
    EXPLAINING: "Explaining: writing down for each pair why, and what another would cost.",
}
NOT_BEGUN = (
    "This waits for longer than usual. Perhaps the worker of this site is not running: tell "
    "whoever runs it. You may leave this waiting, or stop it."
)
LOST = (
    "This takes longer than usual. Perhaps the worker was stopped in the middle of it. Stop it "
    "and ask for the same again: nothing was changed."
)


def is_unfinished(run: Run) -> bool:
    return run.state in UNFINISHED


def doing(run: Run) -> str:
    """What the worker is at; of one that is not finished."""
    if run.state == Run.State.WAITING:
        return WAITING
    begun = bisect_right(list(DOING), run.progress)
    return list(DOING.values())[max(0, begun - 1)]


def worry(run: Run, at: datetime) -> str:
    """What may be wrong with one that takes too long; nothing if it does not."""
    since = run.begun_at or run.asked_at
    if not is_unfinished(run) or at < since + LONG:
        return ""
    return NOT_BEGUN if run.state == Run.State.WAITING else LOST
