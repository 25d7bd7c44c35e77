"""Letters without their accents: “kovacs” finds Kovács, on every database."""

from __future__ import annotations

import unicodedata

# Letters that are not some other letter with an accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(PLAIN)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
