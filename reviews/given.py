"""Who has what, as far as an organizer may know of it, and what of that a page has shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Assignment, Review
from workshop import stale
from workshop.errors import Stale

State = Assignment.State
CHANGED = (
    "What is proposed has changed since you opened the page, perhaps by somebody else. Nothing was "
    "done: look at what is proposed now, then decide again."
)


class Given(NamedTuple):
    """`reviewer` is the key of an account; `is_begun`: they have written something."""

    number: int
    reviewer: int
    state: str
    is_begun: bool

    @property
    def pair(self) -> tuple[int, int]:
        return self.number, self.reviewer

    @property
    def is_proposed(self) -> bool:
        return self.state == State.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        return self.state == State.CONFIRMED

    @property
    def is_declined(self) -> bool:
        return self.state == State.DECLINED


def listed(given: QuerySet[Assignment]) -> list[Given]:
    written = Exists(Review.everywhere.filter(assignment=OuterRef("pk")))
    rows = given.annotate(written=written).order_by("submission__number", "reviewer")
    facts = "submission__number", "reviewer", "state", "written"
    return [Given(*row) for row in rows.values_list(*facts)]


def seen(given: Iterable[Given]) -> str:
    """What is proposed, in short: for the forms that replace or confirm that."""
    return stale.seen(one.pair for one in given if one.is_proposed)


def check(given: QuerySet[Assignment], shown: str) -> None:
    """Raises Stale unless what a page has shown is what is proposed now."""
    if shown != seen(listed(given)):
        raise Stale(CHANGED)
