"""What the committee's side writes down for the history: who has which paper, what is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reviews.models import Assignment, CommitteeSpell
from workshop import history
from workshop.history import Fact
from workshop.models import User, Workshop

Kind = CommitteeSpell.Kind


def given(rows: Iterable[Assignment]) -> set[Fact]:
    """Who has which paper, and whether they know it. The submissions are fetched with them."""
    return {of(row, row.state) for row in rows}


def of(row: Assignment, state: str) -> Fact:
    return Fact(Kind.ASSIGNMENT, row.submission.number, row.reviewer_id, value=str(state))


def reviewed(user: User, number: int) -> Fact:
    return Fact(Kind.REVIEW, number, user.pk)


def declared(user: User, number: int) -> Fact:
    return Fact(Kind.DECLARED, number, user.pk)


def decided(number: int) -> Fact:
    return Fact(Kind.DECISION, number)


def note(
    workshop: Workshop, *, at: datetime, began: Iterable[Fact] = (), ended: Iterable[Fact] = ()
) -> None:
    """As `history.note`, on the committee's side."""
    history.note(workshop, began=began, ended=ended, at=at, of=CommitteeSpell)
