"""Every status of a submission and every move that is permitted."""

from __future__ import annotations

from django.db import models

from workshop.errors import Refused


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    WITHDRAWN = "withdrawn", "withdrawn"
    DESK_REJECTED = "desk-rejected", "rejected at the desk"
    ORAL = "oral", "accepted as oral"
    POSTER = "poster", "accepted as poster"
    REJECTED = "rejected", "rejected"


MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset(
        {
            Status.SUBMITTED,
            Status.WITHDRAWN,
            Status.DESK_REJECTED,
            Status.ORAL,
            Status.POSTER,
            Status.REJECTED,
        }
    ),
    Status.WITHDRAWN: frozenset(),
    Status.DESK_REJECTED: frozenset(),
    Status.ORAL: frozenset({Status.WITHDRAWN, Status.POSTER, Status.REJECTED}),
    Status.POSTER: frozenset({Status.WITHDRAWN, Status.ORAL, Status.REJECTED}),
    Status.REJECTED: frozenset({Status.ORAL, Status.POSTER}),
}

# Neither reviewed nor shown.
GONE = frozenset({Status.DRAFT, Status.WITHDRAWN, Status.DESK_REJECTED})
STANDING = frozenset(Status) - GONE
ACCEPTED = frozenset({Status.ORAL, Status.POSTER})


def check_move(old: str, new: Status) -> None:
    """Raises Refused unless a submission may go from one status to the other."""
    if new not in MOVES[Status(old)]:
        raise Refused(f"This submission is {Status(old).label}; it cannot become {new.label}.")
