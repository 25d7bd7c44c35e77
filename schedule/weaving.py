"""What an organizer behind a barrier sees of a talk: what was published, and not what is planned.

The rows of a hidden submission are never looked at. What stands in the last version is public and
so is woven into the plan as it was frozen, after whom it followed there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from schedule.models import Presentation
from schedule.program import Program, ShownTalk

# By the number of a session: its talks as they were frozen.
Frozen = Mapping[int, Sequence[ShownTalk]]
Woven = list[Presentation | ShownTalk]


def frozen_talks(program: Program | None) -> Frozen:
    return {session.number: session.talks for session in program.sessions} if program else {}


def woven(
    rows: Iterable[Presentation], frozen: Sequence[ShownTalk], hidden: Collection[int]
) -> Woven:
    """The rows in their order, with the frozen talks of the hidden submissions among them."""
    talks: Woven = list(rows)
    before: set[int | str] = set()
    for talk in frozen:
        if talk.submission in hidden:
            places = (n for n, each in enumerate(talks, start=1) if _identity(each) in before)
            talks.insert(max(places, default=0), talk)
        before.add(_identity(talk))
    return talks


def _identity(talk: Presentation | ShownTalk) -> int | str:
    """A submission's number, or the name of who speaks."""
    if isinstance(talk, ShownTalk):
        return talk.submission or talk.presenter
    return talk.submission.number if talk.submission else talk.presented_by
