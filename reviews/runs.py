"""Step 3: runs of the solver. Asked for by an organizer, solved by the worker, a draft until used.

A run is whose it is: nobody else is shown it, and what it says is about what they handle now.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from reviews import assign, conflicts, problem, replacing, run_result, solving, spells
from reviews.models import Assignment, Run
from reviews.problem import Wish
from reviews.replacing import Change, Pair
from reviews.roster import names_of
from workshop import journal
from workshop.errors import Refused
from workshop.models import User, Workshop
from workshop.wake import wake

log = logging.getLogger(__name__)

State = Run.State
Given = Assignment.State
# Long after the largest of workshops would have been solved.
PATIENCE = timedelta(minutes=15)
DIED = (
    "This was not finished: it may have been too much at once, or the site was restarted. "
    "Nothing was changed. Ask again."
)
FAILED = (
    "Something went wrong, and nothing was changed. Ask again; if it stays so, tell whoever runs "
    "this site."
)


def asked_by(workshop: Workshop, user: User) -> QuerySet[Run]:
    """Their own runs, the newest first."""
    return workshop.runs.filter(by=user)


def last_of(workshop: Workshop, user: User) -> Run | None:
    """The newest of theirs that is finished."""
    return asked_by(workshop, user).filter(state=State.DONE).first()


def ask(
    workshop: Workshop, wish: Wish, *, by: User, at: datetime, kind: str = Run.Kind.PROPOSAL
) -> Run:
    """Ask for a proposal, or for a repair of what stands. The worker sees to it."""
    conflicts.detect(workshop, at)
    return _ask(workshop, wish, kind, by, at)


@transaction.atomic
def _ask(workshop: Workshop, wish: Wish, kind: str, by: User, at: datetime) -> Run:
    conflicts.lock(workshop)
    assign.check_reviewers(workshop)
    if not assign.assignable(workshop, by).exists():
        raise Refused("There is no submission to assign. They appear here once they are submitted.")
    mine = asked_by(workshop, by)
    if mine.filter(state__in=[State.WAITING, State.RUNNING]).exists():
        raise Refused("Your last proposal is still being made. Look at that one first.")
    last = mine.first()
    number = last.number + 1 if last else 1
    settings = wish.as_json()
    run = workshop.runs.create(number=number, by=by, kind=kind, settings=settings, asked_at=at)
    text = f"{by} asked for a {run.get_kind_display()} of who reviews what"
    journal.note(workshop, "asked", text, by=by, at=at)
    wake("reviews.tasks.solve_run", run.pk)
    return run


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
    if not mine.filter(state=State.WAITING).update(state=State.RUNNING, begun_at=at, progress=10):
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
    papers = assign.assignable(workshop, run.by)
    task = problem.build(workshop, papers, assign.given_by(workshop, run.by), wish)
    running.update(progress=40)
    way = solving.repairing if run.kind == Run.Kind.REPAIR else solving.proposal
    return solving.with_reasons(workshop, task, way(task, wish))


def use(run: Run, *, by: User, at: datetime) -> Change:
    """Propose what a run came to, in place of what is proposed of its papers.

    What may not be any more is left out. A repair takes back what it says, too.
    """
    conflicts.detect(run.workshop, at)
    return _use(run, by, at)


@transaction.atomic
def _use(run: Run, by: User, at: datetime) -> Change:
    row = _locked(run, by)
    result = run_result.from_json(row.result)
    if row.kind == Run.Kind.REPAIR:
        _take_back(row.workshop, result.named(result.standing & ~result.chosen), by, at)
    change = _propose(row, result.pairs, by, at)
    row.result["replaced"] = sorted(change.before)
    row.used_at = at
    row.save(update_fields=["result", "used_at"])
    _note(row, f"{by} used a {row.get_kind_display()} of who reviews what", by, at)
    return change


def can_put_back(run: Run) -> bool:
    return run.used_at is not None and run.kind == Run.Kind.PROPOSAL


def put_back(run: Run, *, by: User, at: datetime) -> Change:
    """Propose again what a run has replaced when it was last used."""
    conflicts.detect(run.workshop, at)
    return _put_back(run, by, at)


@transaction.atomic
def _put_back(run: Run, by: User, at: datetime) -> Change:
    row = _locked(run, by)
    if not can_put_back(row):
        raise Refused("This was not used, so there is nothing to put back.")
    pairs = {(number, user) for number, user in row.result["replaced"]}
    change = _propose(row, pairs, by, at)
    row.used_at = None
    row.save(update_fields=["used_at"])
    _note(row, f"{by} put back what was proposed before", by, at)
    return change


def _locked(run: Run, by: User) -> Run:
    """Their run as it is now, with the workshop locked."""
    conflicts.lock(run.workshop)
    row = asked_by(run.workshop, by).filter(pk=run.pk).first()
    if row is None:
        raise Http404
    if row.state != State.DONE:
        raise Refused("This is not finished. Wait for it, or ask again.")
    return row


def _propose(row: Run, pairs: Collection[Pair], by: User, at: datetime) -> Change:
    """Of the papers of the run that are still to be assigned and still theirs to handle."""
    papers = assign.assignable(row.workshop, by).filter(number__in=row.result["papers"])
    known = assign.given_by(row.workshop, by)
    return replacing.replace(row.workshop, list(papers), pairs, known, at)


def _take_back(workshop: Workshop, pairs: Collection[Pair], by: User, at: datetime) -> None:
    """What was confirmed, is in the way of a repair, and is still not begun."""
    papers = assign.assignable(workshop, by)
    rows = replacing.unbegun(workshop).filter(submission__in=papers, state=Given.CONFIRMED)
    gone = [row for row in rows.select_related("submission") if replacing.pair_of(row) in pairs]
    spells.note(workshop, ended=spells.given(gone), at=at)
    workshop.assignments.filter(pk__in=[row.pk for row in gone]).delete()
    names = names_of(workshop) if gone else {}
    for row in gone:
        number = row.submission.number
        text = f"{by} took submission {number} from {names.get(row.reviewer_id, '?')}"
        journal.note(workshop, "took back", text, by=by, at=at, about=number)


def _note(row: Run, text: str, by: User, at: datetime) -> None:
    journal.note(row.workshop, "proposed", text, by=by, at=at)
