"""What of the schedule waits for an organizer, as far as they may see it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from schedule.models import Session
from schedule.permissions import plannable
from submissions.status import Status
from workshop.days import days_of
from workshop.due import Due
from workshop.models import Step, User, Workshop
from workshop.standing import call_state, is_over

# The entries of those who plan, by their verbs.
PLANNING = (
    *("planned", "planned a session", "changed a session", "removed a session"),
    *("placed", "left to plan", "added a talk", "changed a talk", "moved a talk"),
)


def due_next(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """Once decisions are out: papers without a place, and a schedule that nobody reads yet."""
    closed = call_state(days_of(workshop).get(Step.SUBMIT), at) == "closed"
    if not closed or is_over(workshop, at):
        return []
    orals, posters = _left(workshop, user)
    plan = reverse("organize_schedule", args=[workshop.slug])
    due = []
    if posters:
        why = "Accepted posters hang on the boards of a session of posters."
        what = f"Poster{_s(posters)} without a board"
        due.append(Due(posters, what, why, "Plan", f"{plan}#left"))
    if orals:
        why = "Accepted talks stand in a session of talks."
        due.append(Due(orals, f"Talk{_s(orals)} to plan", why, "Plan", f"{plan}#left"))
    return [*due, *_unpublished(workshop, user)]


def _unpublished(workshop: Workshop, user: User) -> list[Due]:
    """A plan without a version, or one that has been changed since. What has become of it is told
    by the page: here steps are counted, those that this organizer reads in the journal."""
    last = workshop.schedule_versions.order_by("-number")
    published_at = Subquery(last.values("published_at")[:1])
    steps = workshop.entries.visible_to(user).filter(verb__in=PLANNING, at__gt=published_at)
    counted = steps.order_by().values("workshop").annotate(n=Count("pk"))
    found = Workshop.objects.filter(pk=workshop.pk).values_list(
        Exists(workshop.sessions.all()),
        Subquery(last.values("number")[:1]),
        Subquery(counted.values("n")),
    )
    is_begun, number, count = found.get()
    page = reverse("publish_schedule", args=[workshop.slug])
    if number is None:
        why = "Not published yet: only the organizers see it."
        return [Due(1, "Schedule to publish", why, "Publish", page)] if is_begun else []
    what = f"Step{_s(count)} planned since version {number}"
    why = f"Everybody reads version {number} until you publish the next."
    return [Due(count, what, why, "Publish", page)] if count else []


def _left(workshop: Workshop, user: User) -> tuple[int, int]:
    """Talks and posters that this organizer may give a place and that have none."""
    places = workshop.presentations.filter(submission=OuterRef("pk"))
    on_board = Exists(places.filter(session__kind=Session.Kind.POSTERS))
    in_talks = Exists(places.exclude(session__kind=Session.Kind.POSTERS))
    rows = plannable(workshop, user).annotate(on_board=on_board, in_talks=in_talks)
    counts = rows.aggregate(
        orals=Count("pk", filter=Q(status=Status.ORAL, in_talks=False)),
        posters=Count("pk", filter=Q(status=Status.POSTER, on_board=False)),
    )
    return counts["orals"], counts["posters"]


def _s(n: int) -> str:
    return "" if n == 1 else "s"
