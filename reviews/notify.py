"""Step 6: notify. All decisions are released at once; a correction is a release of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random, SystemRandom

from django.db import transaction
from django.db.models import Max

from reviews import checks, copying, decide
from reviews.board import counted_or_read, counted_reviews
from reviews.copying import Decisions
from reviews.models import Decision
from submissions import letters as authors
from submissions import spells
from submissions.models import Release, Submission
from submissions.outcome import Outcome, outcome_of
from submissions.status import Status, check_move
from workshop import journal
from workshop.errors import Refused
from workshop.letters import send
from workshop.models import Letter, User, Workshop

FAIR = SystemRandom()
RELEASED = frozenset({Status.ORAL, Status.POSTER, Status.REJECTED})
# Does not say which, nor how many: whoever reads it may be barred from one of them.
NOT_YET = (
    "Some submissions are not decided yet, or not by somebody who may. Decide on those first; "
    "where every organizer has a conflict, an outside decider does."
)


@transaction.atomic
def release(workshop: Workshop, *, by: User, at: datetime, chance: Random = FAIR) -> Release:
    """Tell all authors at once, in a few statements whatever their number.

    It is an act of the whole workshop: what its organizer may not see is released with the rest.
    """
    decide.lock(workshop)
    standing = workshop.submissions.filter(status=Status.SUBMITTED).select_for_update()
    rows = list(standing.prefetch_related("authors"))
    decisions = _decisions(workshop, rows)
    made = _next_release(workshop, Release.Kind.DECISIONS, at)
    reviews = copying.by_submission(
        counted_reviews(workshop).filter(assignment__submission__in=rows)
    )
    copying.draw_labels(workshop, reviews, chance)
    copying.copy(made, rows, decisions, reviews)
    letters = [
        letter
        for row in rows
        for letter in decision_letters(
            row, decisions[row.pk], len(reviews.get(row.pk, [])), at=at, revision=made.number
        )
    ]
    _move(workshop, rows, decisions, at)
    journal.note(workshop, "released", f"{by} released the decisions", by=by, at=at)
    send(letters)
    return made


def _decisions(workshop: Workshop, rows: list[Submission]) -> Decisions:
    """The decision on each; Refused if one lacks, or is by somebody who has a conflict now."""
    if not rows:
        raise Refused("There is nothing to release: no submission waits for its decision.")
    decisions = {row.submission_id: row for row in workshop.decisions.filter(submission__in=rows)}
    made = [(row, decisions[row.pk]) for row in rows if row.pk in decisions]
    undecided = len(made) < len(rows) or not all(decision.outcome for _, decision in made)
    if undecided or checks.decided_behind_a_barrier(workshop, made):
        raise Refused(NOT_YET)
    return decisions


def _next_release(workshop: Workshop, kind: Release.Kind, at: datetime) -> Release:
    last = workshop.releases.aggregate(last=Max("number"))["last"] or 0
    return workshop.releases.create(number=last + 1, kind=kind, at=at)


def _move(
    workshop: Workshop, rows: Iterable[Submission], decisions: Decisions, at: datetime
) -> None:
    """The released status of each. What counts an author's saves stays as it is."""
    moves = []
    for row in rows:
        status = Status(decisions[row.pk].outcome)
        check_move(row.status, status)
        moves.append((row.number, row.status, status))
        row.status = status
    Submission.everywhere.bulk_update(rows, ["status"])
    spells.moved(workshop, moves, at)


def decision_letters(
    submission: Submission, decision: Decision, reviews: int, *, at: datetime, revision: int
) -> list[Letter]:
    """The letters to a submission's authors, as they will be sent."""
    return authors.for_authors(
        submission,
        authors.DECISION_RELEASED,
        at=at,
        revision=revision,
        outcome=decision.outcome,
        note=decision.note,
        reviews=reviews,
    )


@transaction.atomic
def correct(
    submission: Submission,
    *,
    outcome: str,
    note: str,
    version: int,
    by: User,
    at: datetime,
    chance: Random = FAIR,
) -> Release:
    """Release one submission anew: another decision, another note, its reviews as they are now.
    None that the authors have read goes."""
    workshop, note = submission.workshop, note.strip()
    decide.lock(workshop)
    row, before = _released(submission, by)
    decision = workshop.decisions.filter(submission=row).first() or Decision(
        workshop=workshop, submission=row, version=0
    )
    decide.check_version(decision, version)
    reviews = copying.by_submission(counted_or_read(workshop).filter(assignment__submission=row))
    copying.draw_labels(workshop, reviews, chance)
    # Without any review now, the authors keep those that they have read.
    as_now = copying.as_read(reviews.get(row.pk, []))
    reviews_changed = bool(as_now) and as_now != before.reviews
    if (outcome, note) == (before.decision, before.note) and not reviews_changed:
        raise Refused("The authors have read exactly this: there is nothing to correct.")
    _rewrite(decision, outcome, note, by, at)
    made = _next_release(workshop, Release.Kind.CORRECTION, at)
    copying.copy(made, [row], {row.pk: decision}, reviews if reviews_changed else {})
    if row.status != outcome:
        _move(workshop, [row], {row.pk: decision}, at)
    text = f"{by} corrected the decision on submission {row.number}: {Status(outcome).label}"
    journal.note(workshop, "corrected", text, by=by, at=at, about=row.number)
    authors.to_authors(
        row,
        authors.DECISION_CORRECTED,
        at=at,
        revision=made.number,
        outcome=outcome,
        before=before.decision,
        note=note,
        reviews_changed=reviews_changed,
    )
    return made


def _released(submission: Submission, by: User) -> tuple[Submission, Outcome]:
    """The row, locked, and what its authors were told. A barred one is as absent."""
    visible = submission.workshop.submissions.organized_by(by).select_for_update(of=("self",))
    row = visible.filter(pk=submission.pk).first()
    before = outcome_of(row) if row and row.status in RELEASED else None
    if row is None or before is None:
        raise Refused(f"There is nothing to correct about submission {submission.number}.")
    return row, before


def _rewrite(decision: Decision, outcome: str, note: str, by: User, at: datetime) -> None:
    if outcome not in Decision.Outcome.values:
        raise Refused("Choose oral, poster or reject: the authors have been told one.", "outcome")
    decision.outcome, decision.note = outcome, note
    decision.decided_by, decision.decided_at = by, at
    decision.version += 1
    decision.save()
