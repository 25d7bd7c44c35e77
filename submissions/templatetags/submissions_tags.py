"""What the pages of the ground show of submissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template

from submissions import deciders, overview, readiness
from submissions.models import Submission
from workshop.due import Due
from workshop.models import User, Workshop

register = template.Library()


@register.inclusion_tag("submissions/organizer/overview.html")
def submissions_overview(workshop: Workshop, user: User, at: datetime) -> dict[str, object]:
    """The organizers' picture of what has come in, less what this one is barred from."""
    return {"workshop": workshop, "overview": overview.of(workshop, user, at)}


@register.inclusion_tag("submissions/organizer/decider_wanted.html")
def decider_wanted(workshop: Workshop, at: datetime) -> dict[str, object]:
    """Asks for an outside decider: the same words for one submission and for many."""
    return {"workshop": workshop, "is_wanted": deciders.is_wanted(workshop, at)}


@register.simple_tag
def camera_ready_due(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """What of the camera-ready papers waits for this organizer."""
    return readiness.due_next(workshop, user, at)


@register.filter
def as_presented(papers: Sequence[Submission], slots: Sequence[Any]) -> list[Submission]:
    """In the order of the published schedule, whose slots the page hands in; then the others."""
    numbers = [slot.talk.submission for slot in slots]
    place = {number: n for n, number in reversed(list(enumerate(numbers)))}
    return sorted(papers, key=lambda paper: place.get(paper.number, len(numbers)))
