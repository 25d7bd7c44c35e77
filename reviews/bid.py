"""Step 3: bids. A reviewer says which submissions they would like to review, until they have any.

What was bid is between the reviewer and the organizers who handle the submission. The entries say
that somebody bid, never what, and are read by nobody: how many there are would tell of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists
from django.http import Http404

from reviews.conflicts import declarable, may_take_back
from reviews.models import Bid
from submissions.models import Submission, SubmissionQuerySet
from workshop import dates, journal
from workshop.errors import Refused
from workshop.models import Barrier, Deadline, Role, Step, User, Workshop

# By the number of a submission; nothing takes a bid back.
Bids = Mapping[int, int | None]


def biddable(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """What a reviewer may bid on: what they may declare a conflict with, and have none with."""
    role = workshop.roles.filter(user=user, kind=Role.Kind.REVIEWER)
    rows: SubmissionQuerySet = declarable(workshop, user).filter(Exists(role))
    return rows.exclude(Exists(Barrier.against(user)))


def bids_of(workshop: Workshop, user: User) -> dict[int, int]:
    """A reviewer's own bids on what they may bid on, by the number of the submission."""
    rows = workshop.bids.filter(user=user, submission__in=biddable(workshop, user))
    return dict(rows.values_list("submission__number", "value"))


def deadline_of(workshop: Workshop) -> Deadline | None:
    return dates.deadline_of(workshop, Step.ASSIGN)


def is_open(workshop: Workshop, user: User, at: datetime, deadline: Deadline | None) -> bool:
    """Until the deadline of the assignment, if there is one, and until they have papers."""
    in_time = deadline is None or at < deadline.closes_at
    return in_time and may_take_back(workshop, user)


def to_bid_on(workshop: Workshop, user: User, at: datetime) -> int:
    """How many submissions wait for their bid; none once bidding is over."""
    may = is_open(workshop, user, at, deadline_of(workshop))
    return biddable(workshop, user).count() if may else 0


@transaction.atomic
def place(workshop: Workshop, bids: Bids, *, by: User, at: datetime) -> int:
    """Place, change or take back these bids; how many differ from what they were.

    A bid is one person's own: the last one holds. One on what they may not bid on is a Http404,
    and nothing is saved.
    """
    deadline = workshop.deadlines.select_for_update().filter(step=Step.ASSIGN).first()
    if not is_open(workshop, by, at, deadline):
        raise Refused("Bidding is over. Nothing was saved; what you bid before stays.")
    rows = {row.number: row for row in biddable(workshop, by).filter(number__in=bids)}
    if len(rows) < len(bids):
        raise Http404
    before = bids_of(workshop, by)
    changed = {number: value for number, value in bids.items() if before.get(number) != value}
    _save(workshop, {rows[number]: value for number, value in changed.items()}, by, at)
    _note(workshop, changed, by, at)
    return len(changed)


def _save(
    workshop: Workshop, bids: Mapping[Submission, int | None], by: User, at: datetime
) -> None:
    gone = [row for row, value in bids.items() if value is None]
    workshop.bids.filter(user=by, submission__in=gone).delete()
    Bid.everywhere.bulk_create(
        [
            Bid(workshop=workshop, user=by, submission=row, value=value, placed_at=at)
            for row, value in bids.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["user", "submission"],
        update_fields=["value", "placed_at"],
    )


def _note(workshop: Workshop, bids: Bids, by: User, at: datetime) -> None:
    texts = {
        number: f"{by} {'placed' if value else 'took back'} a bid: submission {number}"
        for number, value in bids.items()
    }
    journal.note_each(workshop, "bid", texts, by=by, at=at, is_private=True)
