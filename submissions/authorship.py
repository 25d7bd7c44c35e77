"""Authors and the barriers that come with being one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import connection

from submissions.models import Author, Submission
from submissions.status import Status
from workshop import history
from workshop.history import Fact, barred
from workshop.models import Barrier, User, Workshop


def bar_authors(
    submission: Submission, at: datetime, *, began: Iterable[Fact] = (), ended: Iterable[Fact] = ()
) -> None:
    """Bar every account that has, proved or not, the address of an author, and the submitter.

    A draft bars its submitter only: whom it names is settled when it is handed in. After that a
    barrier outlives a change of the authors. `began`, `ended`: what else the step writes down.
    Together they are as many statements whether or not those who are named have accounts, which
    would tell an author who has accepted to review.
    """
    users = {submission.submitter_id}
    if submission.status != Status.DRAFT:
        emails = [author.email for author in submission.authors.all() if author.email]
        _one_at_a_time(emails)
        users |= set(EmailAddress.objects.filter(email__in=emails).values_list("user", flat=True))
        users |= set(User.objects.filter(email__in=emails).values_list("pk", flat=True))
    number = submission.number
    _bar(submission.workshop, {(user, number) for user in users if user}, at, began, ended)


def bar_author(user: User, email: str, at: datetime) -> None:
    """A user has proved an address: bar them from the submissions that name it."""
    _one_at_a_time([email])
    handed_in = Submission.everywhere.handed_in()
    naming = Author.objects.filter(email=email, submission__in=handed_in)
    named = naming.select_related("submission__workshop")
    numbers: dict[Workshop, set[tuple[int, int]]] = defaultdict(set)
    for author in named:
        numbers[author.submission.workshop].add((user.pk, author.submission.number))
    for workshop, pairs in numbers.items():
        _bar(workshop, pairs, at)


def _bar(
    workshop: Workshop,
    pairs: set[tuple[int, int]],
    at: datetime,
    began: Iterable[Fact] = (),
    ended: Iterable[Fact] = (),
) -> None:
    """Each a user and a number; those that are there already are offered as well.

    Whether somebody is left to decide on it is the sweep's to ask: an author's request takes as
    long in any case.
    """
    reason = Barrier.Reason.AUTHOR
    there = workshop.barriers.filter(number__in={number for _, number in pairs}, reason=reason)
    new = pairs - set(there.values_list("user", "number"))
    Barrier.everywhere.bulk_create(
        [
            Barrier(workshop=workshop, user_id=user, number=number, reason=reason)
            for user, number in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
    new_facts = [barred(user, number, reason) for user, number in new]
    history.note(workshop, began=[*began, *new_facts], ended=ended, at=at)


def _one_at_a_time(emails: list[str]) -> None:
    """Whoever names an address and whoever proves it wait for one another, until the commit.

    Else neither would see the other's rows and nobody would be barred. SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for email in sorted(emails):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [email])
