"""Step 3: who was asked to review and has not answered is reminded, and then left in peace."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from reviews import invite, letters
from reviews.models import Invitation
from workshop.models import Deadline, Letter, Step, Workshop
from workshop.models.records import LetterQuerySet

# After the last letter has left, whoever wrote it: a reminder by hand puts the next one off.
AFTER = timedelta(days=5)
AT_MOST = 2
# Who accepts later than that comes too late.
UNTIL = (Step.ASSIGN, Step.REVIEW)


def coming(invitations: QuerySet[Invitation], by: datetime | None = None) -> QuerySet[Invitation]:
    """Those of these that will be reminded if nothing happens, at all or by then; each with its
    `next_at`.

    A letter that an organizer holds or has discarded, or that came back, has reached nobody.
    """
    on_its_way = _last_letter().filter(state__in=[Letter.State.WAITING, Letter.State.DELIVERED])
    left_at = Coalesce(_last_letter().values("delivered_at")[:1], F("invited_at"))
    rows = invitations.filter(
        Exists(on_its_way), state=Invitation.State.WAITING, reminded__lt=AT_MOST
    ).annotate(next_at=ExpressionWrapper(left_at + AFTER, output_field=DateTimeField()))
    rows = rows.filter(next_at__date__lte=F("workshop__last_day"))
    rows = rows.exclude(Exists(_over(OuterRef("next_at"))))
    return rows.filter(next_at__lte=by) if by else rows


def next_of(workshop: Workshop) -> dict[int, datetime]:
    """When the next reminder goes out, by the key of each invitation that gets one."""
    rows = coming(workshop.invitations.all())
    return dict(rows.values_list("pk", "next_at"))  # type: ignore[misc]


def due(at: datetime) -> QuerySet[Invitation]:
    """Whom a letter goes to now, the longest waiting first."""
    delivered = _last_letter().filter(state=Letter.State.DELIVERED)
    rows = coming(Invitation.everywhere.filter(Exists(delivered)), by=at)
    return rows.exclude(Exists(_over(at))).order_by("invited_at", "pk")


def _last_letter() -> LetterQuerySet:
    return Letter.everywhere.filter(
        workshop=OuterRef("workshop"),
        event=letters.REVIEWER_INVITED,
        recipient=OuterRef("email"),
        revision=OuterRef("revision"),
    )


def _over(at: datetime | OuterRef) -> QuerySet[Deadline]:
    return Deadline.everywhere.filter(
        workshop=OuterRef("workshop"), step__in=UNTIL, closes_at__lte=at
    )


@transaction.atomic
def remind_waiting(at: datetime) -> int:
    """Sweep: one letter each time. Of two workers at once each takes another row."""
    rows = due(at).select_related("workshop").select_for_update(of=("self",), skip_locked=True)
    row = rows.first()
    if row is None:
        return 0
    invite.remind_by_itself(row, is_last=row.reminded + 1 == AT_MOST, at=at)
    return 1
