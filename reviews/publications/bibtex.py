"""BibTeX, as pasted, or exported by ORCID, DBLP, Google Scholar and most others."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as Item
from bibtexparser.splitter import Splitter

from reviews.publications.bibtex_values import LONGEST_STRING, NoCommaError, joined
from reviews.publications.latex import plain
from reviews.publications.publication import ENTRIES, Entry

# It writes a line for each block that it cannot read, which our sentences tell better.
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

BLOCK = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
# What the library takes for the beginning of a block. It takes quadratic time in their number.
BEGINNING = re.compile(r"@\w{0,40}[ \t]{0,9}[{(]")
MOST = 2 * ENTRIES
# Whole volumes, in which a reviewer's own paper is an entry of its own.
NOT_ONES_OWN = {"proceedings"}
FIELDS = set("title abstract year date author journal booktitle school".split())


def is_bibtex(text: str) -> bool:
    return BLOCK.search(text) is not None


def entries(text: str) -> Iterator[Entry]:
    blocks = list(_blocks(text))
    strings = _strings(blocks)
    for block in blocks:
        if isinstance(block, Item):
            if block.entry_type.lower() not in NOT_ONES_OWN:
                yield _entry(block, strings)
        elif isinstance(block, ParsingFailedBlock):
            problem = "is not closed, or has a comma or a quote amiss"
            yield Entry(where=_line(block.start_line), problem=problem)


def _blocks(text: str) -> Iterator[Block]:
    """Every block, those too whose key or field is there twice."""
    following = next(islice(BEGINNING.finditer(text), MOST, None), None)
    text = text[: following.start()] if following else text
    for block in Splitter(text).split().blocks:
        inner: Block | None = block
        while isinstance(inner, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            inner = inner.ignore_error_block
        yield inner or block


def _strings(blocks: Iterable[Block]) -> dict[str, str]:
    """By name, in small letters. Of two the first counts."""
    strings: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, String):
            with suppress(NoCommaError):
                value = joined(block.value, strings)[:LONGEST_STRING]
                strings.setdefault(block.key.lower(), value)
    return strings


def _entry(block: Item, strings: Mapping[str, str]) -> Entry:
    fields = {}
    for one in block.fields:
        try:
            value = joined(str(one.value), strings)
        except NoCommaError as missing:
            line = (one.start_line or 0) + missing.lines
            return Entry(where=_line(line), problem=f"has no comma before “{missing.name}”")
        if one.key.lower() in FIELDS:
            fields[one.key.lower()] = value
    people = " ".join(fields.get("author", "").split())
    venue = fields.get("journal") or fields.get("booktitle") or fields.get("school") or ""
    return Entry(
        title=plain(fields.get("title", "")),
        abstract=plain(fields.get("abstract", "")),
        year=fields.get("year") or fields.get("date") or "",
        authors=tuple(_name(name) for name in people.split(" and ") if name != "others"),
        venue=plain(venue),
        where=_line(block.start_line),
    )


def _line(start: int | None) -> str:
    return f" (line {(start or 0) + 1})"


def _name(name: str) -> str:
    """ "Last, First" and "Last, Jr., First" in the order in which they are spoken."""
    parts = [part.strip() for part in name.split(",")]
    last, *middle = parts
    return plain(" ".join([middle[-1], last, *middle[:-1]]) if middle else last)
