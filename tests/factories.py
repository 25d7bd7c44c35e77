"""Rows for tests: plain functions with sensible facts, any of which a test may name."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.utils import timezone

from submissions.authorship import bar_author, bar_authors
from submissions.models import PaperVersion, Submission
from submissions.status import Status
from workshop.dates import end_of_day
from workshop.models import Role, Step, User, Workshop

_counter = itertools.count(1)

ZONE = ZoneInfo("Europe/Stockholm")
# A moment in the middle of an open call, for tests that hand time in.
AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def make_user(email: str = "", name: str = "", **facts: Any) -> User:
    """An account whose address is verified."""
    n = next(_counter)
    email = email or f"person{n}@example.org"
    user = User.objects.create_user(email, name=name or f"Person {n}", **facts)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    bar_author(user, email, timezone.now())
    return user


def make_workshop(
    slug: str = "", *, call: str = "open", at: datetime | None = None, **facts: Any
) -> Workshop:
    """A workshop whose call is `preparing`, `open` or `closed` at `at` (now unless told)."""
    at = at or timezone.now()
    slug = slug or f"workshop-{next(_counter)}"
    closes = end_of_day((at + timedelta(days=20)).date())
    if call == "closed":
        closes = at - timedelta(days=2)
    first = (at + timedelta(days=60)).astimezone(ZONE).date()
    workshop = Workshop.objects.create(
        slug=slug,
        **{
            "title": f"Workshop {slug}",
            "short_name": slug.title(),
            "first_day": first,
            "last_day": first + timedelta(days=1),
            "zone": ZONE.key,
            "place": "Stockholm, Sweden",
            "announced_at": None if call == "preparing" else at - timedelta(days=30),
            **facts,
        },
    )
    workshop.kinds.create(name="Short paper", page_limit=4, position=1)
    workshop.kinds.create(name="Long paper", page_limit=8, position=2)
    workshop.topics.create(name="Learning", position=1)
    workshop.topics.create(name="Memory", position=2)
    opens = None if call == "preparing" else at - timedelta(days=30)
    workshop.deadlines.create(step=Step.SUBMIT, opens_at=opens, closes_at=closes)
    for n, step in enumerate(list(Step)[2:], start=2):
        workshop.deadlines.create(step=step, closes_at=closes + timedelta(days=2 * n))
    return workshop


def make_organizer(workshop: Workshop, email: str = "", name: str = "") -> User:
    user = make_user(email, name)
    workshop.roles.create(user=user, kind=Role.Kind.ORGANIZER)
    return user


def make_submission(
    workshop: Workshop,
    by: User | None = None,
    *,
    status: str = Status.SUBMITTED,
    authors: list[str] | None = None,
    paper: bool = False,
    **facts: Any,
) -> Submission:
    """A submission as rows, without its step: no letters, no entry. Authors are addresses."""
    n = workshop.submissions.count() + 1
    at = timezone.now()
    submission = workshop.submissions.create(
        **{
            "number": n,
            "status": status,
            "title": f"On Paper {n}",
            "abstract": f"What we found about {n}.",
            "kind": workshop.kinds.first(),
            "submitter": by,
            "begun_at": at,
            "saved_at": at,
            "submitted_at": None if status == Status.DRAFT else at,
            **facts,
        }
    )
    addresses = authors if authors is not None else [by.email if by else f"author{n}@example.org"]
    for position, email in enumerate(addresses, start=1):
        submission.authors.create(
            position=position,
            name=f"Author {email.partition('@')[0]}",
            email=email,
            affiliation="Example University",
            is_corresponding=position == 1,
            is_presenter=position == 1,
        )
    bar_authors(submission, timezone.now())
    if paper:
        make_paper(submission)
    return submission


def make_paper(submission: Submission, *, pages: int = 4) -> PaperVersion:
    from django.core.files.base import ContentFile

    body = _pdf(submission.title, pages)
    return submission.papers.create(
        number=submission.papers.count() + 1,
        file=ContentFile(body, "paper.pdf"),
        name="paper.pdf",
        size=len(body),
        sha256="0" * 64,
        received_at=timezone.now(),
        finding=PaperVersion.Finding.FINE,
        pages=pages,
    )


@cache
def _pdf(title: str, pages: int) -> bytes:
    """Made once: most papers of the tests are “On Paper 1”."""
    from submissions.papers.sample import sample_pdf

    return sample_pdf(title, pages=pages)


def days_from(day: date, n: int) -> date:
    return day + timedelta(days=n)
