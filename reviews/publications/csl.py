"""CSL-JSON, which Zotero and most managers of references export and doi.org and Crossref give.

Its fields: citationstyles.org, the schema "csl-data".
"""

from __future__ import annotations

import re

from reviews.publications.json_values import Json, at, listed, several, text
from reviews.publications.publication import Entry

# What no other kind of JSON says of a paper.
OWN = {"author", "issued", "container-title", "citation-key"}
NAMES = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def items(data: Json) -> list[Json] | None:
    """A list, one under "items", or a single item; Crossref wraps them in a "message"."""
    inner = at(data, "message") or data
    rows = several(at(inner, "items") or inner)
    return rows if any(_is_item(row) for row in rows) else None


def entry(item: Json) -> Entry:
    return Entry(
        title=_unmarked(_first(at(item, "title"))),
        abstract=_unmarked(text(at(item, "abstract"))),
        year=_year(at(item, "issued")),
        authors=tuple(_name(person) for person in listed(at(item, "author"))),
        venue=_first(at(item, "container-title")) or text(at(item, "publisher")),
    )


def _is_item(row: Json) -> bool:
    return isinstance(row, dict) and "title" in row and bool(OWN & row.keys())


def _first(value: Json) -> str:
    """Crossref has several titles of everything."""
    return text(next(iter(several(value)), ""))


def _name(person: Json) -> str:
    parts = [text(at(person, part)) for part in NAMES]
    return " ".join(filter(None, parts)) or text(at(person, "literal") or at(person, "name"))


def _year(issued: Json) -> str:
    first = next(iter(listed(at(issued, "date-parts"))), None)
    year = next(iter(several(first)), None)
    return text(year or at(issued, "raw") or at(issued, "literal"))


def _unmarked(words: str) -> str:
    """Without the tags of its few kinds of markup, or of Crossref's."""
    return re.sub(r"</?[a-z][^<>]{0,80}>", "", words)
