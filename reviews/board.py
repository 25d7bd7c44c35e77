"""The decision table: what was given to each submission, counted for one organizer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from reviews.models import Assignment, Decision, Review
from submissions.models import Submission
from submissions.status import Status
from workshop.models import Barrier, User, Workshop

SORTS = {"number", "count", "mean", "spread"}
UNDECIDED = "undecided"
SHOWN = [UNDECIDED, *(outcome.value for outcome in Decision.Outcome)]

# The strip of ratings, in the percents and pixels of its picture.
LEFT, WIDE = 6.0, 88.0
HEIGHTS = [21, 13, 5, 17, 9]


def counted_reviews(workshop: Workshop) -> QuerySet[Review]:
    """What counts and is released: handed in, still assigned, by nobody barred since."""
    return _handed_in(workshop).exclude(_is_barred())


def counted_or_read(workshop: Workshop) -> QuerySet[Review]:
    """What a correction releases: what counts, and what the authors have read under a label.

    Whatever was found about its reviewer since: authors who name others afterwards would learn by
    a review that went whose it was.
    """
    was_read = Q(assignment__label__isnull=False)
    return _handed_in(workshop).filter(was_read | ~_is_barred())


def left_out(workshop: Workshop) -> QuerySet[Review]:
    """Reviews that no longer count: a conflict of their reviewer's was found since."""
    counted = counted_reviews(workshop).order_by().values("pk")
    outside = _handed_in(workshop).exclude(pk__in=counted)
    return outside.select_related("assignment__submission")


def _is_barred() -> Exists:
    reviewer = OuterRef("assignment__reviewer")
    return Exists(Barrier.against(reviewer, "assignment__submission__number"))


def _handed_in(workshop: Workshop) -> QuerySet[Review]:
    return workshop.reviews.filter(
        state=Review.State.SUBMITTED, assignment__state=Assignment.State.CONFIRMED
    ).select_related("assignment")


@dataclass(frozen=True)
class Dot:
    """One rating on its strip; a guess is drawn hollow."""

    rating: int
    is_guess: bool
    x: float
    y: int


@dataclass(frozen=True)
class Row:
    """A submission with its ratings and the decision as it is now."""

    submission: Submission
    decision: Decision | None = None
    reviews: list[Review] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.reviews)

    @property
    def ratings(self) -> list[int]:
        return [review.rating for review in self.reviews if review.rating is not None]

    @property
    def mean(self) -> float | None:
        return sum(self.ratings) / len(self.ratings) if self.ratings else None

    @property
    def spread(self) -> int | None:
        """The highest rating less the lowest."""
        return max(self.ratings) - min(self.ratings) if self.ratings else None

    @property
    def mean_x(self) -> float:
        return place(self.mean or 0)

    @property
    def dots(self) -> list[Dot]:
        """The ratings in their order; the same ones stand above each other."""
        dots: list[Dot] = []
        for review in sorted(self.reviews, key=lambda review: -(review.rating or 0)):
            rating = review.rating or 0
            below = sum(dot.rating == rating for dot in dots)
            is_guess = review.confidence == Review.Confidence.GUESS
            dots.append(Dot(rating, is_guess, place(rating), HEIGHTS[below % len(HEIGHTS)]))
        return dots

    @property
    def spoken(self) -> str:
        """The strip in words."""
        if not self.dots:
            return "No ratings yet"
        said = ", ".join(f"{dot.rating}{' (a guess)' if dot.is_guess else ''}" for dot in self.dots)
        return f"Ratings {said}; mean {self.mean:.1f}"

    @property
    def outcome(self) -> str:
        """What was decided, or released; empty if nothing is."""
        if self.is_released:
            return self.submission.status
        return self.decision.outcome if self.decision else ""

    @property
    def version(self) -> int:
        return self.decision.version if self.decision else 0

    @property
    def is_released(self) -> bool:
        return self.submission.status != Status.SUBMITTED


def place(rating: float) -> float:
    """Where a rating stands on its strip, from 1 on the left to 5 on the right."""
    return round(LEFT + WIDE * (rating - 1) / 4, 2)


def rows(workshop: Workshop, user: User) -> list[Row]:
    """Every standing submission that this organizer may see, by its number."""
    standing = workshop.submissions.organized_by(user).submitted()
    # A table of hundreds does without the words of their reviews.
    reviews = counted_reviews(workshop).defer("text", "note")
    return _joined(
        standing.select_related("kind").prefetch_related("authors"),
        workshop.decisions.all(),
        reviews,
    )


def row_of(submission: Submission) -> Row:
    """One submission that its reader may see, with who wrote the reviews."""
    workshop = submission.workshop
    reviews = counted_reviews(workshop).filter(assignment__submission=submission)
    [row] = _joined(
        [submission],
        workshop.decisions.filter(submission=submission).select_related("decided_by"),
        reviews.select_related("assignment__reviewer"),
    )
    return row


def _joined(
    submissions: Iterable[Submission], decisions: Iterable[Decision], reviews: Iterable[Review]
) -> list[Row]:
    made = {decision.submission_id: decision for decision in decisions}
    table = {each.pk: Row(each, made.get(each.pk)) for each in submissions}
    for review in reviews:
        if review.assignment.submission_id in table:
            table[review.assignment.submission_id].reviews.append(review)
    return list(table.values())


def tabs(table: Iterable[Row]) -> dict[str, int]:
    """How many there are of each, for the links between them."""
    counts = dict.fromkeys(["all", *SHOWN], 0)
    for row in table:
        counts["all"] += 1
        counts[row.outcome or UNDECIDED] += 1
    return counts


def shown(table: Iterable[Row], which: str, sort: str) -> list[Row]:
    """The rows of a tab, in order. `sort` is one of SORTS, with a hyphen for the highest first.

    What has no ratings comes last either way.
    """
    kept = [row for row in table if which not in SHOWN or (row.outcome or UNDECIDED) == which]
    key = sort.removeprefix("-")
    kept.sort(key=lambda row: row.submission.number)
    if key == "number":
        return kept[::-1] if sort.startswith("-") else kept
    sign = -1 if sort.startswith("-") else 1
    return sorted(kept, key=lambda row: _rank(getattr(row, key), sign))


def _rank(value: float | None, sign: int) -> tuple[bool, float]:
    return value is None, sign * (value or 0)
