"""Entries: every step leaves one."""

from __future__ import annotations

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
