"""Who is left to handle a submission, as part of a query over submissions.

Both are made once: most pages ask for them several times, and to make them takes milliseconds.
"""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from submissions.status import GONE, STANDING
from workshop.models import Barrier, Role, Workshop

WHERE = {"workshop": OuterRef("workshop")}
WHO = {**WHERE, "user": OuterRef("user")}
Kind = Role.Kind


@cache
def organizers_left() -> QuerySet[Role]:
    """The organizers without a barrier to the submission of the outer query."""
    return _organizers(OuterRef("number"))


@cache
def handlers_left() -> QuerySet[Role]:
    """They, or where there are none and it stands, the outside deciders without one.

    Outside is who neither reviews here nor has sent something here that stands. To be named by
    others as an author of something else changes nothing: anybody may name anybody.
    """
    reviews = Role.everywhere.filter(**WHO, kind=Kind.REVIEWER)
    sent = Workshop.objects.filter(
        pk=OuterRef("workshop"),
        submissions__submitter=OuterRef("user"),
        submissions__status__in=STANDING,
    )
    is_gone = Q(In(OuterRef("status"), sorted(GONE)))
    is_organized = Exists(_organizers(OuterRef(OuterRef("number"))))
    is_outside = ~Exists(reviews) & ~Exists(sent)
    decides = Q(kind=Kind.DECIDER) & ~is_gone & is_outside & ~is_organized
    return _unbarred(OuterRef("number")).filter(Q(kind=Kind.ORGANIZER) | decides)


def _organizers(number: OuterRef) -> QuerySet[Role]:
    return _unbarred(number).filter(kind=Kind.ORGANIZER)


def _unbarred(number: OuterRef) -> QuerySet[Role]:
    barred = Barrier.against(OuterRef("user"), number)
    return Role.everywhere.filter(~Exists(barred), **WHERE)
