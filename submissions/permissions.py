"""Who may do what with a submission. Fetch and check are one call."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from submissions.models import Submission
from submissions.status import ACCEPTED, Status
from workshop.models import Deadline, Role, User, Workshop
from workshop.permissions import handled_workshop


def own_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission of which this user is an author."""
    return get_object_or_404(workshop.submissions.authored_by(user).for_list(), number=number)


def organized_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission that this user may handle as an organizer."""
    return get_object_or_404(workshop.submissions.organized_by(user).for_list(), number=number)


def handlers_of(submission: Submission) -> list[User]:
    """Who may handle it: its organizers, or the outside deciders who stand in for them."""
    kinds = [Role.Kind.ORGANIZER, Role.Kind.DECIDER]
    roles = submission.workshop.roles.filter(kind__in=kinds)
    it = Submission.everywhere.filter(pk=submission.pk)
    theirs = it.organized_by(OuterRef(OuterRef("pk")))
    return list(User.objects.filter(Exists(theirs), pk__in=roles.values("user")).order_by("pk"))


def handled_board(user: User, slug: str) -> Workshop:
    """The workshop, for who assigns reviewers in it: an outside decider who has what to assign.

    Without anything of their own that waits for its decision they see nobody of the committee.
    """
    theirs = Submission.everywhere.organized_by(user).filter(status=Status.SUBMITTED)
    waiting = Exists(theirs.filter(workshop=OuterRef("pk")))
    return handled_workshop(user, slug, outside_if=waiting)


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
