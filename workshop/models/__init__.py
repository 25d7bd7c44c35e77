"""The rows of the ground."""

from workshop.models.dates import Deadline, Step
from workshop.models.history import Spell
from workshop.models.people import Barrier, Person, Role, User
from workshop.models.records import Entry, Letter
from workshop.models.workshop import Figure, Ink, Page, SubmissionKind, Topic, Workshop

__all__ = [
    "Barrier",
    "Deadline",
    "Entry",
    "Figure",
    "Ink",
    "Letter",
    "Page",
    "Person",
    "Role",
    "Spell",
    "Step",
    "SubmissionKind",
    "Topic",
    "User",
    "Workshop",
]
