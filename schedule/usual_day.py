"""A day as workshops usually have it: what an empty plan begins with. Nothing here asks a database.

Breaks stand where they always do. Invited talks fill the stretches between them from the morning
on, contributed talks follow lunch, a panel ends the last day. What finds no room is left to plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from schedule.models import Session
from submissions.models import Submission
from workshop.models import Person

Kind = Session.Kind
# Minutes since midnight. The last stretch of the last day is the panel's.
MORNING = [(9 * 60, 10 * 60), (10 * 60 + 30, 12 * 60 + 30)]
AFTER_LUNCH, LATE = (14 * 60, 15 * 60 + 30), (16 * 60, 17 * 60 + 30)
# How long an invited talk is, the longest first; how long a contributed one is, and at least.
INVITED = (60, 30)
CONTRIBUTED, AT_LEAST = (20, 15), 10


@dataclass(frozen=True)
class Block:
    """A session to be: on the clocks of the place."""

    day: date
    starts: time
    ends: time
    kind: str
    title: str = ""
    speaker: Person | None = None
    talks: tuple[Submission, ...] = ()


@dataclass
class Stretch:
    """The free time between two breaks. It is used up from its beginning."""

    starts: int
    ends: int

    @property
    def left(self) -> int:
        return self.ends - self.starts

    def take(self, minutes: int) -> tuple[int, int]:
        self.starts += minutes
        return self.starts - minutes, self.starts


def usual_days(
    days: Sequence[date], speakers: Sequence[Person], orals: Sequence[Submission]
) -> list[Block]:
    """Every day with its share of the speakers and of the orals, both in their order."""
    blocks: list[Block] = []
    minutes = _minutes(len(orals), len(days))
    for n, day in enumerate(days):
        some = speakers[slice(*_share(len(speakers), n, len(days)))]
        talks = orals[slice(*_share(len(orals), n, len(days)))]
        filled = list(_talks(day, some, talks, minutes, last=day == days[-1]))
        late = day == days[-1] or any(block.starts >= time(LATE[0] // 60) for block in filled)
        blocks += [*filled, *_fixed(day, first=n == 0, last=day == days[-1], late=late)]
    return sorted(blocks, key=lambda block: (block.day, block.starts))


def _minutes(orals: int, days: int) -> int:
    """How long a contributed talk is, the same on every day: the longest that lets the fullest day
    have its talks after lunch."""
    fullest = -(-orals // days) if days else 0
    long_enough = AFTER_LUNCH[1] - AFTER_LUNCH[0]
    return next((m for m in CONTRIBUTED if m * fullest <= long_enough), AT_LEAST)


def _share(count: int, n: int, of: int) -> tuple[int, int]:
    """From where to where the n-th share goes; the first ones are the larger."""
    size, more = divmod(count, of)
    begin = n * size + min(n, more)
    return begin, begin + size + (n < more)


def _fixed(day: date, *, first: bool, last: bool, late: bool) -> Iterator[Block]:
    """What is at the same hour every day; the coffee of the afternoon only if something follows."""
    if first:
        yield _block(day, (8 * 60 + 45, 9 * 60), Kind.REMARKS, "Opening remarks")
    yield _block(day, (10 * 60, 10 * 60 + 30), Kind.POSTERS, "Coffee and posters")
    yield _block(day, (12 * 60 + 30, 14 * 60), Kind.LUNCH)
    if late:
        yield _block(day, (15 * 60 + 30, 16 * 60), Kind.COFFEE)
    if last:
        yield _block(day, LATE, Kind.PANEL, "Panel discussion")


def _talks(
    day: date,
    speakers: Sequence[Person],
    orals: Sequence[Submission],
    minutes: int,
    *,
    last: bool,
) -> Iterator[Block]:
    after_lunch = Stretch(*AFTER_LUNCH)
    stretches = [*(Stretch(*each) for each in MORNING), after_lunch]
    stretches += [] if last else [Stretch(*LATE)]
    wanted = len(orals) * minutes or 60
    slot = after_lunch.take(min(after_lunch.left, wanted))
    fits = (slot[1] - slot[0]) // AT_LEAST
    yield _block(day, slot, Kind.CONTRIBUTED, talks=tuple(orals[:fits]))
    yield from _invited(day, speakers, stretches, roomy=len(orals) <= fits)
    for stretch in reversed(stretches):
        orals = orals[fits:]
        fits = stretch.left // AT_LEAST
        if orals and fits:
            slot = stretch.take(stretch.left)
            yield _block(day, slot, Kind.CONTRIBUTED, talks=tuple(orals[:fits]))


def _invited(
    day: date, speakers: Sequence[Person], stretches: Sequence[Stretch], *, roomy: bool
) -> Iterator[Block]:
    """An hour for each if there are so many hours, else half an hour."""
    hours = sum(stretch.left // INVITED[0] for stretch in stretches)
    minutes = INVITED[0] if roomy and len(speakers) <= hours else INVITED[1]
    waiting = iter(speakers)
    for stretch in stretches:
        while stretch.left >= minutes and (speaker := next(waiting, None)):
            yield _block(day, stretch.take(minutes), Kind.INVITED, speaker=speaker)


def _block(
    day: date,
    slot: tuple[int, int],
    kind: str,
    title: str = "",
    *,
    speaker: Person | None = None,
    talks: tuple[Submission, ...] = (),
) -> Block:
    starts, ends = (time(*divmod(minute, 60)) for minute in slot)
    return Block(day, starts, ends, kind, title, speaker, talks)
