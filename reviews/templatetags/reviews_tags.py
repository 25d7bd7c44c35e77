"""What the pages of the ground show of reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template

from reviews import due, progress, progress_chart
from reviews.models import Review
from reviews.roster import Reviewer
from workshop.due import Due
from workshop.models import User, Workshop

register = template.Library()


@register.inclusion_tag("reviews/organizer/reviews_overview.html")
def reviews_overview(workshop: Workshop, user: User, at: datetime) -> dict[str, object]:
    """The organizers' picture of the reviews; nothing while none is assigned that they may see."""
    found = progress.of(workshop, user)
    return {"workshop": workshop, "progress": found, "chart": progress_chart.of(found)}


@register.simple_tag
def committee_due(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """What of the committee waits for this organizer."""
    return due.due_next(workshop, user, at)


@register.filter
def called(user: User, known: Mapping[int, Reviewer]) -> User | Reviewer:
    """As they were invited; the account of whoever reviews no more, which says but its name."""
    return known.get(user.pk, user)


@register.filter
def rating_in_words(rating: int) -> str:
    return Review.Rating(rating).label


@register.filter
def confidence_in_words(confidence: int) -> str:
    return Review.Confidence(confidence).label
