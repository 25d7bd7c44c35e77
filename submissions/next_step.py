"""What an author of an accepted submission is to do next: the final paper, then the posting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from submissions.camera_ready import Readiness, readiness
from submissions.models import Submission
from submissions.permissions import can_send_camera_ready
from submissions.status import ACCEPTED
from workshop.dates import in_words
from workshop.days import days_of
from workshop.models import Deadline, Step, Workshop


@dataclass(frozen=True)
class AskedToPost:
    """Its authors are asked what may be posted: by this day, if there is one."""

    deadline: Deadline | None


@dataclass(frozen=True)
class Next:
    """One submission in an author's list; with `ready` if it is accepted."""

    submission: Submission
    ready: Readiness | None = None
    can_send: bool = False
    is_silent: bool = False

    @property
    def lacks(self) -> list[str]:
        """What is missing and can still be sent."""
        return self.ready.missing if self.ready and self.can_send else []


def asked_to_post(
    submission: Submission, deadline: Deadline | None, at: datetime
) -> AskedToPost | None:
    """Whether its authors are to be asked: as long as none has said anything, until the day."""
    past = deadline is not None and deadline.closes_at <= at
    return None if past or submission.consents.all() else AskedToPost(deadline)


def of_author(workshop: Workshop, mine: Iterable[Submission], at: datetime) -> list[Next]:
    """The list of an author, with what there is to do. The consents are fetched already."""
    due = days_of(workshop).get(Step.CAMERA_READY)
    return [
        Next(
            row,
            readiness(row),
            can_send_camera_ready(row, due, at),
            is_silent=not row.consents.all(),
        )
        if row.status in ACCEPTED
        else Next(row)
        for row in mine
    ]


def in_a_sentence(workshop: Workshop, rows: Sequence[Next], at: datetime) -> str:
    """What is most pressing of all; empty if nothing of theirs is accepted or can still change."""
    days = days_of(workshop)
    accepted = [row for row in rows if row.ready]
    lacking = [row for row in accepted if row.lacks]
    if lacking:
        lacks = ", ".join(lacking[0].lacks) if len(lacking) == 1 else "something"
        verb = "lacks" if len(lacking) == 1 else "lack"
        due = days.get(Step.CAMERA_READY)
        when = f"; camera-ready papers are due {in_words(due.closes_at)}" if due else ""
        return f"{_named(lacking)} {verb} {lacks}{when}."
    post = days.get(Step.POST)
    silent = [row for row in accepted if asked_to_post(row.submission, post, at)]
    if silent:
        which = _named(silent)
        when = f" by {in_words(post.closes_at)}" if post else ""
        wanted = "it" if len(silent) == 1 else "them"
        return (
            f"Nothing of {which[0].lower()}{which[1:]} is posted. "
            f"If you want {wanted} to be, say so{when}."
        )
    settled = accepted and not any(row.ready and row.ready.missing for row in accepted)
    return "Nothing waits for you here." if settled else ""


def _named(rows: Sequence[Next]) -> str:
    """“Submission 21”, “Submissions 3, 5 and 21”."""
    *others, last = [str(row.submission.number) for row in rows]
    return f"Submissions {', '.join(others)} and {last}" if others else f"Submission {last}"
