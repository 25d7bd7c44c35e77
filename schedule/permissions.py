"""What an organizer may see of the plan. All see every session, and not all see every talk."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from schedule.models import PresentationQuerySet, ScheduleVersion, Session
from submissions.models import Submission, SubmissionQuerySet
from submissions.status import ACCEPTED
from workshop.errors import Refused
from workshop.models import User, Workshop


def plannable(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """The accepted submissions to which this organizer may give a place: none behind a barrier."""
    rows: SubmissionQuerySet = workshop.submissions.organized_by(user)
    return rows.filter(status__in=ACCEPTED)


def planned_presentations(workshop: Workshop, user: User) -> PresentationQuerySet:
    """The talks and posters that this organizer may know of.

    Behind a barrier that is what everybody may know: what the last published version holds.
    """
    organized = workshop.submissions.organized_by(user)
    known = Q(submission=None) | Q(submission__in=organized)
    known |= Q(submission__number__in=_published(workshop.schedule_versions.last()))
    rows: PresentationQuerySet = workshop.presentations.shown()
    return rows.filter(known)


def check_handled(submission: Submission | None, user: User) -> None:
    """Raises Refused if this organizer knows of a submission only because it is published.

    Whether it may move would tell how it was decided since.
    """
    if submission and not plannable(submission.workshop, user).filter(pk=submission.pk).exists():
        raise Refused(
            f"Submission {submission.number} is not among those that you handle. "
            "Another organizer has to do this."
        )


def _published(version: ScheduleVersion | None) -> set[int]:
    sessions = version.content["sessions"] if version else []
    talks = [talk for session in sessions for talk in session["talks"]]
    return {talk["submission"] for talk in talks if talk["submission"] is not None}


def organized_session(workshop: Workshop, number: int) -> Session:
    """A session of a workshop got by `organized_workshop`: every organizer may see and move it."""
    return get_object_or_404(workshop.sessions, number=number)
