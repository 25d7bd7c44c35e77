"""People to be invited, read from what somebody pastes: lines with addresses, or a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from reviews.invite import Invitee
from reviews.invitee_cells import SHOWN, ByName, by_name
from reviews.invitee_lines import pieces, read_line
from reviews.invitee_table import (
    AFFILIATION_LENGTH,
    Header,
    check_quotes,
    facts_of,
    header_in,
    read_row,
)
from workshop.models import Topic


@dataclass(frozen=True)
class Remark:
    """Something about a line, and what is to be done about it."""

    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"Line {self.line}, “{self.text[:SHOWN]}”: {self.why}"


@dataclass
class People:
    """What was read. `unused`: columns that mean nothing here; `twice`: lines that say it again;
    `affiliations`: by address, to compare and not to keep; `is_table`: columns are named.
    """

    invitees: list[Invitee] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    twice: list[Remark] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    affiliations: dict[str, str] = field(default_factory=dict)
    is_table: bool = False
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def may_be_a_table(self) -> bool:
        """Whether lines that are wrong look like rows of one, without a first line."""
        return not self.is_table and any(re.search(r"[,;\t]", one.text) for one in self.wrong)

    def add(self, line: int, one: Invitee, affiliation: str = "") -> None:
        """Whoever stands there twice is read once."""
        first = self.lines.get(one.email)
        if first is not None:
            self.twice.append(Remark(line, one.email, f"twice on the list; line {first} counts."))
            return
        self.lines[one.email] = line
        self.invitees.append(one)
        if affiliation:
            self.affiliations[one.email] = affiliation[:AFFILIATION_LENGTH]

    def note_wrong(self, line: int, text: str, problem: ValidationError) -> None:
        self.wrong.append(Remark(line, text, " ".join(problem.messages)))


def read(text: str, topics: Sequence[Topic]) -> People:
    """Everybody in the text. A first line that names a column of addresses makes it a table."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    header = header_in(lines[start]) if start is not None else None
    if header is None or start is None:
        return _lines(lines, by_name(topics))
    return _table(lines, start, header, by_name(topics))


def _lines(lines: Sequence[str], topics: ByName) -> People:
    people = People()
    for number, line in enumerate(lines, start=1):
        for piece in pieces(line):
            try:
                people.add(number, read_line(piece, topics))
            except ValidationError as problem:
                people.note_wrong(number, piece, problem)
    return people


def _table(lines: Sequence[str], start: int, header: Header, topics: ByName) -> People:
    people = People(unused=header.unused, is_table=True)
    rows = csv.reader([f"{line}\n" for line in lines[start + 1 :]], delimiter=header.separator)
    read_before = 0
    for cells in rows:
        number = start + 2 + read_before
        is_one_line = rows.line_num == read_before + 1
        read_before = rows.line_num
        if not any(cell.strip() for cell in cells):
            continue
        try:
            if not is_one_line:
                check_quotes(header, cells)
            facts = facts_of(header, cells)
            people.add(number, read_row(facts, topics), facts.get("affiliation", ""))
        except ValidationError as problem:
            people.note_wrong(number, header.separator.join(cells), problem)
    return people
