"""Entries: every step leaves one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from workshop.models import Entry, User, Workshop


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
    facts = {"workshop": workshop, "verb": verb, "by": by, "at": at, "is_private": is_private}
    Entry.everywhere.bulk_create(
        Entry(**facts, text=text[:500], about=number) for number, text in texts.items()
    )
