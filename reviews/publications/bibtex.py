"""BibTeX, as pasted, or exported by ORCID, DBLP, Google Scholar and most others."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import islice

from bibtexparser.library import Library
from bibtexparser.middlewares import default_parse_stack
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as Item
from bibtexparser.splitter import Splitter

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


def is_bibtex(text: str) -> bool:
    return BLOCK.search(text) is not None


def entries(text: str) -> Iterator[Entry]:
    for block in _blocks(text):
        where = f" (line {(block.start_line or 0) + 1})"
        if isinstance(block, Item):
            if block.entry_type.lower() not in NOT_ONES_OWN:
                yield _entry(block, where)
        elif isinstance(block, ParsingFailedBlock):
            yield Entry(where=where, problem="is not closed, or has a comma or a quote amiss")


def _blocks(text: str) -> list[Block]:
    """Every block, those too whose key or field is there twice. Of two strings the first counts."""
    library = Library()
    following = next(islice(BEGINNING.finditer(text), MOST, None), None)
    text = text[: following.start()] if following else text
    for number, block in enumerate(Splitter(text).split().blocks):
        inner: Block | None = block
        while isinstance(inner, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            inner = inner.ignore_error_block
        if isinstance(inner, Item):
            inner.key = f"{number} {inner.key}"  # pasted lists often repeat them
            library.add(inner)
        elif inner is block:
            library.add(block)
    for step in default_parse_stack():
        library = step.transform(library)
    return library.blocks


def _entry(block: Item, where: str) -> Entry:
    fields = {key.lower(): str(one.value) for key, one in block.fields_dict.items()}
    people = " ".join(fields.get("author", "").split())
    venue = fields.get("journal") or fields.get("booktitle") or fields.get("school") or ""
    return Entry(
        title=plain(fields.get("title", "")),
        abstract=plain(fields.get("abstract", "")),
        year=fields.get("year") or fields.get("date") or "",
        authors=tuple(_name(name) for name in people.split(" and ") if name != "others"),
        venue=plain(venue),
        where=where,
    )


def _name(name: str) -> str:
    """ "Last, First" and "Last, Jr., First" in the order in which they are spoken."""
    parts = [part.strip() for part in name.split(",")]
    last, *middle = parts
    return plain(" ".join([middle[-1], last, *middle[:-1]]) if middle else last)
