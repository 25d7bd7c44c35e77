"""The reviewers as whom an organizer may look at the site: as they were invited."""

from __future__ import annotations

from django.db.models import QuerySet

from reviews.roster import reviewers_of
from workshop.models import Role, User, Workshop
from workshop.view_as import Seen

ROLE = "reviewer"


def people(workshop: Workshop, by: User) -> list[Seen]:
    """By name, and none who also organizes or decides here."""
    more = set(_more(workshop).values_list("user", flat=True))
    return [
        Seen(
            role=ROLE,
            key=str(one.pk),
            name=str(one),
            email=one.address,
            user_id=one.pk,
        )
        for one in reviewers_of(workshop)
        if one.pk not in more
    ]


def is_still(workshop: Workshop, seen: Seen, by: User) -> bool:
    reviewing = workshop.roles.filter(kind=Role.Kind.REVIEWER, user=seen.user_id)
    return reviewing.exclude(user__in=_more(workshop).values("user")).exists()


def _more(workshop: Workshop) -> QuerySet[Role]:
    return workshop.roles.exclude(kind=Role.Kind.REVIEWER)
