"""What has changed between two versions of the schedule, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from schedule.pairing import Placed, match, placed
from schedule.program import Program, ShownSession, ShownTalk
from schedule.wording import called, instead, place_in, span, when

NOTHING = Program(())


def differences(old: Program | None, new: Program, zone: ZoneInfo) -> list[str]:
    """A sentence for each difference, in the order of the new program; none if there is none."""
    return list(_Comparison(old or NOTHING, new, zone).lines())


def slots_changed(old: Program | None, new: Program) -> set[int]:
    """The submissions whose time, room, session or board is new, another or no more."""
    before, after = slots_by_number(old or NOTHING), slots_by_number(new)
    numbers = before.keys() | after.keys()
    return {n for n in numbers if not _same(before.get(n, []), after.get(n, []))}


def slots_by_number(program: Program) -> dict[int, list[Placed]]:
    """Where each submission is to be found, in order of time."""
    found: dict[int, list[Placed]] = {}
    for one in placed(program):
        if one.talk.submission is not None:
            found.setdefault(one.talk.submission, []).append(one)
    return found


def _same(before: list[Placed], after: list[Placed]) -> bool:
    """Whether whoever presents finds everything where it was: a session may be called otherwise,
    or be laid out anew under its name."""
    return len(before) == len(after) and all(
        _place(was) == _place(now)
        and (was.session.number == now.session.number or was.session.name == now.session.name)
        for was, now in zip(before, after, strict=True)
    )


def _place(one: Placed) -> tuple[object, ...]:
    return one.session.room, one.talk.starts_at, one.talk.ends_at, one.talk.board


class _Comparison:
    """Two programs, on the clocks of one place."""

    def __init__(self, old: Program, new: Program, zone: ZoneInfo) -> None:
        self.old = {session.number: session for session in old.sessions}
        self.new = {session.number: session for session in new.sessions}
        self.talks = match(old, new)
        self.zone = zone

    def lines(self) -> Iterator[str]:
        for number, now in self.new.items():
            was = self.old.get(number)
            yield from self.of_session(was, now) if was else [self.whole("New", now)]
            for before, after in self.talks.pairs:
                if after.session is now:
                    yield from self.of_talk(before, after)
            if was:
                yield from self.come_and_gone(was, now)
        for number, was in self.old.items():
            if number not in self.new:
                yield self.whole("Gone", was)

    def whole(self, word: str, session: ShownSession) -> str:
        """A session that is new or gone, with as many talks as came or went with it."""
        among = self.talks.new if word == "New" else self.talks.gone
        talks = [one.talk for one in among if one.session is session]
        what = "poster" if any(talk.board for talk in talks) else "talk"
        several = f"with {len(talks)} {what}{'' if len(talks) == 1 else 's'}" if talks else ""
        room = f"in {session.room}" if session.room else ""
        facts = [room, "" if session.is_one_talk else several]
        said = ", ".join(filter(None, [session.summary, span(session, self.zone), *facts]))
        return f"{word}: {said}."

    def of_session(self, was: ShownSession, now: ShownSession) -> Iterator[str]:
        if was.title != now.title:
            yield f"{was.name}, {when(was.starts_at, self.zone)}: now called {now.name}."
        if (was.starts_at, was.ends_at) != (now.starts_at, now.ends_at):
            yield f"{now.name}: moved from {span(was, self.zone)} to {span(now, self.zone)}."
        what = f"{now.name}, {when(now.starts_at, self.zone)}"
        if was.kind != now.kind:
            yield f"{what}: now of the kind {now.kind_name}, no longer {was.kind_name}."
        if was.room != now.room:
            yield f"{what}: {instead('in', now.room, was.room)}."
        if was.panelists != now.panelists:
            yield f"{what}: on the panel now {', '.join(now.panelists) or 'nobody'}."

    def of_talk(self, before: Placed, after: Placed) -> Iterator[str]:
        was, now = before.talk, after.talk
        yield from _facts(was, now)
        if before.session.number != after.session.number:
            there = f"{before.session.name}, {place_in(before, self.zone)}"
            here = f"{after.session.name}, {place_in(after, self.zone)}"
            yield f"{called(now)}: moved from {there}, to {here}."
            return
        if _within(before) != _within(after):
            yield f"{called(now)}: now {span(now, self.zone)}, no longer {span(was, self.zone)}."
        if was.board != now.board:
            yield f"{called(now)}: {instead('on board', now.board, was.board)}."

    def come_and_gone(self, was: ShownSession, now: ShownSession) -> Iterator[str]:
        """Talks that are in one of the programs only, and an order that is told by nothing else."""
        for one in self.talks.gone:
            if one.session is was:
                yield f"Gone from {was.name}, {when(was.starts_at, self.zone)}: {called(one.talk)}."
        for one in self.talks.new:
            if one.session is now:
                yield f"New in {now.name}: {called(one.talk)}, {place_in(one, self.zone)}."
        if self.another_order(was, now):
            yield f"{now.name}, {when(now.starts_at, self.zone)}: the talks in another order."

    def another_order(self, was: ShownSession, now: ShownSession) -> bool:
        """Where neither times nor boards say that talks have changed places."""
        pairs = [(a, b) for a, b in self.talks.pairs if a.session is was and b.session is now]
        if any(_within(a) != _within(b) or a.talk.board != b.talk.board for a, b in pairs):
            return False
        old = [id(talk) for talk in was.talks]
        new = [id(talk) for talk in now.talks]
        pairs.sort(key=lambda pair: old.index(id(pair[0].talk)))
        places = [new.index(id(after.talk)) for _, after in pairs]
        return places != sorted(places)


def _facts(was: ShownTalk, now: ShownTalk) -> Iterator[str]:
    """What is said of a talk, but for its slot."""
    if was.title != now.title:
        whose = f"{now.presenter}’s {'poster' if now.board else 'talk'}"
        yield f"The title of {whose} is now {_quoted(now.title)}, no longer {_quoted(was.title)}."
    if was.presenter != now.presenter:
        yield f"{_quoted(now.title)}: {instead('presented by', now.presenter, was.presenter)}."
    swapped = was.presenter != now.presenter and _people(was) == _people(now)
    if was.coauthors != now.coauthors and not swapped:
        yield f"{called(now)}: now with {', '.join(now.coauthors) or 'no co-authors'}."
    if was.abstract != now.abstract:
        yield f"{called(now)}: another abstract."
    if was.slides != now.slides:
        yield f"{called(now)}: {instead('with', now.slides, was.slides)}."


def _people(talk: ShownTalk) -> set[str]:
    return {talk.presenter, *talk.coauthors}


def _quoted(title: str) -> str:
    return f"“{title}”" if title else "open"


def _within(one: Placed) -> tuple[timedelta, timedelta]:
    """Where in its session: what moves with it has not moved by itself."""
    return (
        one.talk.starts_at - one.session.starts_at,
        one.talk.ends_at - one.session.ends_at,
    )
