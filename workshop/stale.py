"""Whether something was saved since a page showed it: for rows that carry no version."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from workshop.errors import Stale


def seen(facts: Iterable[object]) -> str:
    """What a page shows, in short. Its form carries this and hands it back.

    Made with our secret, so that nobody finds by trying what it was made of: keys count rows.
    """
    return salted_hmac("workshop.stale", repr(list(facts))).hexdigest()[:20]


def check(shown: str, now: str) -> None:
    """Raises Stale unless what was shown is what is saved now. The caller holds the rows' lock."""
    if shown != now:
        raise Stale
