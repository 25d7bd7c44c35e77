"""Step 3: runs of the solver. Asked for by an organizer, solved by the worker, a draft until used.

A run is whose it is: nobody else is shown it, and what it says is about what they handle now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from reviews import (
    assign,
    conflicts,
    given,
    replacing,
    run_progress,
    run_read,
    run_result,
    spells,
)
from reviews.models import Assignment, Run
from reviews.problem import Wish
from reviews.replacing import Change, Pair
from reviews.roster import names_of, reviewers_of
from workshop import journal
from workshop.errors import Refused
from workshop.models import User, Workshop
from workshop.wake import wake

State = Run.State
Given = Assignment.State
STOPPED = "You stopped this before it was finished. Nothing was changed."
REPAIRED = (
    "Who reviews what has changed since this was made, so it may mend the wrong thing. Nothing "
    "was changed. Ask for the same again."
)
IN_PART = (
    "Since this was made a conflict of interest was found, a load is full or somebody has begun to "
    "review, so not all of it can be had. Nothing was changed. Ask for the same again."
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
    conflicts.detect_handled(workshop, by, at)
    return _ask(workshop, wish, kind, by, at)


@transaction.atomic
def _ask(workshop: Workshop, wish: Wish, kind: str, by: User, at: datetime) -> Run:
    conflicts.lock(workshop)
    assign.check_reviewers(workshop)
    if not assign.assignable(workshop, by).exists():
        raise Refused("There is no submission to assign. They appear here once they are submitted.")
    mine = asked_by(workshop, by)
    if mine.filter(state__in=run_progress.UNFINISHED).exists():
        raise Refused(
            "Your last proposal is still being made. It is the first of your earlier proposals: "
            "wait for it, or stop it there."
        )
    last = mine.first()
    number = last.number + 1 if last else 1
    settings = wish.as_json()
    run = workshop.runs.create(number=number, by=by, kind=kind, settings=settings, asked_at=at)
    text = f"{by} asked for a {run.get_kind_display()} of who reviews what"
    journal.note(workshop, "asked", text, by=by, at=at)
    wake("reviews.tasks.solve_run", run.pk)
    return run


@transaction.atomic
def stop(run: Run, *, by: User, at: datetime) -> None:
    """Give up one that is not finished. A worker that is at it still cannot write to it."""
    mine = asked_by(run.workshop, by).filter(pk=run.pk, state__in=run_progress.UNFINISHED)
    if not mine.update(state=State.FAILED, message=STOPPED, ended_at=at):
        raise Refused("This was finished a moment ago. Nothing is changed by it until you use it.")
    text = f"{by} stopped a {run.get_kind_display()} of who reviews what"
    journal.note(run.workshop, "stopped", text, by=by, at=at)


def again(run: Run, *, by: User, at: datetime) -> Run:
    """Ask for the same, of what there is by now."""
    return ask(run.workshop, Wish.of(run.settings), by=by, at=at, kind=run.kind)


def use(run: Run, *, by: User, at: datetime, seen: str | None = None) -> Change:
    """Propose what a run came to, in place of what is proposed of its papers.

    What may not be any more is left out. A repair takes back what it says, too, and is done whole
    or not at all. Refused if a page has shown, as `seen`, that something else is proposed. Where
    nothing comes of it, nothing is written.
    """
    conflicts.detect_handled(run.workshop, by, at)
    return _use(run, seen, by, at)


@transaction.atomic
def _use(run: Run, seen: str | None, by: User, at: datetime) -> Change:
    row = _locked(run, by, seen)
    result = run_result.from_json(row.result)
    stood = _standing(row.workshop, by)
    is_repair = row.kind == Run.Kind.REPAIR
    taken: set[Pair] = set()
    if is_repair:
        if row.used_at or stood != result.named(result.standing):
            raise Refused(REPAIRED)
        taken = _take_back(row.workshop, stood - result.pairs, by, at)
    wanted = dict(zip(result.papers, result.instance.wanted.tolist(), strict=True))
    change = _propose(row, result.pairs, wanted, by, at)
    change = replace(change, gone=change.gone | taken)
    if is_repair and _standing(row.workshop, by) != result.pairs:
        raise Refused(IN_PART)
    if not change.is_any:
        return change
    row.result["replaced"] = sorted(stood)
    row.used_at = at
    row.save(update_fields=["result", "used_at"])
    _note(row, change, f"{by} used a {row.get_kind_display()} of who reviews what", by, at)
    return change


def can_put_back(run: Run) -> bool:
    return run.used_at is not None


def put_back(run: Run, *, by: User, at: datetime, seen: str | None = None) -> Change:
    """Propose again what stood before a run was last used: also what a repair took back, which is
    asked for anew. `seen` as in `use`."""
    conflicts.detect_handled(run.workshop, by, at)
    return _put_back(run, seen, by, at)


@transaction.atomic
def _put_back(run: Run, seen: str | None, by: User, at: datetime) -> Change:
    row = _locked(run, by, seen)
    if not can_put_back(row):
        raise Refused("This was not used, so there is nothing to put back.")
    pairs = {(number, user) for number, user in row.result["replaced"]}
    change = _propose(row, pairs, Counter(number for number, _ in pairs), by, at)
    row.used_at = None
    row.save(update_fields=["used_at"])
    _note(row, change, f"{by} put back what was proposed before", by, at)
    return change


def _locked(run: Run, by: User, seen: str | None) -> Run:
    """Their run as it is now, with the workshop locked."""
    conflicts.lock(run.workshop)
    row = asked_by(run.workshop, by).filter(pk=run.pk).first()
    if row is None:
        raise Http404
    if row.state != State.DONE:
        raise Refused("This is not finished. Wait for it, or ask again.")
    theirs = row.workshop.submissions.organized_by(by)
    if not run_read.is_whole(row, theirs.values_list("number", flat=True)):
        raise Refused(run_read.CHANGED)
    if seen is not None:
        given.check(assign.given_by(row.workshop, by), seen)
    return row


def _standing(workshop: Workshop, by: User) -> set[Pair]:
    """Who has what of what is still to be assigned, as the solver would read it."""
    numbers = set(assign.assignable(workshop, by).values_list("number", flat=True))
    reviewing = {one.pk for one in reviewers_of(workshop)}
    rows = given.listed(assign.given_by(workshop, by))
    found = {row.pair for row in rows if row.number in numbers and row.reviewer in reviewing}
    return found - replacing.barred(workshop)


def _propose(
    row: Run, pairs: Collection[Pair], wanted: Mapping[int, int], by: User, at: datetime
) -> Change:
    """Of the papers of the run that are still to be assigned and still theirs to handle."""
    papers = assign.assignable(row.workshop, by).filter(number__in=row.result["papers"])
    known = assign.given_by(row.workshop, by)
    return replacing.replace(row.workshop, list(papers), pairs, wanted=wanted, known=known, at=at)


def _take_back(workshop: Workshop, pairs: Collection[Pair], by: User, at: datetime) -> set[Pair]:
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
    return {replacing.pair_of(row) for row in gone}


def _note(row: Run, change: Change, text: str, by: User, at: datetime) -> None:
    """An entry per submission: whoever may not know of one must not read whether it changed."""
    numbers = sorted({number for number, _ in change.made | change.gone})
    texts = {number: f"{text}: submission {number}" for number in numbers}
    journal.note_each(row.workshop, "proposed", texts, by=by, at=at)
