"""The letters to the committee."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from reviews.roster import called_here
from submissions.deciders import deciders_of
from submissions.models import Submission
from submissions.permissions import handlers_of
from workshop.audience import Audience, declare
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import User
from workshop.organizers import Organizer, organizers_of

REVIEWER_INVITED = declare("reviews/reviewer_invited", Audience.REVIEWER)
ASSIGNMENTS_CONFIRMED = declare("reviews/assignments_confirmed", Audience.REVIEWER)
REVIEW_REMINDER = declare("reviews/review_reminder", Audience.REVIEWER)
ASSIGNMENT_DECLINED = declare("reviews/assignment_declined", Audience.ORGANIZER, Audience.DECIDER)


def declined(submission: Submission, *, by: User, reason: str, at: datetime) -> None:
    """One letter to each organizer who may know of it, or to whoever stands in for them.

    Each where they were invited, as the others know them. The letter of an outside decider is
    private, as all of theirs about a submission. The caller holds the submission's lock.
    """
    workshop, number = submission.workshop, submission.number
    organizers = {row.user_id: row for row in organizers_of(workshop)}
    known = {row.user_id: row for row in deciders_of(workshop)} | organizers
    to = [_recipient(user, known.get(user.pk)) for user in handlers_of(submission)]
    written = workshop.letters.filter(event=ASSIGNMENT_DECLINED, about=number)
    post(
        workshop,
        ASSIGNMENT_DECLINED,
        to,
        {
            "submission": submission,
            "by": called_here(workshop, by),
            "reason": reason,
            "link": site_link(f"/{workshop.slug}/organize/reviews/{number}/"),
        },
        at=at,
        about=number,
        revision=(written.aggregate(last=Max("revision"))["last"] or 0) + 1,
        is_private=workshop.submissions.without_an_organizer().filter(pk=submission.pk).exists(),
    )


def _recipient(user: User, known: Organizer | None) -> Recipient:
    return Recipient(known.address, known.name) if known else Recipient(user.email, user.name)
