"""Who is left to handle a submission, as part of a query over submissions.

Both are made once: most pages ask for them several times, and to make them takes milliseconds.
"""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, OuterRef, QuerySet

from workshop.models.people import Barrier, Role


@cache
def organizers_left() -> QuerySet[Role]:
    """The organizers without a barrier to the submission of the outer query."""
    return _unbarred(Role.Kind.ORGANIZER)


@cache
def deciders_left() -> QuerySet[Role]:
    """The outside deciders who have none either, and are outside: no reviewer, no author here."""
    mine = {"workshop": OuterRef("workshop"), "user": OuterRef("user")}
    reviews = Role.everywhere.filter(**mine, kind=Role.Kind.REVIEWER)
    wrote = Barrier.everywhere.filter(**mine, reason=Barrier.Reason.AUTHOR)
    return _unbarred(Role.Kind.DECIDER).exclude(Exists(reviews)).exclude(Exists(wrote))


def _unbarred(kind: Role.Kind) -> QuerySet[Role]:
    barred = Barrier.everywhere.filter(
        workshop=OuterRef("workshop"), user=OuterRef("user"), number=OuterRef(OuterRef("number"))
    )
    roles = Role.everywhere.filter(workshop=OuterRef("workshop"), kind=kind)
    return roles.exclude(Exists(barred))
