"""What a run has read, and whether whoever asked for it may still see all of that.

The room, the prices and the pairs of a run are made of all that it read at once. Nothing of it can
be told apart from a submission that has become hidden since.
"""

from __future__ import annotations

from collections.abc import Collection

from reviews.models import Run
from workshop.models import User, Workshop

CHANGED = "What you handle has changed since this was proposed. Ask for a new proposal."


def read_for(workshop: Workshop, user: User) -> list[int]:
    """The numbers of all that counts in a run of theirs: what stands and they may see."""
    standing = workshop.submissions.organized_by(user).submitted()
    return sorted(standing.values_list("number", flat=True))


def is_whole(run: Run, seen: Collection[int]) -> bool:
    """Whether all that a finished run has read is among these; not if it never said what."""
    read = run.result.get("read")
    return read is not None and set(read) <= set(seen)
