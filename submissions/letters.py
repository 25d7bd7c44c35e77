"""The letters about submissions: one to every author."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from submissions.models import Submission
from submissions.status import Status
from workshop.audience import Audience, declare
from workshop.http import site_link
from workshop.letters import Recipient, send, write
from workshop.models import Letter

SUBMITTED = declare("submissions/submitted", Audience.AUTHOR)
REVISED = declare("submissions/revised", Audience.AUTHOR)
WITHDRAWN = declare("submissions/withdrawn", Audience.AUTHOR)
ADDED_LATE = declare("submissions/added_late", Audience.AUTHOR)
DESK_REJECTED = declare("submissions/desk_rejected", Audience.AUTHOR)
PAPER_UNREADABLE = declare("submissions/paper_unreadable", Audience.AUTHOR)
CALL_EXTENDED = declare("submissions/call_extended", Audience.AUTHOR)
DECISION_RELEASED = declare("submissions/decision_released", Audience.AUTHOR)
DECISION_CORRECTED = declare("submissions/decision_corrected", Audience.AUTHOR)
CONSENT_CHANGED = declare("submissions/consent_changed", Audience.AUTHOR)
CAMERA_READY_SAVED = declare("submissions/camera_ready_saved", Audience.AUTHOR)
CAMERA_READY_REMINDER = declare("submissions/camera_ready_reminder", Audience.AUTHOR)
CHANGE_PROPOSED = declare("submissions/change_proposed", Audience.AUTHOR)
CHANGE_ANSWERED = declare("submissions/change_answered", Audience.AUTHOR)


def to_authors(
    submission: Submission, event: str, *, at: datetime, revision: int, **context: Any
) -> None:
    """One letter to each author who has an address."""
    send(for_authors(submission, event, at=at, revision=revision, **context))


def recipients_of(submission: Submission) -> list[Recipient]:
    """Its authors, as far as they have addresses."""
    return [Recipient(a.email, a.name) for a in submission.authors.all() if a.email]


def for_authors(
    submission: Submission,
    event: str,
    *,
    at: datetime,
    revision: int,
    former: Iterable[Recipient] = (),
    **context: Any,
) -> list[Letter]:
    """The letters to the authors, and to whoever was one, not sent yet."""
    now = recipients_of(submission)
    known = {recipient.email for recipient in now}
    recipients = [*now, *(before for before in former if before.email not in known)]
    return _write(submission, event, recipients, context, at=at, revision=revision)


def to_drafter(
    submission: Submission, event: str, *, at: datetime, revision: int, **context: Any
) -> None:
    """One letter to whoever began the draft: the others may not know of it yet."""
    if submission.submitter:
        recipient = Recipient(submission.submitter.email, submission.submitter.name)
        send(_write(submission, event, [recipient], context, at=at, revision=revision))


def _write(
    submission: Submission,
    event: str,
    recipients: list[Recipient],
    context: dict[str, Any],
    *,
    at: datetime,
    revision: int,
) -> list[Letter]:
    return write(
        submission.workshop,
        event,
        recipients,
        {
            "submission": submission,
            "authors": list(submission.authors.all()),
            "link": site_link(submission.get_absolute_url()),
            **context,
        },
        at=at,
        about=submission.number,
        is_private=submission.status == Status.DRAFT,
        revision=revision,
    )
