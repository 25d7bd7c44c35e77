"""When two affiliations, or two addresses, name one institution. Careful rather than clever: what
is missed can be declared, what is found wrongly can be dismissed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

# Words that many names of institutions share, in the languages where they are most often met.
COMMON = frozenset(
    "a and at de del der des di do für for la las le of the und y "
    "center centre department dept dipartimento départment département departamento "
    "division ecole école escuela fachbereich facultad faculty fakultät group inc institut "
    "institute instituto istituto lab laboratory labs ltd school univ universidad universidade "
    "università universitaet universitat universität universite université university".split()
)
# Of what stands between commas, a university says more than an institute or a town.
RANKS = [
    frozenset(
        "univ universidad universidade universita universitaet universitat universite "
        "university".split()
    ),
    frozenset(
        "academy college hospital institut institute instituto istituto polytechnic "
        "polytechnique".split()
    ),
]
# What begins so is a part of an institution.
UNITS = frozenset("department dept division faculty fakultat group lab laboratory school".split())
SMALL = frozenset("a and at de del der des di do for fur in la le of the und y".split())
# What people write for two words that every such name begins with.
SPELLED_OUT = {"tu": "technical", "uc": "california"}
# Their parts are institutions of their own: the campus belongs to the name.
CAMPUSES = frozenset("california|illinois|indian technology|massachusetts|texas".split("|"))
# Not an institution, but what people without one write.
NO_PLACE = frozenset(
    "independent|independent researcher|freelance|none|no affiliation|n|retired|self|student|"
    "unaffiliated|private|tba".split("|")
)
# Anybody may have an address there.
FREE_MAIL = frozenset(
    "126.com 139.com 163.com 189.cn 21cn.com acm.org aim.com alice.it aliyun.com aol.com arcor.de "
    "att.net bellsouth.net bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com centrum.cz "
    "comcast.net computer.org cox.net daum.net duck.com email.cz fastmail.com foxmail.com free.fr "
    "freenet.de gmail.com googlemail.com hanmail.net hey.com hushmail.com icloud.com ieee.org "
    "inbox.ru interia.pl internet.ru laposte.net libero.it list.ru mac.com mail.com mail.ru "
    "mailbox.org me.com msn.com nate.com naver.com o2.pl onet.pl online.de orange.fr pm.me "
    "posteo.de proton.me protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com "
    "sbcglobal.net seznam.cz sfr.fr sina.cn sina.com sina.com.cn sohu.com t-online.de terra.com.br "
    "tiscali.it tom.com tuta.com tutamail.com tutanota.com ukr.net uol.com.br verizon.net "
    "virgilio.it walla.com wanadoo.fr web.de wp.pl yandex.com yandex.ru yeah.net ymail.com "
    "zoho.com "
    # Set aside for examples (RFC 2606): nobody's.
    "example.com example.net example.org".split()
)
# The same below the name of any country.
FREE_EVERYWHERE = frozenset("gmx hotmail live outlook yahoo".split())
# Below a country: ac.uk, edu.cn, co.jp. An institution is one label further.
SECOND_LEVEL = frozenset("ac co com edu gob gov gouv govt gv mil net org or res uni".split())
# Of rapidfuzz's ratio: Northwestern and Northeastern are 91.7, Edinburgh and Edinburg 94.1.
ALIKE = 93
# Shorter names differ too easily by one letter.
LONG = 8
SHORTEST_ACRONYM = 3


@dataclass(frozen=True)
class Place:
    """What an affiliation is compared by. keys: what must be the same; core: its own words in
    order, which may be alike; short: it, if it may be an acronym; initials: of its whole name."""

    keys: frozenset[str]
    core: str
    short: str
    initials: str


def affiliation_key(text: str) -> str:
    """What is left of an affiliation to compare; nothing if it names no place."""
    key = " ".join(word for word in _words(text) if word not in _COMMON_PLAIN)
    return "" if key in NO_PLACE else key


def institution(email: str) -> str:
    """The domain of an address as its institution has it: cs.uni.edu and uni.edu are one.

    Nothing for addresses that anybody may have.
    """
    labels = email.casefold().rpartition("@")[2].strip(".").split(".")
    below_a_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    domain = ".".join(labels[-3:] if below_a_country else labels[-2:])
    is_anybodys = domain in FREE_MAIL or domain.partition(".")[0] in FREE_EVERYWHERE
    return "" if is_anybodys or "." not in domain else domain


def is_domain(text: str) -> bool:
    """Whether it is typed as the domain of an institution: kth.se, or @kth.se."""
    return re.fullmatch(r"@?[\w-]+(\.[\w-]+)+", text) is not None


@lru_cache(maxsize=16)
def same_places(these: frozenset[str], those: frozenset[str]) -> dict[str, frozenset[str]]:
    """Which of those affiliations are the institution of each of these. Kept, as the same ones are
    compared again and again."""
    mine = {text: place(text) for text in these}
    theirs = {text: place(text) for text in those}
    exact = _index(theirs)
    cores = [text for text, one in theirs.items() if len(one.core) >= LONG]
    choices = [theirs[text].core for text in cores]
    found = {}
    for text, one in mine.items():
        same = {other for key in _asked(one) for other in exact.get(key, ())}
        if len(one.core) >= LONG:
            alike = process.extract(
                one.core, choices, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
            )
            same |= {cores[n] for _, _, n in alike}
        found[text] = frozenset(same)
    return found


@lru_cache(maxsize=20_000)
def place(text: str) -> Place:
    """An affiliation as people type it, with department, town and acronym around the name."""
    name = _institution_in(re.sub(r"\([^)]*\)", " ", text))
    key = affiliation_key(name)
    words = [word for word in _words(name) if word not in SMALL]
    return Place(
        keys=frozenset({affiliation_key(text), key} - {""}),
        core=" ".join(sorted(key.split())),
        short=key if len(words) == 1 and len(key) >= SHORTEST_ACRONYM else "",
        initials="".join(word[0] for word in words) if len(words) >= SHORTEST_ACRONYM else "",
    )


def _index(places: dict[str, Place]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text, one in places.items():
        for key in one.keys:
            found[key].add(text)
        found[f"{one.short} short"].add(text)
        found[f"{one.initials} initials"].add(text)
    return found


def _asked(one: Place) -> Iterator[str]:
    """An acronym is looked for among whole names, and a whole name among acronyms."""
    yield from one.keys
    if one.short:
        yield f"{one.short} initials"
    if one.initials:
        yield f"{one.initials} short"


def _institution_in(text: str) -> str:
    """The part that names the institution, with its campus where that is one of its own."""
    parts = [part.strip() for part in re.split(r"[,;/|\n]| [-–—] ", text) if part.strip()]
    whole = [part for part in parts if not _is_unit(part)] or parts
    if not whole:
        return ""
    best = min(whole, key=_rank)
    after = whole[whole.index(best) + 1 :]
    if after and affiliation_key(best) in CAMPUSES:
        return f"{best} {after[0]}"
    return best


def _is_unit(part: str) -> bool:
    return next(iter(_words(part)), "") in UNITS


def _rank(part: str) -> int:
    words = set(_words(part))
    return next((n for n, rank in enumerate(RANKS) if words & rank), len(RANKS))


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", re.sub("['’]", "", _plain(text)))
    return [SPELLED_OUT.get(word, word) for word in words]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _all_plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


_COMMON_PLAIN = _all_plain(COMMON)
