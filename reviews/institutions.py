"""When two affiliations, or two addresses, name one institution. Careful rather than clever: what
is missed can be declared, what is found wrongly can be dismissed.

An affiliation is taken apart at commas, and what is left of each part without its common words is
compared as a whole: all the words that tell one place from another must be there, and the same
(Hubei is not Hebei, Colorado in Boulder not in Denver). Only a letter in a long word, and doubled
consonants, are a matter of spelling. Where the two faults collide, the one that bars somebody in
vain is preferred for names that most people mean as one (Google and its research), and the one
that lets a pair pass for what half a committee shares (a town, a country, the CNRS).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from reviews import known_places as known
from reviews.names import plain

Tokens = tuple[str, ...]
Key = str | frozenset[str]
Keys = dict[Key, list[tuple[str, frozenset[str]]]]

# Of rapidfuzz's ratio: Northwestern and Northeastern are 91.7, Edinburgh and Edinburg 94.1.
ALIKE = 93
# Shorter words differ too easily by one letter; and nobody misspells how a word begins.
LONG, BEGINNING = 8, 5
SHORTEST_ACRONYM = 3
DOUBLED = re.compile(r"([b-df-hj-np-tv-xz])\1")


def _split(text: str) -> list[str]:
    words = re.findall(r"\w+", re.sub("['’]", "", plain(text)))
    return [DOUBLED.sub(r"\1", w) if len(w) > SHORTEST_ACRONYM + 1 else w for w in words]


def _set(words: str) -> frozenset[str]:
    return frozenset(_split(words))


SMALL, TRIMMINGS, UNITS = map(_set, (known.SMALL, known.TRIMMINGS, known.UNITS))
SAYS_NOTHING, WITHOUT, WHOLE = map(_set, (known.SAYS_NOTHING, known.WITHOUT, known.WHOLE))
WITHIN = (SAYS_NOTHING | TRIMMINGS) - _set(known.OWN_CAMPUS)
KINDS, UNIVERSITY = _set(" ".join(known.KINDS)), _set("university")
SPELLED = {
    **{form: _split(kind)[0] for kind, forms in known.KINDS.items() for form in _split(forms)},
    **{_split(one)[0]: _split(other)[0] for one, other in known.SPELLED.items()},
}


def _spelled(text: str) -> Tokens:
    return tuple(SPELLED.get(word, word) for word in _split(text) if word not in SMALL)


SHORTENED = {_split(one)[0]: _spelled(other) for one, other in known.SHORTENED.items()}


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> Tokens:
    """Its words, each in one spelling, without the small ones."""
    words = _spelled(text)
    if len(words) == 1:
        return words
    return tuple(token for word in words for token in SHORTENED.get(word, (word,)))


ALSO = {_tokens(one): _tokens(other) for one, other in known.ALSO.items()}
CAMPUSES = {_tokens(one): _tokens(other) for one, other in known.CAMPUSES.items()}
UMBRELLAS = {_tokens(one) for one in known.UMBRELLAS.split("|")}
COUNTRIES = {_tokens(one) for one in known.COUNTRIES.split("|")}


@dataclass(frozen=True)
class Name:
    """One name in an affiliation. words: its own, in order, without what many names share; kinds:
    of place, of those shared ones; short: it, if it may be an acronym; initials: of all words."""

    words: Tokens
    kinds: frozenset[str]
    short: str
    initials: str
    is_in_capitals: bool

    @property
    def rank(self) -> int:
        """Of what stands between commas, a university says more than an institute or a town."""
        if self.kinds & UNIVERSITY or self.words[0] in WHOLE:
            return 0
        return 1 if self.kinds or self.words[0].startswith(("polit", "polyt")) else 2


def affiliation_key(text: str) -> str:
    """What is left of an affiliation to tell it by; nothing if it names no place."""
    name = _name(text)
    return " ".join(name.words) if name else ""


@lru_cache(maxsize=16)
def same_places(these: frozenset[str], those: frozenset[str]) -> dict[str, frozenset[str]]:
    """Which of those affiliations are the institution of each of these. Kept, as the same ones are
    compared again and again."""
    keys: Keys = defaultdict(list)
    spelled: dict[str, set[str]] = defaultdict(set)
    for text in those:
        for name in names(text):
            for key in _keys(name):
                keys[key].append((text, name.kinds))
            for word in filter(_is_long, name.words):
                spelled[word[:BEGINNING]].add(word)
    return {
        text: frozenset(same for name in names(text) for same in _same(name, keys, spelled))
        for text in these
    }


def _keys(name: Name) -> Iterator[Key]:
    yield frozenset(name.words)
    # Jiao Tong is Jiaotong.
    yield "".join(name.words)
    if name.short:
        yield f"{name.short} short"
    if name.initials:
        yield f"{name.initials} initials"


def _same(name: Name, keys: Keys, spelled: Mapping[str, set[str]]) -> Iterator[str]:
    told: list[Key] = [frozenset(name.words), "".join(name.words), *_misspelled(name, spelled)]
    for key in told:
        for text, kinds in keys.get(key, ()):
            if not kinds or not name.kinds or kinds == name.kinds:
                yield text
    # An acronym is looked for among whole names, and a whole name among acronyms.
    if name.short:
        yield from (text for text, _ in keys.get(f"{name.short} initials", ()))
    if name.initials:
        yield from (text for text, _ in keys.get(f"{name.initials} short", ()))


def _misspelled(name: Name, spelled: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    words = frozenset(name.words)
    for word in filter(_is_long, words):
        for other in spelled.get(word[:BEGINNING], ()):
            if other != word and fuzz.ratio(word, other) >= ALIKE:
                yield words - {word} | {other}


def _is_long(word: str) -> bool:
    return len(word) >= LONG


@lru_cache(maxsize=20_000)
def names(text: str) -> tuple[Name, ...]:
    """Of an affiliation as people type it, with departments and towns around the names. It is
    several affiliations if there are slashes or semicolons."""
    bare = re.sub(r"\([^()]*\)", " ", text)
    return tuple(name for one in re.split(r"[;/|\n]", bare) for name in _names(one))


def _names(text: str) -> list[Name]:
    parts = _parts(text)
    if parts and _name(parts[0]) is None and WITHOUT.intersection(_tokens(parts[0])):
        return []
    said = [name for part in _with_campus(parts) if (name := _name(part))]
    if not said:
        return []
    best = min(name.rank for name in said)
    ranked = [name for name in said if name.rank == best < 2]
    is_university = any(name.kinds & UNIVERSITY for name in ranked)
    first = said[:1] if len(said[0].words) == 1 or not ranked else []
    # Beside a university they are its parts, or what half the country belongs to.
    acronyms = [] if is_university else [name for name in said if name.is_in_capitals]
    return list(dict.fromkeys([*ranked, *first, *acronyms]))


def _parts(text: str) -> list[str]:
    """What stands between commas, without countries, states and what is part of the next."""
    split = (_employer(part.strip()) for part in re.split(r",| [-–—] ", text))
    parts = [part for part in split if len(part) >= SHORTEST_ACRONYM]
    named = [part for part in parts if _tokens(part) not in COUNTRIES]
    return [part for part in named if not UNITS.intersection(_tokens(part)[:1])] or named


def _employer(part: str) -> str:
    """Student at KTH: KTH. Illinois at Chicago is a name."""
    role, at, place = part.partition(" at ")
    return place if at and SAYS_NOTHING.issuperset(_tokens(role)) else part


def _with_campus(parts: list[str]) -> list[str]:
    """One part for what only together is a name. A department does not tell the campus of a
    university that has a usual one."""
    joined: list[str] = []
    bare: int | None = None
    for part in parts:
        tokens = _tokens(part)
        if joined and tokens in UMBRELLAS:
            joined[-1] += f" {part}"
        elif bare is None or (CAMPUSES.get(_tokens(joined[bare])) and WITHIN.intersection(tokens)):
            joined.append(part)
        else:
            joined[bare] += f" {part}"
            bare = None
        if tokens in CAMPUSES:
            bare = len(joined) - 1
    return joined


@lru_cache(maxsize=20_000)
def _name(text: str) -> Name | None:
    """The name that a part is; none if nothing in it tells one place from others."""
    told = _tokens(text)
    told = told[:1] if WHOLE.intersection(told[:1]) else told
    told = ALSO.get(told, told)
    tokens = told + CAMPUSES.get(told, ())
    words = tuple(token for token in tokens if token not in KINDS and token not in TRIMMINGS)
    if SAYS_NOTHING.issuperset(words):
        return None
    is_short = len(told) == 1 and len(told[0]) >= SHORTEST_ACRONYM and told[0] not in WHOLE
    return Name(
        words=words,
        kinds=KINDS.intersection(tokens),
        short=told[0] if is_short else "",
        initials="".join(t[0] for t in told) if len(told) >= SHORTEST_ACRONYM else "",
        is_in_capitals=text.isupper(),
    )
