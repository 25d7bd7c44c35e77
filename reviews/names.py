"""When two names, as printed on papers, are one person's. Careful rather than clever: initials
alone say too little, and a middle initial that contradicts says no."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

# Letters that Unicode does not take apart, and two spellings of one sound: Müller is Mueller.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "a", "œ": "o", "đ": "d", "ð": "d", "ı": "i"})
TWO_LETTERS = re.compile(r"(?<=[aou])e")
GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])
# Not so what may be a name: Md. is one in Bangladesh, Habil is another.
TITLES = frozenset("dipl dr mr mrs ms msc phd prof professor".split())
# What stands behind a comma and is no first name.
DEGREES = frozenset(["dphil", "md", "phd", "msc", "bsc"])
# Where somebody is, or what else they are called.
IN_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
# Scripts in which family name and first name are written without a space between them.
WITHOUT_SPACE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True)
class Name:
    """`key`: family name and first name, nothing if there is no full first name to compare;
    `middle`: the initials in between."""

    key: tuple[str, str] | None
    middle: str = ""

    def may_be(self, other: Name) -> bool:
        """One person, as far as the two names tell."""
        short = min(len(self.middle), len(other.middle))
        return (
            self.key is not None
            and self.key == other.key
            and self.middle[:short] == other.middle[:short]
        )


@lru_cache(maxsize=50_000)
def name_of(text: str) -> Name:
    """A name in the order in which it is spoken, or as "Family, First"."""
    family, comma, first = IN_BRACKETS.sub(" ", text).partition(",")
    is_first = comma and "".join(_letters(first)) not in GENERATIONS | DEGREES
    words = _words(f"{first} {family}" if is_first else family)
    if WITHOUT_SPACE.fullmatch(whole := "".join(words)):
        return Name((whole, "") if len(whole) > 1 else None)
    while words and words[-1] in GENERATIONS:
        words.pop()
    if len(words) < 2 or min(len(words[0]), len(words[-1])) < 2:
        return Name(None)
    return Name((words[-1], words[0]), "".join(word[0] for word in words[1:-1]))


@lru_cache(maxsize=50_000)
def named(text: str) -> Name:
    """The name of somebody whom it is to mean: one word is enough, if it is all there is."""
    name, words = name_of(text), _words(text)
    is_one = name.key is None and len(words) == 1 and len(words[0]) > 1
    return replace(name, key=(words[0], "")) if is_one else name


def _words(text: str) -> list[str]:
    return [word for word in _letters(IN_BRACKETS.sub(" ", text)) if word not in TITLES]


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", plain(text))


def plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    return TWO_LETTERS.sub("", letters).strip(" .")
