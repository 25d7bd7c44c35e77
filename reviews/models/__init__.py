"""The rows of the committee."""

from reviews.models.committee import Conflict, Invitation, ReviewerProfile
from reviews.models.history import CommitteeSpell
from reviews.models.matching import Affinity, Bid, PaperText, Publication, Run, Tie
from reviews.models.reviewing import Assignment, Decision, Review

__all__ = [
    "Affinity",
    "Assignment",
    "Bid",
    "CommitteeSpell",
    "Conflict",
    "Decision",
    "Invitation",
    "PaperText",
    "Publication",
    "Review",
    "ReviewerProfile",
    "Run",
    "Tie",
]
