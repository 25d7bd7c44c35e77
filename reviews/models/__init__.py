"""The rows of the committee."""

from reviews.models.committee import Conflict, Invitation, ReviewerProfile
from reviews.models.history import CommitteeSpell
from reviews.models.reviewing import Assignment, Decision, Review

__all__ = [
    "Assignment",
    "CommitteeSpell",
    "Conflict",
    "Decision",
    "Invitation",
    "Review",
    "ReviewerProfile",
]
