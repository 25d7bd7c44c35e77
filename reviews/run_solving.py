"""The worker's part in runs of the solver: a run that waits is solved, and one that died given up.

Apart from the rest of runs, so that a web process need not hold a solver.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from reviews import assign, problem, run_progress, run_read, run_result, solving
from reviews.models import Run
from reviews.problem import Wish

log = logging.getLogger(__name__)

State = Run.State
# Long after the largest of workshops would have been solved, on a slow machine.
PATIENCE = timedelta(minutes=10)
DIED = (
    "This was not finished: it may have been too much at once, or the site was restarted. "
    "Nothing was changed. Ask for the same again."
)
FAILED = (
    "Something went wrong, and nothing was changed. Ask for the same again; if it stays so, tell "
    "whoever runs this site."
)


def solve_waiting(at: datetime) -> int:
    """Sweep: solve the run that waits longest, and give up what has died; how many of either."""
    died = Run.everywhere.filter(state=State.RUNNING, begun_at__lt=at - PATIENCE)
    ended = died.update(state=State.FAILED, message=DIED, ended_at=at)
    waiting = Run.everywhere.filter(state=State.WAITING).order_by("asked_at", "pk").first()
    return ended + (waiting is not None and solve(waiting, at))


def solve(run: Run, at: datetime) -> bool:
    """Solve a run that waits, and write down what comes of it; False if another worker does.

    No lock is held meanwhile. What is written is only of a run that nobody has given up.
    """
    mine = Run.everywhere.filter(pk=run.pk)
    begun = {"state": State.RUNNING, "begun_at": at, "progress": run_progress.COMPARING}
    if not mine.filter(state=State.WAITING).update(**begun):
        return False
    running = mine.filter(state=State.RUNNING)
    try:
        result = run_result.as_json(_solved(run, running))
    except Exception:  # a run that fails must not come again and again
        log.exception("Run %s failed", run.pk)
        running.update(state=State.FAILED, message=FAILED, ended_at=at)
    else:
        running.update(state=State.DONE, progress=100, result=result, ended_at=at)
    return True


def _solved(run: Run, running: QuerySet[Run]) -> run_result.Result:
    workshop, wish = run.workshop, Wish.of(run.settings)
    # First: what is hidden while it is solved counts as read.
    read = run_read.read_for(workshop, run.by)
    papers = assign.assignable(workshop, run.by).filter(number__in=read)
    known = assign.given_by(workshop, run.by).filter(submission__number__in=read)
    task = problem.build(workshop, papers, known, wish)
    running.update(progress=run_progress.SOLVING)
    way = solving.repairing if run.kind == Run.Kind.REPAIR else solving.proposal
    found = replace(way(task, wish), read=read)
    return solving.with_reasons(workshop, task, found, lambda far: running.update(progress=far))
