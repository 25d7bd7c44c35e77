"""What the authors' side writes down for the history: who is named, and how a submission stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from submissions.models import Submission
from workshop import history
from workshop.history import Fact, Kind
from workshop.models import User, Workshop


def named(number: int, emails: Iterable[str]) -> set[Fact]:
    return {Fact(Kind.AUTHOR, number, email=email) for email in emails if email}


def sent_by(number: int, submitter: User | None) -> set[Fact]:
    return {Fact(Kind.AUTHOR, number, user=submitter.pk)} if submitter else set()


def stands(number: int, status: str) -> Fact:
    return Fact(Kind.STATUS, number, value=str(status))


def begun(submission: Submission, at: datetime) -> None:
    """A submission is there: whose it is, and how it stands."""
    facts = {stands(submission.number, submission.status)}
    facts |= sent_by(submission.number, submission.submitter)
    history.note(submission.workshop, began=facts, at=at)


def moved(workshop: Workshop, moves: Iterable[tuple[int, str, str]], at: datetime) -> None:
    """Each a number, how it stood, and how it stands now."""
    moves = list(moves)
    history.note(
        workshop,
        began=[stands(number, new) for number, _, new in moves],
        ended=[stands(number, old) for number, old, _ in moves],
        at=at,
    )
