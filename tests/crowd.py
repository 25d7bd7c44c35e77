"""A workshop with hundreds of submissions and thousands of reviews: rows, a statement a table.

For the test of a big release and for the bench. Nobody's address is proved but of those who
sign in; the papers' files are not there unless `keys` names some.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from factories import make_organizer, make_user, make_workshop
from review_factories import make_reviewer

from reviews.models import Assignment, Review, ReviewerProfile
from submissions.authorship import bar_authors
from submissions.models import Author, PaperVersion, Submission
from submissions.status import Status
from workshop.models import Role, User, Workshop

AUTHORS, REVIEWS = 3, 3
TEXT = "What is new here is clear, and what it rests on is said. The figures could be larger. " * 6


@dataclass
class Crowd:
    """`author` has sent submission 1, `reviewer` reviews it."""

    workshop: Workshop
    organizer: User
    author: User
    reviewer: User


def make_crowd(
    slug: str,
    submissions: int,
    *,
    call: str = "closed",
    state: str = Review.State.SUBMITTED,
    keys: Sequence[str] = (),
) -> Crowd:
    """Everything sent and assigned; every review in this state."""
    workshop = make_workshop(slug, call=call)
    crowd = Crowd(
        workshop,
        make_organizer(workshop, f"organizer@{slug}.example", "Olga Organizer"),
        make_user(f"author@{slug}.example", "Ada Author"),
        make_reviewer(workshop, f"reviewer@{slug}.example", "Rhea Viewer"),
    )
    at = timezone.now()
    rows = _submissions(crowd, submissions, at)
    bar_authors(rows[0], at)
    if keys:
        _papers(rows, keys, at)
    _reviews(workshop, rows, [crowd.reviewer, *_committee(workshop, slug, submissions)], state, at)
    return crowd


def _submissions(crowd: Crowd, count: int, at: datetime) -> list[Submission]:
    workshop = crowd.workshop
    kinds = list(workshop.kinds.all())
    rows = Submission.everywhere.bulk_create(
        Submission(
            workshop=workshop,
            number=n,
            status=Status.SUBMITTED,
            title=f"On the Assignment of Credit to Very Small Things, Part {n}",
            abstract=TEXT,
            kind=kinds[n % len(kinds)],
            submitter=crowd.author if n == 1 else None,
            begun_at=at,
            saved_at=at,
            submitted_at=at,
        )
        for n in range(1, count + 1)
    )
    Author.objects.bulk_create(
        _author(crowd, row, n) for row in rows for n in range(1, AUTHORS + 1)
    )
    topics = [topic.pk for topic in workshop.topics.all()]
    links = Submission.topics.through
    links._default_manager.bulk_create(
        links(submission_id=row.pk, topic_id=topics[row.number % len(topics)]) for row in rows
    )
    return rows


def _author(crowd: Crowd, submission: Submission, position: int) -> Author:
    who = f"author{submission.number}-{position}"
    mine = (submission.number, position) == (1, 1)
    return Author(
        submission=submission,
        position=position,
        name=f"Author {submission.number} {position}",
        email=crowd.author.email if mine else f"{who}@place{submission.number % 97}.example",
        affiliation=f"University of Place {submission.number % 97}",
        is_corresponding=position == 1,
        is_presenter=position == 1,
    )


def _papers(rows: Sequence[Submission], keys: Sequence[str], at: datetime) -> None:
    PaperVersion.objects.bulk_create(
        make_version(row, key, at) for row, key in zip(rows, itertools.cycle(keys), strict=False)
    )


def make_version(
    row: Submission,
    key: str,
    at: datetime,
    *,
    part: str = PaperVersion.Part.REVIEW,
    number: int = 1,
) -> PaperVersion:
    """Not saved. The file is the one under this key."""
    return PaperVersion(
        submission=row,
        part=part,
        number=number,
        file=key,
        name="paper.pdf",
        size=1000,
        sha256="0" * 64,
        received_at=at,
        finding=PaperVersion.Finding.FINE,
        pages=4,
    )


def _committee(workshop: Workshop, slug: str, submissions: int) -> list[User]:
    """As many reviewers as give each some eighteen reviews, six at least."""
    users = User.objects.bulk_create(
        User(email=f"reviewer{n}@{slug}.example", name=f"Reviewer {n}", password="!")
        for n in range(max(5, submissions // 6 - 1))
    )
    kind = Role.Kind.REVIEWER
    Role.everywhere.bulk_create(Role(workshop=workshop, user=user, kind=kind) for user in users)
    ReviewerProfile.everywhere.bulk_create(
        ReviewerProfile(workshop=workshop, user=user, load=20) for user in users
    )
    return users


def _reviews(
    workshop: Workshop, rows: list[Submission], users: list[User], state: str, at: datetime
) -> None:
    """By three each, in turn."""
    turn = itertools.cycle(users)
    given = Assignment.everywhere.bulk_create(
        Assignment(
            workshop=workshop,
            submission=row,
            reviewer=next(turn),
            state=Assignment.State.CONFIRMED,
            assigned_at=at,
            confirmed_at=at,
        )
        for row in rows
        for _ in range(REVIEWS)
    )
    Review.everywhere.bulk_create(
        Review(
            workshop=workshop,
            assignment=assignment,
            state=state,
            title="Sound, and well written",
            text=TEXT,
            rating=1 + n % 5,
            confidence=1 + n % 3,
            note="Would fit the session on learning.",
            saved_at=at,
            submitted_at=at if state == Review.State.SUBMITTED else None,
        )
        for n, assignment in enumerate(given)
    )
