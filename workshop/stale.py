"""Whether something was saved since a page showed it: for rows that carry no version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from workshop.errors import Stale


def seen(facts: Iterable[object]) -> str:
    """What a page shows, in short. Its form carries this and hands it back."""
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()[:20]


def check(shown: str, now: str) -> None:
    """Raises Stale unless what was shown is what is saved now. The caller holds the rows' lock."""
    if shown != now:
        raise Stale
