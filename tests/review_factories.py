"""Rows of the committee for tests: plain functions, without their steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from factories import make_user

from reviews.models import Assignment, Review
from submissions.models import Release, ReleasedDecision, Submission
from workshop.models import Barrier, Role, Topic, User, Workshop

CONFIRMED = Assignment.State.CONFIRMED


def make_reviewer(
    workshop: Workshop,
    email: str = "",
    name: str = "",
    topics: Sequence[Topic] = (),
    load: int = 4,
) -> User:
    """Someone who has accepted to review: the role and the profile."""
    user = make_user(email, name)
    workshop.roles.create(user=user, kind=Role.Kind.REVIEWER)
    profile = workshop.reviewer_profiles.create(user=user, load=load)
    profile.topics.set(topics)
    return user


def assign(submission: Submission, reviewer: User, state: str = CONFIRMED) -> Assignment:
    at = timezone.now()
    return submission.workshop.assignments.create(
        submission=submission,
        reviewer=reviewer,
        state=state,
        assigned_at=at,
        confirmed_at=at if state == CONFIRMED else None,
    )


def make_review(assignment: Assignment, rating: int = 4, **facts: Any) -> Review:
    """A submitted review, whole unless a fact says otherwise."""
    at = timezone.now()
    return assignment.workshop.reviews.create(
        assignment=assignment,
        **{
            "state": Review.State.SUBMITTED,
            "title": "A sound paper",
            "text": "The argument holds.",
            "rating": rating,
            "confidence": 2,
            "note": "",
            "saved_at": at,
            "submitted_at": at,
            **facts,
        },
    )


def bar(user: User, submission: Submission) -> None:
    """A declared conflict and its barrier."""
    workshop, at = submission.workshop, timezone.now()
    workshop.conflicts.create(user=user, submission=submission, source="declared", found_at=at)
    reason = Barrier.Reason.CONFLICT
    workshop.barriers.create(user=user, number=submission.number, reason=reason)


def release(submission: Submission, outcome: str = "poster") -> None:
    """The decision on one submission as a release leaves it, without the reviews."""
    workshop, n = submission.workshop, submission.workshop.releases.count() + 1
    row = workshop.releases.create(number=n, kind=Release.Kind.DECISIONS, at=timezone.now())
    ReleasedDecision.objects.create(release=row, submission=submission, outcome=outcome)
    workshop.submissions.filter(pk=submission.pk).update(status=outcome)
