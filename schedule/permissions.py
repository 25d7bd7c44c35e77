"""What an organizer may see of the plan. All see every session, and not all see every talk."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from schedule.models import PresentationQuerySet, Session
from submissions.models import Submission, SubmissionQuerySet
from submissions.status import ACCEPTED
from workshop.errors import Refused
from workshop.models import Barrier, User, Workshop


def plannable(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """The accepted submissions to which this user may give a place: none behind a barrier."""
    rows: SubmissionQuerySet = workshop.submissions.organized_by(user)
    return rows.filter(status__in=ACCEPTED)


def accepted_submission(user: User, workshop: Workshop, number: int) -> Submission:
    """One of those, with its workshop; anything else is as absent."""
    return get_object_or_404(plannable(workshop, user).select_related("workshop"), number=number)


def planned_presentations(
    workshop: Workshop, user: User, *, is_out: bool | None = None
) -> PresentationQuerySet:
    """The talks and posters that this organizer may plan with: none behind a barrier."""
    mine = Q(submission=None) | Q(submission__in=workshop.submissions.organized_by(user))
    return standing_presentations(workshop, is_out=is_out).filter(mine)


def standing_presentations(
    workshop: Workshop, *, is_out: bool | None = None
) -> PresentationQuerySet:
    """What has a place: all that are accepted; once a version is out, those that were, too.

    Such a place stays empty until somebody clears it: the others keep their times and boards.
    """
    rows: PresentationQuerySet = workshop.presentations.all()
    is_out = workshop.schedule_versions.exists() if is_out is None else is_out
    return rows if is_out else rows.accepted()


def check_may_change(session: Session, user: User) -> None:
    """Raises Refused if something is published in a session that this organizer may not handle.

    It goes by what is public: what is planned meanwhile must not be told.
    """
    version = session.workshop.schedule_versions.last()
    frozen = version.content["sessions"] if version else []
    talks = [talk for each in frozen if each["number"] == session.number for talk in each["talks"]]
    hidden = set(Barrier.numbers(session.workshop, user))
    for talk in talks:
        if talk["submission"] in hidden:
            raise Refused(
                f"Submission {talk['submission']} is not among those that you handle. "
                "Another organizer has to do this."
            )


def organized_session(workshop: Workshop, number: int) -> Session:
    """A session of a workshop got by `organized_workshop`: every organizer may see and move it."""
    return get_object_or_404(workshop.sessions, number=number)
