"""What the pages of the ground show of submissions."""

from __future__ import annotations

from datetime import datetime

from django import template

from submissions import overview
from workshop.models import User, Workshop

register = template.Library()


@register.inclusion_tag("submissions/organizer/overview.html")
def submissions_overview(workshop: Workshop, user: User, at: datetime) -> dict[str, object]:
    """The organizers' picture of what has come in, less what this one is barred from."""
    return {"workshop": workshop, "overview": overview.of(workshop, user, at)}
