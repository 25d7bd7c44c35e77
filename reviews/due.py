"""What of the committee waits for an organizer, as far as they may see it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from reviews.conflicts import THEIR_OWN
from reviews.models import Conflict
from submissions.status import GONE
from workshop.due import Due
from workshop.models import User, Workshop
from workshop.standing import is_over


def due_next(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """Conflicts of interest that were found, and that nobody has looked at."""
    if is_over(workshop, at):
        return []
    # The page has one line for whatever speaks for the same.
    pairs = to_look_at(workshop, user).order_by().values("user", "submission").distinct()
    count = pairs.count()
    why = "Found by the site, and each bars somebody at once. Confirm it, or dismiss it."
    url = reverse("organize_conflicts", args=[workshop.slug])
    what = "Conflict to look at" if count == 1 else "Conflicts to look at"
    return [Due(count, what, why, "Look", url)] if count else []


def to_look_at(workshop: Workshop, user: User) -> QuerySet[Conflict]:
    """Those that wait for this user on the page of conflicts, as far as one question tells.

    Papers written together are left out: whether somebody sees all that speaks for such a conflict
    takes a look at every submission, and what they do not see they must not be told to judge.
    """
    readable = workshop.submissions.organized_by(user).exclude(status__in=GONE)
    rows = workshop.conflicts.filter(submission__in=readable)
    waiting = rows.filter(confirmed_at=None, dismissed_at=None)
    return waiting.exclude(source__in=[*THEIR_OWN, Conflict.Source.CO_AUTHOR])
