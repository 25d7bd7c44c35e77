"""How far the camera-ready papers are, as one organizer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from submissions.camera_ready import Readiness, readiness
from submissions.models import Change, PaperVersion, Submission, SubmissionQuerySet
from submissions.status import ACCEPTED
from workshop.dates import in_words
from workshop.days import days_of
from workshop.due import Due
from workshop.models import Step, User, Workshop
from workshop.standing import is_over

Finding = PaperVersion.Finding


@dataclass(frozen=True)
class Row:
    """An accepted submission: what there is of its final version, and what waits for an answer."""

    submission: Submission
    ready: Readiness
    change: Change | None

    @property
    def needs_a_look(self) -> bool:
        """Its final PDF is longer than it may be, or cannot be opened."""
        final = self.ready.final
        return final is not None and (final.is_unreadable or final.pages_over > 0)


@dataclass(frozen=True)
class Counts:
    accepted: int
    missing: int
    changes: int


def rows_of(workshop: Workshop, user: User) -> list[Row]:
    """Every accepted submission that this organizer may see, in a few statements."""
    waiting = Prefetch("changes", Change.objects.waiting(), to_attr="waiting_changes")
    accepted = _accepted(workshop, user).select_related("kind", "workshop")
    return [
        Row(row, readiness(row), next(iter(row.waiting_changes), None))  # type: ignore[attr-defined]
        for row in accepted.prefetch_related("authors", "papers", waiting)
    ]


def counts(workshop: Workshop, user: User) -> Counts:
    """The same in numbers, in one statement."""
    finals = PaperVersion.objects.filter(submission=OuterRef("pk"), part=PaperVersion.Part.FINAL)
    last = Subquery(finals.order_by("-number").values("finding")[:1])
    waiting = Exists(Change.objects.waiting().filter(submission=OuterRef("pk")))
    lacks = Q(found=None) | Q(found__in=[Finding.NOT_A_PDF, Finding.ENCRYPTED])
    accepted = _accepted(workshop, user).annotate(found=last, waits=waiting)
    return Counts(
        **accepted.aggregate(
            accepted=Count("pk"),
            missing=Count("pk", filter=lacks),
            changes=Count("pk", filter=Q(waits=True)),
        )
    )


def due_next(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """What waits for this organizer: changes to be answered, papers that are missing."""
    if is_over(workshop, at):
        return []
    found, due = counts(workshop, user), []
    page = reverse("organize_camera_ready", args=[workshop.slug])
    if n := found.changes:
        why = "An author asks for another title or other authors."
        due.append(Due(n, f"Change{'' if n == 1 else 's'} to answer", why, "Answer", page))
    if n := found.missing:
        what = f"Camera-ready paper{'' if n == 1 else 's'} missing"
        why = f"Of {found.accepted} accepted. {_by_when(workshop, at)}"
        due.append(Due(n, what, why, "Look", f"{page}?show=missing"))
    return due


def _by_when(workshop: Workshop, at: datetime) -> str:
    deadline = days_of(workshop).get(Step.CAMERA_READY)
    if deadline is None:
        return "There is no deadline yet."
    were = "They were due" if deadline.closes_at <= at else "Due"
    return f"{were} {in_words(deadline.closes_at)}."


def _accepted(workshop: Workshop, user: User) -> SubmissionQuerySet:
    return workshop.submissions.organized_by(user).filter(status__in=ACCEPTED)
