"""Which session of one program is which of another, and which talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from schedule.program import Program, ShownSession, ShownTalk


@dataclass(frozen=True)
class Placed:
    """A talk or a poster, in its session."""

    session: ShownSession
    talk: ShownTalk

    @property
    def who_and_what(self) -> Hashable:
        """By this it is known again: its submission; without one, presenter and title."""
        return self.talk.submission or (self.talk.presenter, self.talk.title)


def placed(program: Program) -> list[Placed]:
    return [Placed(session, talk) for session in program.sessions for talk in session.talks]


def _in_its_session(one: Placed) -> Hashable:
    return one.who_and_what, one.session.number


def _on_a_board_or_not(one: Placed) -> Hashable:
    return one.who_and_what, one.talk.board is None


def _anywhere(one: Placed) -> Hashable:
    return one.who_and_what


def _by_its_presenter(one: Placed) -> Hashable:
    """For a talk that has another title now. A submission is known by its number alone."""
    alone = one.talk.submission is None
    return (one.talk.presenter, one.session.number) if alone else None


# The most alike are found first: a paper may be a talk in one session and a poster in another.
LIKENESSES = (_in_its_session, _on_a_board_or_not, _anywhere, _by_its_presenter)


@dataclass(frozen=True)
class Matched:
    """The talks of two programs: as pairs, and those that are in one of them only."""

    pairs: list[tuple[Placed, Placed]]
    gone: list[Placed]
    new: list[Placed]


def match(old: Program, new: Program) -> Matched:
    pairs: list[tuple[Placed, Placed]] = []
    gone, added = placed(old), placed(new)
    for alike in LIKENESSES:
        found = list(_pairs(gone, added, alike))
        pairs += found
        gone = _without(gone, [was for was, _ in found])
        added = _without(added, [now for _, now in found])
    return Matched(pairs, gone, added)


def _pairs(
    gone: list[Placed], added: list[Placed], alike: Callable[[Placed], Hashable]
) -> Iterable[tuple[Placed, Placed]]:
    """The first with the first, where several are alike."""
    waiting: defaultdict[Hashable, list[Placed]] = defaultdict(list)
    for was in gone:
        waiting[alike(was)].append(was)
    waiting.pop(None, None)
    for now in added:
        if waiting.get(alike(now)):
            yield waiting[alike(now)].pop(0), now


def _without(some: list[Placed], found: list[Placed]) -> list[Placed]:
    """By identity: two talks may be equal in all that is shown."""
    taken = {id(one) for one in found}
    return [one for one in some if id(one) not in taken]
