"""The letters to the committee."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from submissions.models import Submission
from submissions.permissions import handlers_of
from workshop.audience import Audience, declare
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import User

REVIEWER_INVITED = declare("reviews/reviewer_invited", Audience.REVIEWER)
ASSIGNMENTS_CONFIRMED = declare("reviews/assignments_confirmed", Audience.REVIEWER)
REVIEW_REMINDER = declare("reviews/review_reminder", Audience.REVIEWER)
ASSIGNMENT_DECLINED = declare("reviews/assignment_declined", Audience.ORGANIZER, Audience.DECIDER)


def declined(submission: Submission, *, by: User, reason: str, at: datetime) -> None:
    """One letter to each organizer who may know of it, or to whoever stands in for them.

    The caller holds the submission's lock.
    """
    workshop, number = submission.workshop, submission.number
    written = workshop.letters.filter(event=ASSIGNMENT_DECLINED, about=number)
    post(
        workshop,
        ASSIGNMENT_DECLINED,
        [Recipient(user.email, user.name) for user in handlers_of(submission)],
        {
            "submission": submission,
            "by": by,
            "reason": reason,
            "link": site_link(f"/{workshop.slug}/organize/reviews/{number}/"),
        },
        at=at,
        about=number,
        revision=(written.aggregate(last=Max("revision"))["last"] or 0) + 1,
    )
