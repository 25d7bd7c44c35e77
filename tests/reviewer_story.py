"""What the tests of the reviewers' pages have in common: the addresses and a typed review."""

from __future__ import annotations

from typing import Any

MINE = "/credit/review/"
ONE = "/credit/review/1/"
REVIEWS = "/credit/organize/reviews/"


def typed(**facts: Any) -> dict[str, Any]:
    """A review form as it is sent: whole unless a fact says otherwise."""
    return {
        "act": "submit",
        "version": "0",
        "title": "A finding",
        "text": "The argument holds.",
        "rating": "4",
        "confidence": "2",
        "note": "Between us.",
        **facts,
    }
