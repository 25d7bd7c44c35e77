"""How far the committee has come: invited, accepted, declined, and how many are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from reviews.roster import LOAD, Reviewer
from workshop.days import days_of
from workshop.models import Step, User, Workshop


@dataclass(frozen=True)
class Recruitment:
    """People, but for `submissions`; `wanted` are the reviewers for each, `load` is a mean."""

    accepted: int
    waiting: int
    declined: int
    submissions: int
    wanted: int
    load: float
    # While the call is open there may be more.
    is_so_far: bool

    @property
    def invited(self) -> int:
        return self.accepted + self.waiting + self.declined

    @property
    def needed(self) -> int:
        """Enough for every paper at the loads of those who have accepted, and never fewer than
        one paper takes."""
        if not self.submissions:
            return 0
        return max(self.wanted, ceil(self.submissions * self.wanted / self.load))

    @property
    def short(self) -> int:
        return max(0, self.needed - self.accepted)


def of(
    workshop: Workshop,
    user: User,
    reviewers: Sequence[Reviewer],
    *,
    waiting: int,
    declined: int,
    wanted: int,
    at: datetime,
) -> Recruitment:
    """Counted are the submissions that this organizer may count."""
    deadline = days_of(workshop).get(Step.SUBMIT)
    return Recruitment(
        accepted=len(reviewers),
        waiting=waiting,
        declined=declined,
        submissions=workshop.submissions.counted_for(user).submitted().count(),
        wanted=wanted,
        load=sum(one.load for one in reviewers) / len(reviewers) if reviewers else LOAD,
        is_so_far=deadline is None or deadline.closes_at > at,
    )


# Labels stand at the left, numbers behind the bars.
LEFT, WIDE, PITCH = 24.0, 66.0, 27


@dataclass(frozen=True)
class Bar:
    """A row of the picture: across in percent, down in pixels."""

    label: str
    count: int
    look: str
    x: str
    width: str
    end: str
    y: int


def bars(now: Recruitment) -> list[Bar]:
    rows = [
        ("Invited", now.invited, "c-half"),
        ("Accepted", now.accepted, "c-full"),
        ("Declined", now.declined, "c-half"),
    ]
    if now.submissions:
        rows.append(("Needed", now.needed, "c-none"))
    most = max(1, *(count for _, count, _ in rows))
    return [
        _bar(label, count, look, WIDE * count / most, n * PITCH)
        for n, (label, count, look) in enumerate(rows)
    ]


def _bar(label: str, count: int, look: str, width: float, y: int) -> Bar:
    return Bar(label, count, look, f"{LEFT:.0f}%", f"{width:.2f}%", f"{LEFT + width:.2f}%", y)
