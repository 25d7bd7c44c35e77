"""When two affiliations, or two addresses, name one institution. Careful rather than clever: what
is missed can be declared, what is found wrongly can be dismissed."""

from __future__ import annotations

import re
import unicodedata

# Words that many names of institutions share, in the languages where they are most often met.
COMMON = frozenset(
    "a and at de del der des di do für für la las le of the und y "
    "center centre college department dept dipartimento départment département departamento "
    "division ecole école escuela fachbereich facultad faculty fakultät group inc institut "
    "institute instituto istituto lab laboratory labs ltd school univ universidad universidade "
    "università universitaet universitat universität universite université university".split()
)
# Not an institution, but what people without one write.
NO_PLACE = frozenset(
    "independent|independent researcher|freelance|none|no affiliation|n|retired|self|student|"
    "unaffiliated|private|tba".split("|")
)
# Anybody may have an address there.
FREE_MAIL = frozenset(
    "126.com 163.com aim.com aol.com duck.com fastmail.com foxmail.com free.fr gmail.com gmx.at "
    "gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.fr "
    "icloud.com laposte.net libero.it live.com mac.com mail.com mail.ru mailbox.org me.com msn.com "
    "naver.com online.de orange.fr outlook.com pm.me posteo.de proton.me protonmail.com qq.com "
    "rediffmail.com rocketmail.com sina.com sohu.com t-online.de tuta.com tutanota.com wanadoo.fr "
    "web.de yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.com yandex.ru "
    "yeah.net ymail.com zoho.com "
    # Set aside for examples (RFC 2606): nobody's.
    "example.com example.net example.org".split()
)
# Below a country: ac.uk, edu.cn, co.jp. An institution is one label further.
SECOND_LEVEL = frozenset("ac co com edu gob gov gouv govt gv mil net org or res uni".split())


def affiliation_key(text: str) -> str:
    """What is left of an affiliation to compare; nothing if it names no place."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    words = [word for word in re.findall(r"\w+", plain) if word not in _COMMON_PLAIN]
    key = " ".join(words)
    return "" if key in NO_PLACE else key


def institution(email: str) -> str:
    """The domain of an address as its institution has it: cs.uni.edu and uni.edu are one.

    Nothing for addresses that anybody may have.
    """
    labels = email.casefold().rpartition("@")[2].strip(".").split(".")
    below_a_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    domain = ".".join(labels[-3:] if below_a_country else labels[-2:])
    return "" if domain in FREE_MAIL or "." not in domain else domain


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


_COMMON_PLAIN = frozenset(map(_plain, COMMON))
