"""What authors get back: the released decision and the reviews under their labels.

Everything here was copied by a release. Nothing is read from the committee's side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from submissions.models import Release, ReleasedDecision, ReleasedReview, Submission
from submissions.status import Status

# What the numbers of a review mean, in the words that its reviewer chose from.
RATINGS = {
    5: "Top 15% of accepted papers, strong accept",
    4: "Top 50% of accepted papers, clear accept",
    3: "Marginally above the threshold",
    2: "Marginally below the threshold",
    1: "Strong rejection",
}
CONFIDENCES = {3: "Absolutely certain", 2: "Fairly confident", 1: "An educated guess"}

# Before these, and at the desk, nothing was released.
TOLD = frozenset({Status.ORAL, Status.POSTER, Status.REJECTED, Status.WITHDRAWN})


@dataclass(frozen=True)
class ReadReview:
    """A review as its authors read it."""

    label: int
    title: str
    text: str
    rating: int
    confidence: int

    @property
    def rating_in_words(self) -> str:
        return RATINGS[self.rating]

    @property
    def confidence_in_words(self) -> str:
        return CONFIDENCES[self.confidence]


@dataclass(frozen=True)
class Outcome:
    """What the last release says about a submission, with the reviews that hold."""

    decision: str
    note: str
    at: datetime
    corrected: bool
    reviews: list[ReadReview]

    @property
    def decision_in_words(self) -> str:
        return Status(self.decision).label


def outcome_of(submission: Submission) -> Outcome | None:
    """What its authors were told; nothing before the release."""
    if submission.status not in TOLD:
        return None
    told: ReleasedDecision | None = (
        submission.released_decisions.select_related("release").order_by("-release__number").first()
    )
    if told is None:
        return None
    return Outcome(
        decision=told.outcome,
        note=told.note,
        at=told.release.at,
        corrected=told.release.kind == Release.Kind.CORRECTION,
        reviews=reviews_of(submission),
    )


def reviews_of(submission: Submission) -> list[ReadReview]:
    """The reviews of the last release that had any for this submission, by their labels."""
    rows: list[ReleasedReview] = list(submission.released_reviews.order_by("release_id", "label"))
    return [
        ReadReview(row.label, row.title, row.text, row.rating, row.confidence)
        for row in rows
        if row.release_id == rows[-1].release_id
    ]
