"""Authors and the barriers that come with being one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import connection

from submissions.models import Author, Submission
from submissions.status import Status
from workshop.models import Barrier, User


def bar_authors(submission: Submission) -> None:
    """Bar every account that has, proved or not, the address of an author, and the submitter.

    A draft bars its submitter only: whom it names is settled when it is handed in. After that a
    barrier outlives a change of the authors.
    """
    users = {submission.submitter_id} - {None}
    if submission.status != Status.DRAFT:
        emails = [author.email for author in submission.authors.all() if author.email]
        _one_at_a_time(emails)
        users |= set(EmailAddress.objects.filter(email__in=emails).values_list("user", flat=True))
        users |= set(User.objects.filter(email__in=emails).values_list("pk", flat=True))
    _bar((submission.workshop_id, user, submission.number) for user in users if user)


def bar_author(user: User, email: str, at: datetime) -> None:
    """A user has proved an address: bar them from the submissions that name it."""
    _one_at_a_time([email])
    handed_in = Author.objects.filter(email=email).exclude(submission__status=Status.DRAFT)
    named = handed_in.values_list("submission__workshop", "submission__number")
    _bar((workshop, user.pk, number) for workshop, number in named)


def _bar(rows: Iterable[tuple[int, int, int]]) -> None:
    Barrier.everywhere.bulk_create(
        [
            Barrier(workshop_id=workshop, user_id=user, number=number, reason=Barrier.Reason.AUTHOR)
            for workshop, user, number in rows
        ],
        ignore_conflicts=True,
    )


def _one_at_a_time(emails: list[str]) -> None:
    """Whoever names an address and whoever proves it wait for one another, until the commit.

    Else neither would see the other's rows and nobody would be barred. SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for email in sorted(emails):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [email])
