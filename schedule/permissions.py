"""What an organizer may see of the plan. All see every session, and not all see every talk."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.shortcuts import get_object_or_404

from schedule.models import PresentationQuerySet, Session
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

    Behind a barrier that is what everybody may know: what has been published.
    """
    organized, out = workshop.submissions.organized_by(user), _published(workshop)
    known = Q(submission=None) | Q(submission__in=organized) | Q(submission__number__in=out)
    return standing_presentations(workshop, out).filter(known)


def standing_presentations(
    workshop: Workshop, out: Collection[int] | None = None
) -> PresentationQuerySet:
    """All that are accepted, and the places of those that were when they were published.

    Such a place stays empty until somebody clears it: the others keep their times and boards.
    """
    out = _published(workshop) if out is None else out
    rows: PresentationQuerySet = workshop.presentations.standing(out)
    return rows


def check_handled(submission: Submission | None, user: User) -> None:
    """Raises Refused if this organizer knows of a submission only because it is published.

    Whether it may move would tell how it was decided since.
    """
    if submission is None:
        return
    handled = submission.workshop.submissions.organized_by(user)
    if not handled.filter(pk=submission.pk).exists():
        raise Refused(
            f"Submission {submission.number} is not among those that you handle. "
            "Another organizer has to do this."
        )


def _published(workshop: Workshop) -> set[int]:
    """The submissions that were in any version: what has been public stays known."""
    contents = workshop.schedule_versions.values_list("content", flat=True)
    sessions = [session for content in contents for session in content["sessions"]]
    talks = [talk for session in sessions for talk in session["talks"]]
    return {talk["submission"] for talk in talks if talk["submission"] is not None}


def organized_session(workshop: Workshop, number: int) -> Session:
    """A session of a workshop got by `organized_workshop`: every organizer may see and move it."""
    return get_object_or_404(workshop.sessions, number=number)
