"""Authors and the barriers that come with being one."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from submissions.models import Author, Submission
from workshop.models import Barrier, User


def bar_authors(submission: Submission) -> None:
    """Bar every account that has, proved or not, the address of an author, and the submitter.

    A barrier outlives a change of the authors: only an organizer may lift it.
    """
    emails = [author.email for author in submission.authors.all() if author.email]
    users = set(EmailAddress.objects.filter(email__in=emails).values_list("user", flat=True)) | set(
        User.objects.filter(email__in=emails).values_list("pk", flat=True)
    )
    if submission.submitter_id:
        users.add(submission.submitter_id)
    Barrier.everywhere.bulk_create(
        [
            Barrier(
                workshop_id=submission.workshop_id,
                user_id=user,
                number=submission.number,
                reason=Barrier.Reason.AUTHOR,
            )
            for user in users
        ],
        ignore_conflicts=True,
    )


def bar_author(user: User, email: str, at: datetime) -> None:
    """A user has proved an address: bar them from the submissions that name it."""
    written = Author.objects.filter(email=email).values_list(
        "submission__workshop", "submission__number"
    )
    Barrier.everywhere.bulk_create(
        [
            Barrier(workshop_id=workshop, user=user, number=number, reason=Barrier.Reason.AUTHOR)
            for workshop, number in written
        ],
        ignore_conflicts=True,
    )
