"""How the committee reaches a submission: by an assignment, with no barrier in between."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from reviews.models import Assignment, Review
from submissions.models import Submission, SubmissionQuerySet
from workshop.models import Barrier, Role, User, Workshop


def reviewed_workshop(user: User, slug: str) -> Workshop:
    """The workshop, if this user reviews for it."""
    mine = Role.everywhere.filter(user=user, kind=Role.Kind.REVIEWER)
    return get_object_or_404(Workshop.objects.filter(pk__in=mine.values("workshop")), slug=slug)


def assigned_to(user: User, workshop: Workshop) -> SubmissionQuerySet:
    """The submissions that this reviewer reviews: confirmed, standing, and no barrier since.

    The one way from a reviewer to a submission. It takes the role too: who has lost it has lost
    the papers.
    """
    role = workshop.roles.filter(user=user, kind=Role.Kind.REVIEWER)
    confirmed = workshop.assignments.filter(
        reviewer=user, submission=OuterRef("pk"), state=Assignment.State.CONFIRMED
    )
    rows: SubmissionQuerySet = workshop.submissions.submitted().known_to(user)
    return rows.filter(Exists(role), Exists(confirmed)).exclude(Exists(Barrier.against(user)))


def assigned_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """A submission that this user reviews; anything else is as absent."""
    return get_object_or_404(assigned_to(user, workshop).for_list(), number=number)


def written_by(user: User, workshop: Workshop) -> QuerySet[Review]:
    """The reviews of this reviewer. A draft is theirs alone: an organizer who looks at the site
    as they see it is not shown it."""
    mine = workshop.reviews.filter(assignment__reviewer=user)
    return mine.filter(state=Review.State.SUBMITTED) if user.looked_at_by else mine


def assignment_of(user: User, submission: Submission) -> Assignment:
    """The reviewer's own assignment of a submission got by `assigned_submission`."""
    return submission.workshop.assignments.get(reviewer=user, submission=submission)
