"""A publication, what was read of a file, and how the two are put together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

ENTRIES = 2000
TITLE, ABSTRACT, VENUE, NAME, NAMES = 300, 5000, 200, 120, 200  # characters; names: how many
BEGINNING = 3000  # characters of a text: its title and abstract, and some more
YEARS = range(1800, 2200)
PROBLEMS = 20
# In a row, as in Unicode's stream-safe text (UAX 15): to put them in order takes quadratic time.
MARKS = 30


@dataclass(frozen=True)
class Publication:
    """source: the kind of file that it was read from; text: what its PDF says, if it was one."""

    title: str
    abstract: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    venue: str = ""
    source: str = ""
    text: str = ""


@dataclass
class Reading:
    """found: how many entries there were; read: how many of them are good, the same ones too;
    problems: sentences fit for the page, about all or about one entry."""

    source: str = ""
    publications: list[Publication] = field(default_factory=list)
    found: int = 0
    read: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """In a few words: "38 of 40 entries were read. Entry 12 has no title."."""
        told = self.problems[:PROBLEMS]
        more = len(self.problems) - len(told)
        rest = [f"And {more} more like these."] if more else []
        count = f"{self.read} of {self.found} entries were read." if self.found else ""
        return " ".join([*([count] if count else []), *told, *rest])


@dataclass(frozen=True)
class Entry:
    """One entry as it stands in a file. where: what helps to find it there, as in " (line 3)";
    problem: why it cannot be read, as in "is not closed"."""

    title: str = ""
    abstract: str = ""
    year: str = ""
    authors: tuple[str, ...] = ()
    venue: str = ""
    where: str = ""
    problem: str = ""


def collect(source: str, entries: Iterable[Entry]) -> Reading:
    """Clean publications of these entries, each once."""
    reading = Reading(source)
    for entry in entries:
        if reading.found == ENTRIES:
            reading.problems.append(f"Only the first {ENTRIES:,} entries were read.")
            break
        reading.found += 1
        title = clean(entry.title, TITLE)
        problem = entry.problem or ("" if title else "has no title")
        if problem:
            reading.problems.append(f"Entry {reading.found}{entry.where} {problem}.")
        else:
            reading.read += 1
            reading.publications.append(_publication(source, title, entry))
    reading.publications = merged(reading.publications)
    return reading


def merged(publications: Iterable[Publication]) -> list[Publication]:
    """Each once, in the order of first appearance; the one with an abstract wins, and what it does
    not say is taken from the other."""
    found: list[Publication] = []
    places: dict[str, list[int]] = {}
    for one in publications:
        same = places.setdefault(title_key(one.title), [])
        at = next((n for n in same if alike(found[n].text, one.text)), None)
        if at is None:
            same.append(len(found))
            found.append(one)
        else:
            found[at] = _both(found[at], one)
    return found


def alike(text: str, other: str) -> bool:
    """Whether they may be of one paper, as two versions of it are. What a PDF has for a title can
    be a running head that is the same on many. No text is like any."""
    one, two = _threes(text), _threes(other)
    return text == other or 2 * len(one & two) >= min(len(one), len(two))


def _threes(text: str) -> set[tuple[str, ...]]:
    """Each three words that follow one another where it begins."""
    words = re.findall(r"\w+", text[:BEGINNING].casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def clean(text: str, length: int) -> str:
    """On one line, without characters that no database or page takes, cut to this length."""
    # What is cut is many times what is kept, as white space may be most of it.
    short = text[: length * 10].encode("utf-8", "ignore").decode()
    printable = " ".join("".join(_printable(short)).split())
    return unicodedata.normalize("NFC", printable)[:length].strip()


def _printable(text: str) -> Iterator[str]:
    marks = 0
    for c in text:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= MARKS:
            yield " " if unicodedata.category(c) == "Cc" else c


def _publication(source: str, title: str, entry: Entry) -> Publication:
    names = (clean(name, NAME) for name in entry.authors[:NAMES])
    digits = clean(entry.year, 40)[:4]
    year = int(digits) if digits.isascii() and digits.isdigit() else 0
    return Publication(
        title=title,
        abstract=clean(entry.abstract, ABSTRACT),
        year=year if year in YEARS else None,
        authors=tuple(name for name in names if name),
        venue=clean(entry.venue, VENUE),
        source=source,
    )


def _both(one: Publication, other: Publication) -> Publication:
    first, second = (other, one) if other.abstract and not one.abstract else (one, other)
    return replace(
        first,
        year=first.year or second.year,
        authors=first.authors or second.authors,
        venue=first.venue or second.venue,
        text=first.text or second.text,
    )


def title_key(title: str) -> str:
    """The letters and digits of a title alone, without accents."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if c.isalnum()) or title
