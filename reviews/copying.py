"""What a release copies to the authors' side, and under which labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from random import Random

from reviews.models import Assignment, Decision, Review
from submissions.models import Release, ReleasedDecision, ReleasedReview, Submission
from submissions.outcome import ReadReview
from workshop.models import Workshop

Reviews = Mapping[int, Sequence[Review]]
Decisions = Mapping[int, Decision]


def by_submission(reviews: Iterable[Review]) -> dict[int, list[Review]]:
    """The reviews of each submission, by its key."""

    def submission_of(review: Review) -> int:
        return review.assignment.submission_id

    ordered = sorted(reviews, key=submission_of)
    return {key: list(group) for key, group in groupby(ordered, submission_of)}


def draw_labels(workshop: Workshop, reviews: Reviews, chance: Random) -> None:
    """Give every review without a label one that nobody can foresee; it keeps it for good.

    A number that was given once is never given again: a later review gets a higher one.
    """
    drawn: list[Assignment] = []
    highest = _highest_labels(workshop, reviews)
    for submission, group in reviews.items():
        new = [review.assignment for review in group if review.assignment.label is None]
        first = highest.get(submission, 0) + 1
        labels = list(range(first, first + len(new)))
        chance.shuffle(labels)
        for assignment, label in zip(new, labels, strict=True):
            assignment.label = label
        drawn += new
    Assignment.everywhere.bulk_update(drawn, ["label"])


def _highest_labels(workshop: Workshop, reviews: Reviews) -> dict[int, int]:
    given = workshop.assignments.filter(submission__in=reviews, label__isnull=False)
    return dict(given.order_by("label").values_list("submission", "label"))  # type: ignore[arg-type]


def copy(
    release: Release, submissions: Iterable[Submission], decisions: Decisions, reviews: Reviews
) -> None:
    """The rows that authors will read, by number and label: their order tells nothing else."""
    ordered = sorted(submissions, key=lambda row: row.number)
    ReleasedDecision.objects.bulk_create(
        ReleasedDecision(
            release=release,
            submission=row,
            outcome=decisions[row.pk].outcome,
            note=decisions[row.pk].note,
        )
        for row in ordered
    )
    ReleasedReview.objects.bulk_create(
        ReleasedReview(
            release=release,
            submission=row,
            label=read.label,
            title=read.title,
            text=read.text,
            rating=read.rating,
            confidence=read.confidence,
        )
        for row in ordered
        for read in as_read(reviews.get(row.pk, []))
    )


def as_read(reviews: Iterable[Review]) -> list[ReadReview]:
    """Reviews as their authors read them, by their labels, which have been drawn."""
    found = [
        ReadReview(
            label=review.assignment.label or 0,
            title=review.title,
            text=review.text,
            rating=review.rating or 0,
            confidence=review.confidence or 0,
        )
        for review in reviews
    ]
    return sorted(found, key=lambda review: review.label)
