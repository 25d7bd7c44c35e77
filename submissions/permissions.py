"""Who may do what with a submission. Fetch and check are one call."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404

from submissions.models import Submission
from submissions.status import Status
from workshop.models import Deadline, User, Workshop


def own_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission of which this user is an author."""
    return get_object_or_404(workshop.submissions.authored_by(user).for_list(), number=number)


def organized_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission that this user may handle as an organizer."""
    return get_object_or_404(workshop.submissions.organized_by(user).for_list(), number=number)


def can_edit_submission(submission: Submission, deadline: Deadline | None, at: datetime) -> bool:
    """An author may: a draft or a submitted one, while the call is open."""
    return (
        submission.status in {Status.DRAFT, Status.SUBMITTED}
        and deadline is not None
        and deadline.is_open(at)
    )


def can_withdraw_submission(submission: Submission) -> bool:
    return submission.status in {Status.DRAFT, Status.SUBMITTED, Status.ORAL, Status.POSTER}
