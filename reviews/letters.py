"""The letters to the committee."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from submissions.models import Submission
from workshop.audience import Audience, declare
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import Role, User

REVIEWER_INVITED = declare("reviews/reviewer_invited", Audience.REVIEWER)
ASSIGNMENTS_CONFIRMED = declare("reviews/assignments_confirmed", Audience.REVIEWER)
REVIEW_REMINDER = declare("reviews/review_reminder", Audience.REVIEWER)
ASSIGNMENT_DECLINED = declare("reviews/assignment_declined", Audience.ORGANIZER)


def declined(submission: Submission, *, by: User, reason: str, at: datetime) -> None:
    """One letter to each organizer who may know of it. The caller holds the submission's lock."""
    workshop, number = submission.workshop, submission.number
    barred = workshop.barriers.filter(number=number).values("user")
    roles = workshop.roles.filter(kind=Role.Kind.ORGANIZER).exclude(user__in=barred)
    written = workshop.letters.filter(event=ASSIGNMENT_DECLINED, about=number)
    post(
        workshop,
        ASSIGNMENT_DECLINED,
        [Recipient(role.user.email, role.user.name) for role in roles.select_related("user")],
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
