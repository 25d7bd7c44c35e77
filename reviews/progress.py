"""How far the reviews are, for one organizer: only submissions that this one may read count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from reviews.models import Assignment, Review
from reviews.roster import Reviewer
from submissions.models import Submission
from workshop.models import Barrier, Role, User, Workshop

Who = Reviewer | User
SUBMITTED, DRAFT, NOT_BEGUN = "submitted", "in draft", "not begun"
STATES = (SUBMITTED, DRAFT, NOT_BEGUN)


@dataclass(frozen=True)
class Counts:
    """Of reviews, by how far they are."""

    submitted: int = 0
    in_draft: int = 0
    not_begun: int = 0

    @property
    def open(self) -> int:
        return self.in_draft + self.not_begun

    @property
    def all(self) -> int:
        return self.submitted + self.open


@dataclass(frozen=True)
class OfReviewer:
    reviewer: Who
    states: list[str]
    counts: Counts
    # The numbers of the submissions whose reviews are open.
    open: list[int]


@dataclass(frozen=True)
class OfSubmission:
    submission: Submission
    reviews: list[tuple[Who, str]]
    counts: Counts


@dataclass(frozen=True)
class Progress:
    reviewers: list[OfReviewer] = field(default_factory=list)
    submissions: list[OfSubmission] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def waiting_for(self) -> list[OfReviewer]:
        return [row for row in self.reviewers if row.counts.open]


def standing(workshop: Workshop) -> QuerySet[Assignment]:
    """Confirmed assignments whose reviewer still reviews here and has no barrier since."""
    role = Role.everywhere.filter(
        workshop=OuterRef("workshop"), user=OuterRef("reviewer"), kind=Role.Kind.REVIEWER
    )
    barred = Barrier.against(OuterRef("reviewer"), "submission__number")
    confirmed = workshop.assignments.filter(Exists(role), state=Assignment.State.CONFIRMED)
    return confirmed.exclude(Exists(barred))


def state_of(assignment: Assignment) -> str:
    review: Review | None = getattr(assignment, "review", None)
    if review is None:
        return NOT_BEGUN
    return SUBMITTED if review.state == Review.State.SUBMITTED else DRAFT


def of(workshop: Workshop, user: User, known: Mapping[int, Reviewer] | None = None) -> Progress:
    """In one query. A reviewer of barred submissions alone does not appear.

    `known`: what to call them; else each is their account, of which no page says more than a name.
    """
    visible = workshop.submissions.organized_by(user).submitted()
    rows = standing(workshop).filter(submission__in=visible)
    assignments = list(rows.select_related("reviewer", "submission", "review"))
    who = {row.reviewer_id: (known or {}).get(row.reviewer_id, row.reviewer) for row in assignments}
    by_name = sorted(assignments, key=lambda row: (str(who[row.reviewer_id]), row.reviewer_id))
    by_paper = sorted(by_name, key=lambda row: row.submission.number)
    return Progress(
        reviewers=[
            _of_reviewer(who[pk], list(group))
            for pk, group in groupby(by_name, lambda row: row.reviewer_id)
        ],
        submissions=[
            _of_submission(who, list(group))
            for _, group in groupby(by_paper, lambda row: row.submission)
        ],
        counts=_counts(map(state_of, assignments)),
    )


def _of_reviewer(who: Who, assignments: list[Assignment]) -> OfReviewer:
    states = sorted(map(state_of, assignments), key=STATES.index)
    waited_for = [row.submission.number for row in assignments if state_of(row) != SUBMITTED]
    return OfReviewer(who, states, _counts(states), waited_for)


def _of_submission(who: Mapping[int, Who], assignments: list[Assignment]) -> OfSubmission:
    reviews = [(who[row.reviewer_id], state_of(row)) for row in assignments]
    return OfSubmission(assignments[0].submission, reviews, _counts(s for _, s in reviews))


def _counts(states: Iterable[str]) -> Counts:
    found = Counter(states)
    return Counts(found[SUBMITTED], found[DRAFT], found[NOT_BEGUN])
