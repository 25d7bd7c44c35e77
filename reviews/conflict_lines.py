"""The conflicts of interest of a workshop as one organizer may know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reviews import conflicts
from reviews.models import Conflict
from submissions.models import Submission
from submissions.status import GONE

Source = Conflict.Source


@dataclass(frozen=True)
class Line:
    """A conflict as an organizer may know it: the reason only to those who can see the evidence."""

    row: Conflict
    who: str
    why: str
    evidence: str
    is_theirs_to_judge: bool

    @property
    def is_open(self) -> bool:
        """Nobody has confirmed it or dismissed it, and this organizer may."""
        return self.is_theirs_to_judge and not (self.row.confirmed_at or self.row.dismissed_at)

    @property
    def waits(self) -> bool:
        """For this organizer to look at it. Nothing hangs on what was withdrawn."""
        return self.is_open and self.row.submission.status not in GONE

    @property
    def seen(self) -> str:
        return conflicts.seen(self.row)

    @property
    def gone(self) -> str:
        """Why nothing tells of it any more."""
        if not self.row.was_taken_back:
            return "nothing tells of it any more"
        by = "the authors" if self.row.source == Source.NAMED else self.who
        return f"taken back by {by}"


@dataclass(frozen=True)
class Pair:
    """Somebody and a submission, and why they must not meet: all that an organizer may know."""

    lines: list[Line]

    @property
    def who(self) -> str:
        return self.lines[0].who

    @property
    def submission(self) -> Submission:
        return self.lines[0].row.submission

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def judged(self) -> list[Line]:
        """What is taken back together: what bars, or else what does not."""
        theirs = [line for line in self.lines if line.is_theirs_to_judge and not line.is_open]
        return [line for line in theirs if line.row.confirmed_at] or theirs

    @property
    def key(self) -> str:
        """One of those that its buttons are about."""
        return next((line.row.key for line in self.open or self.judged), "")

    @property
    def seen(self) -> str:
        return " ".join(line.seen for line in self.open or self.judged)

    @property
    def waits(self) -> bool:
        return any(line.waits for line in self.lines)

    @property
    def stands(self) -> bool:
        return any(line.row.dismissed_at is None for line in self.lines)

    @property
    def is_gone(self) -> bool:
        """Nothing tells any more of what is open."""
        return all(line.row.gone_at for line in self.open)

    def bars_without(self, lines: Collection[Line]) -> bool:
        return any(line.row.dismissed_at is None for line in self.lines if line not in lines)


def pairs_of(lines: Iterable[Line]) -> list[Pair]:
    """Each once, whatever speaks for it."""
    pairs: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        pairs.setdefault((line.row.user_id, line.row.submission_id), []).append(line)
    return [Pair(some) for some in pairs.values()]
