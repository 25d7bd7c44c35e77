"""Entries: every step leaves one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from workshop.models import Entry, User, Workshop

# The verb of what people say of themselves: it shows nobody what role they act in.
OF_ONESELF = "said of themselves"


class Line(NamedTuple):
    """An entry to be written with others. `about`: the number of a submission, or nothing."""

    verb: str
    text: str
    about: int | None = None


def note(
    workshop: Workshop,
    verb: str,
    text: str,
    *,
    by: User | None,
    at: datetime,
    about: int | None = None,
    is_private: bool = False,
) -> Entry:
    """Write down an act. Must run in the transaction of the step it tells of."""
    return workshop.entries.create(
        verb=verb, text=text[:500], by=by, at=at, about=about, is_private=is_private
    )


def note_each(
    workshop: Workshop,
    verb: str,
    texts: Mapping[int, str],
    *,
    by: User | None,
    at: datetime,
    is_private: bool = False,
) -> None:
    """Write down an act on many submissions at once: an entry about each number."""
    lines = [Line(verb, text, number) for number, text in texts.items()]
    note_all(workshop, lines, by=by, at=at, is_private=is_private)


def note_all(
    workshop: Workshop,
    lines: Iterable[Line],
    *,
    by: User | None,
    at: datetime,
    is_private: bool = False,
) -> None:
    """Write down all that one act did, in one statement however much that is."""
    facts = {"workshop": workshop, "by": by, "at": at, "is_private": is_private}
    Entry.everywhere.bulk_create(
        Entry(**facts, verb=verb, text=text[:500], about=about) for verb, text, about in lines
    )
