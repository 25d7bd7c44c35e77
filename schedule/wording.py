"""Sessions, talks and their times in words, on the clocks of the workshop's place."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from schedule.pairing import Placed
from schedule.program import ShownSession, ShownTalk


def when(moment: datetime, zone: ZoneInfo) -> str:
    """“Sat 14 July, 8:45”."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%B}, {clock(local)}"


def clock(local: datetime) -> str:
    """As the program prints it: “8:45”."""
    return f"{local.hour}:{local:%M}"


def span(one: ShownSession | ShownTalk, zone: ZoneInfo) -> str:
    """“Sat 14 July, 8:45–9:30”."""
    starts, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    same_day = starts.date() == ends.date()
    return f"{when(starts, zone)}–{clock(ends) if same_day else when(ends, zone)}"


def called(talk: ShownTalk) -> str:
    """“On Small Things” by Ada Berg; by its presenter alone while it has no title."""
    return f"“{talk.title}” by {talk.presenter}" if talk.title else f"{talk.presenter}’s talk"


def place_in(one: Placed, zone: ZoneInfo) -> str:
    """Within a session that is named beside it: “board 3”, or the time of a talk."""
    return f"board {one.talk.board}" if one.talk.board else span(one.talk, zone)


def slot(one: Placed, zone: ZoneInfo) -> str:
    """“Posters, Sat 14 July, 16:30–17:15, board 3, in the hall”: all that its authors need."""
    board = f"board {one.talk.board}" if one.talk.board else ""
    room = f"in {one.session.room}" if one.session.room else ""
    return ", ".join(filter(None, [one.session.name, span(one.talk, zone), board, room]))


def instead(word: str, now: object, was: object) -> str:
    """“now in Hall B, no longer in Hall A”; one half of it where there is no other."""
    said = [f"now {word} {now}" if now else "", f"no longer {word} {was}" if was else ""]
    return ", ".join(filter(None, said))
