"""Rows of the committee for tests: plain functions, without their steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from factories import make_user

from reviews.models import Assignment, Review
from submissions.models import Submission
from workshop.models import Role, Topic, User, Workshop

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
