"""What may stand in which session: a submission has one talk and one poster at most."""

from __future__ import annotations

from collections.abc import Iterable

from schedule.models import PresentationQuerySet, Session
from submissions.models import Submission
from submissions.status import ACCEPTED, Status

Kind = Session.Kind
# The sessions that hold talks or posters; the others say by themselves what they are.
TALKS = frozenset({Kind.INVITED, Kind.CONTRIBUTED})
HOLDING = TALKS | {Kind.POSTERS}


def holds_nothing(kind: str) -> str:
    """Why nothing can stand in a session of this kind; empty if something can."""
    if kind in HOLDING:
        return ""
    return f"A session of the kind “{Kind(kind).label}” holds no talks."


def why_not(submission: Submission, kind: str, elsewhere: Iterable[str] = ()) -> str:
    """Why a submission cannot stand in a session of this kind; empty if it can.

    `elsewhere`: the kinds of the sessions in which it stands besides.
    """
    number, on_board = submission.number, kind == Kind.POSTERS
    if submission.status not in ACCEPTED:
        return f"Submission {number} is {submission.get_status_display()}: take it out."
    if sentence := holds_nothing(kind):
        return sentence
    if not on_board and submission.status != Status.ORAL:
        return f"Submission {number} is accepted as a poster: it gets a board and no talk."
    if any((other == Kind.POSTERS) == on_board for other in elsewhere):
        return f"Submission {number} has its {'board' if on_board else 'talk'} already."
    return ""


def standing(presentations: PresentationQuerySet) -> dict[int, list[str]]:
    """By submission: the kinds of the sessions in which these presentations put it."""
    found: dict[int, list[str]] = {}
    rows = presentations.exclude(submission=None)
    for pk, kind in rows.values_list("submission", "session__kind"):
        found.setdefault(pk, []).append(kind)
    return found
