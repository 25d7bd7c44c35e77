"""Words by which authors could tell who wrote to them: the writer's own, found in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from allauth.account.models import EmailAddress

from workshop.models import User

# Shorter parts of a name, such as initials, stand in too many texts by chance.
SHORTEST = 3


def of(user: User, text: str, name: str = "") -> list[str]:
    """The user's name, addresses and affiliation as far as the text has them, as they spell them.
    `name`: by which they are known where their account has none.

    A whole name, an address or an affiliation counts however it is capitalized; a part of a name
    only with its capital, since many names are words too.
    """
    plain = _plain(text)
    anyhow = plain.casefold()
    name = user.name or name
    found = [words for words in _whole(user, name) if _has(anyhow, _plain(words).casefold())]
    told = _plain(" ".join(found)).casefold()
    parts = [part for part in name.split() if len(part) >= SHORTEST and part[0].isupper()]
    new = [part for part in parts if _plain(part).casefold() not in told]
    return found + [part for part in new if _has(plain, _plain(part))]


def _whole(user: User, name: str) -> Iterable[str]:
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    facts = [name, user.affiliation, *sorted({user.email, *addresses})]
    return [fact for fact in facts if len(fact) >= SHORTEST]


def _plain(text: str) -> str:
    """Without accents, and with single spaces: “José” and “Jose” are one name."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _has(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
