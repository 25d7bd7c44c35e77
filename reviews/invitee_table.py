"""A table of people to be invited, whose first line names its columns."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError

from reviews.invite import Invitee
from reviews.invitee_cells import ByName, addresses, load_in, name_in, person, topics_in

# The usual one comes first: of several that read as many columns, the first is it.
SEPARATORS = ",;\t"
AFFILIATION_LENGTH = 200
# A cell that says "mail" in a whole sentence is no column.
LONGEST_NAME = 40
# What a column may be called, without its spaces and hyphens.
CALLED = {
    "email": "email mail emailaddress mailaddress",
    "name": "name fullname reviewer reviewername",
    "first": "first firstname given givenname givennames",
    "last": "last lastname family familyname surname",
    "topics": "topic topics area areas expertise keywords",
    "load": "load papers maxload maxpapers maximumload",
    "affiliation": "affiliation affiliations institution institutions institute organization "
    "organisation university employer company",
}
COLUMNS = {word: column for column, words in CALLED.items() for word in words.split()}


@dataclass(frozen=True)
class Header:
    """The first line of a table: which column holds what."""

    separator: str
    cells: list[str]

    @cached_property
    def columns(self) -> list[str]:
        """What each is; nothing for those that mean nothing here, or are there a second time."""
        words = [_plain(cell) for cell in self.cells]
        kinds = [COLUMNS.get(word, "") for word in words]
        if "email" not in kinds:
            n = _of_addresses(words)
            kinds = [*kinds[:n], "email", *kinds[n + 1 :]] if n is not None else kinds
        return [kind if kind not in kinds[:n] else "" for n, kind in enumerate(kinds)]

    @property
    def known(self) -> int:
        return len(set(self.columns) - {""})

    @property
    def unused(self) -> list[str]:
        pairs = zip(self.cells, self.columns, strict=True)
        return [cell for cell, column in pairs if cell.strip() and not column]


def header_in(line: str) -> Header | None:
    """Of a table, if a cell is named for addresses and none is one."""
    if addresses(line):
        return None
    found = [Header(mark, next(csv.reader([line], delimiter=mark))) for mark in SEPARATORS]
    best = max(found, key=lambda header: header.known)
    return best if "email" in best.columns else None


def facts_of(header: Header, cells: list[str]) -> dict[str, str]:
    """By column, what a row says. Raises ValidationError where it is longer than the header."""
    width = len(header.cells)
    if any(cell.strip() for cell in cells[width:]):
        raise ValidationError(
            f"it has more cells than the first line. Put what holds a “{header.separator}” "
            "in quotes, and separate topics by |."
        )
    pairs = zip(header.columns, cells, strict=False)
    return {column: " ".join(cell.split()) for column, cell in pairs if column}


def check_quotes(header: Header, cells: list[str]) -> None:
    """Raises ValidationError if a row of several lines has addresses where none belong: the quote
    that made it so long took in the people below."""
    pairs = zip(header.columns, cells, strict=False)
    if any(column != "email" and "@" in cell for column, cell in pairs):
        raise ValidationError("a quote is opened here and not closed. Close it, or take it out.")


def read_row(facts: dict[str, str], topics: ByName) -> Invitee:
    one = person(facts.get("email", ""))
    name = facts.get("name") or f"{facts.get('first', '')} {facts.get('last', '')}".strip()
    return replace(
        one,
        name=name_in(name) if name else one.name,
        topics=topics_in(facts.get("topics", ""), topics),
        load=load_in(facts.get("load", "")),
    )


def _plain(cell: str) -> str:
    return re.sub(r"\([^()]*\)|\byour\b|[\W_]", "", cell.casefold())


def _of_addresses(words: list[str]) -> int | None:
    """The column that says mail, or else the one of addresses, which may be where people live."""
    says = [n for n, word in enumerate(words) if "mail" in word and len(word) <= LONGEST_NAME]
    named = [n for n, word in enumerate(words) if word == "address"]
    return next(iter(says + named), None)
