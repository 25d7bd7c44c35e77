"""Who may do what with a submission. Fetch and check are one call."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404

from submissions.models import Submission
from submissions.status import ACCEPTED, Status
from workshop.models import Deadline, User, Workshop


def own_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission of which this user is an author."""
    return get_object_or_404(workshop.submissions.authored_by(user).for_list(), number=number)


def organized_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission that this user may handle as an organizer."""
    return get_object_or_404(workshop.submissions.organized_by(user).for_list(), number=number)


def own_accepted(user: User, workshop: Workshop, number: int) -> Submission:
    """An accepted submission of which this user is an author."""
    mine = workshop.submissions.authored_by(user).for_list()
    return get_object_or_404(mine.filter(status__in=ACCEPTED), number=number)


def can_edit_submission(submission: Submission, deadline: Deadline | None, at: datetime) -> bool:
    """An author may: a draft or a submitted one, while the call is open."""
    return (
        submission.status in {Status.DRAFT, Status.SUBMITTED}
        and deadline is not None
        and deadline.is_open(at)
    )


def can_send_camera_ready(submission: Submission, deadline: Deadline | None, at: datetime) -> bool:
    """An author may: from the release on until the deadline, if there is one."""
    return submission.status in ACCEPTED and (deadline is None or at < deadline.closes_at)


def can_withdraw_submission(submission: Submission) -> bool:
    return submission.status in {Status.DRAFT, Status.SUBMITTED, Status.ORAL, Status.POSTER}
