"""A line without a first line above it that names columns: an address, and what stands beside."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

from django.core.exceptions import ValidationError

from reviews.invite import Invitee
from reviews.invitee_cells import (
    UNCLEAR,
    ByName,
    addresses,
    beside,
    checked,
    load_in,
    name_in,
    person,
    topics_in,
)

# What stands within a name least often comes first: the first that sets the address apart is it.
SEPARATORS = "\t;,"
# Between persons on one line, the widest first.
BETWEEN = (r'(?:"[^"]*"|[^;"]|")+', r'(?:"[^"]*"|[^,"]|")+', r"\S+")


def pieces(line: str, between: tuple[str, ...] = BETWEEN) -> list[str]:
    """The line, or a piece for each person if there are several addresses in it."""
    if len(addresses(line)) < 2 or not between:
        return [line.strip()] if line.strip() else []
    parts = re.findall(between[0], line)
    if len(between) == 1 and not all("@" in part for part in parts):
        return [line.strip()]
    return [piece for part in parts for piece in pieces(part, between[1:])]


def read_line(piece: str, topics: ByName) -> Invitee:
    """Cells are name, address, topics and load. Where the address stands elsewhere, a cell beside
    it is the name."""
    if len(addresses(piece)) == 1:
        for mark in SEPARATORS:
            cells = _cells(piece, mark)
            n = next(n for n, cell in enumerate(cells) if "@" in cell)
            if not _has_more(cells[n]):
                return _of_cells(cells, n, topics)
    one = person(piece)
    return replace(one, name=_name(one.name, topics))


def _cells(line: str, mark: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True))
    return [" ".join(cell.split()) for cell in cells]


def _has_more(cell: str) -> bool:
    """More than the address. What is unclear of it is told where it is read."""
    try:
        return beside(cell) != ""
    except ValidationError:
        return True


def _of_cells(cells: list[str], n: int, topics: ByName) -> Invitee:
    email = checked(addresses(cells[n])[0])
    if n == 1 and 2 < len(cells) < 5:
        name, _, areas, load = [*cells, ""][:4]
        return Invitee(email, _name(name, topics), topics_in(areas, topics), load_in(load))
    others = [cell for cell in cells[:n] + cells[n + 1 :] if cell]
    if len(others) > 1:
        raise ValidationError(UNCLEAR)
    return Invitee(email, _name("".join(others), topics))


def _name(text: str, topics: ByName) -> str:
    """Where no column says that it is one, a number or a topic is none."""
    if re.search(r"\d", text) or text.casefold() in topics:
        raise ValidationError(UNCLEAR)
    return name_in(text)
