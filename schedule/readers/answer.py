"""The answer: people, why, from when and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from schedule.readers.doors import Doors
from schedule.readers.facts import facts_of
from schedule.readers.names import Names
from schedule.readers.spans import EVER, NEVER, STILL, Spans, both, span
from workshop.models import Workshop

THINGS = {
    "title": "its title, and who wrote it",
    "abstract": "its abstract",
    "paper": "the paper",
    "reviewers": "who reviews it",
    "reviews": "its reviews",
    "decision": "its decision",
}


@dataclass(frozen=True)
class Reader:
    """Somebody: by their account, or as an author by the address that was named; else everybody.

    No `since`: longer than is written down. No `until`: still, or while there was such an account.
    """

    who: str
    why: str
    since: datetime | None
    until: datetime | None
    user: int = 0
    email: str = ""
    # By the account and not by `who`, which may be a name that its owner chose.
    is_gone: bool = False


@dataclass(frozen=True)
class Way:
    """How somebody could read; neither account nor address means everybody."""

    why: str
    spans: Spans
    user: int = 0
    email: str = ""


def could_have_read(
    workshop: Workshop,
    number: int,
    thing: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Reader]:
    """Who could have read this thing of this submission at some time between the two."""
    doors = Doors(workshop, number, facts_of(workshop, number))
    asked = span(since, until)
    ways = [(way, both(way.spans, asked)) for way in _ways(doors, thing)]
    names = Names(workshop, number, {way.user for way, spans in ways if spans} - {0})
    found = [
        Reader(
            who=names.of(way.user, way.email),
            why=way.why,
            since=None if begins == EVER else begins,
            until=None if ends == STILL else ends,
            user=way.user,
            email=way.email,
            is_gone=names.is_gone(way.user),
        )
        for way, spans in ways
        for begins, ends in spans
    ]
    return sorted(found, key=lambda one: (one.since or EVER, one.who.casefold(), one.why, one.user))


def _ways(doors: Doors, thing: str) -> Iterator[Way]:
    yield from _public(doors, thing)
    yield from _authors(doors, thing)
    yield from _handlers(doors, thing)
    yield from _reviewers(doors, thing)


def _public(doors: Doors, thing: str) -> Iterator[Way]:
    if thing in {"title", "abstract", "decision"}:
        yield Way("it was posted with its authors’ consent", doors.posted)
    if thing in {"title", "decision"}:
        yield Way("it stood in the published schedule", doors.scheduled)
    if thing == "paper":
        yield Way("its camera-ready version was posted", doors.posted_paper)


def _authors(doors: Doors, thing: str) -> Iterator[Way]:
    if thing == "reviewers":
        return
    told = {"reviews": doors.reviews_told, "decision": doors.told}
    door = told[thing] if thing in told else doors.there(thing)
    for email, spans in doors.named.items():
        yield Way("was named as an author", both(spans, door), email=email)
    for user, spans in doors.senders.items():
        yield Way("sent it", both(spans, door), user)


def _handlers(doors: Doors, thing: str) -> Iterator[Way]:
    there = doors.there(thing)
    for user, spans in doors.organizers.items():
        yield Way("organized", both(spans, there), user)
    for user, spans in doors.deciders.items():
        yield Way("decided from outside", both(spans, there), user)


def _reviewers(doors: Doors, thing: str) -> Iterator[Way]:
    """Each knew of their own assignment and their own review, and of nobody else's."""
    for user, spans in doors.reviewers.items():
        if thing in {"title", "abstract", "paper"}:
            yield Way("reviewed it", both(spans, doors.there(thing)), user)
        elif thing == "reviewers":
            yield Way("reviewed it, and knew of nobody else", spans, user)
        elif thing == "reviews":
            wrote = doors.wrote.get(user, NEVER)
            yield Way("wrote one, and saw no other", both(spans, wrote), user)
    if thing == "title":
        for user, spans in doors.declaring.items():
            yield Way("looked for conflicts of interest", spans, user)
