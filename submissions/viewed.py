"""The authors as whom an organizer may look at the site: by the addresses on their papers.

Whether somebody has an account, under which other addresses, is theirs to tell. So it is the
address that is looked at, with the submissions that name it, and no account at all.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from submissions.models import Author
from workshop.models import Role, User, Workshop
from workshop.view_as import Seen

ROLE = "author"


def people(workshop: Workshop, by: User) -> list[Seen]:
    """By name, as the last of their submissions that this organizer may read names them."""
    found: dict[str, Seen] = {}
    for row in _rows(workshop, by).select_related("submission").order_by("submission__number"):
        before = found[row.email].numbers if row.email in found else ()
        found[row.email] = Seen(
            role=ROLE,
            key=row.email,
            name=row.name,
            email=row.email,
            affiliation=row.affiliation,
            numbers=(*before, row.submission.number),
        )
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.email))


def is_still(workshop: Workshop, seen: Seen, by: User) -> bool:
    return _rows(workshop, by).filter(email=seen.email).exists()


def _rows(workshop: Workshop, by: User) -> QuerySet[Author]:
    """Authors of what this organizer may read and was once handed in, less the organizers: that
    those are authors, and by which address, stands among the conflicts of interest."""
    handed_in = workshop.submissions.organized_by(by).exclude(submitted_at=None)
    others = workshop.roles.exclude(kind=Role.Kind.REVIEWER).values("user")
    theirs = EmailAddress.objects.filter(email=OuterRef("email"), user__in=others)
    main = User.objects.filter(email=OuterRef("email"), pk__in=others)
    rows = Author.objects.filter(submission__in=handed_in).exclude(email="")
    return rows.exclude(Q(Exists(theirs)) | Q(Exists(main)))
