"""People to be invited, read from what somebody pastes: addresses, or a table with a header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from reviews.invite import Invitee
from workshop.forms import no_link
from workshop.models import Topic

LARGEST_LOAD = 60
NAME_LENGTH = 120
ADDRESS_LENGTH = 254
SHOWN = 80
LINE = re.compile(r'(?:"?(?P<name>[^"<>]*?)"?\s*<(?P<in_brackets>[^<>]*)>|(?P<bare>[^<>]+))')
SEPARATORS = ",;\t"
# What a column may be called, without its spaces and hyphens.
CALLED = {
    "email": "address email mail emailaddress mailaddress",
    "name": "name fullname reviewer",
    "first": "first firstname given givenname givennames",
    "last": "last lastname family familyname surname",
    "topics": "topic topics area areas expertise keywords",
    "load": "load papers maxload maxpapers maximumload",
}
COLUMNS = {word: column for column, words in CALLED.items() for word in words.split()}


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
    """What was read. `unused`: columns that mean nothing here; `twice`: lines that say it again."""

    invitees: list[Invitee] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    twice: list[Remark] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, line: int, one: Invitee) -> None:
        """Whoever stands there twice is read once."""
        first = self.lines.get(one.email)
        if first is not None:
            self.twice.append(Remark(line, one.email, f"twice on the list; line {first} counts."))
            return
        self.lines[one.email] = line
        self.invitees.append(one)


@dataclass(frozen=True)
class Header:
    """The first line of a table: which column holds what."""

    separator: str
    cells: list[str]

    @property
    def columns(self) -> list[str]:
        return [COLUMNS.get(re.sub(r"[\W_]", "", cell.casefold()), "") for cell in self.cells]

    @property
    def known(self) -> int:
        return len(set(self.columns) - {""})


def read(text: str, topics: Sequence[Topic]) -> People:
    """Everybody in the text. A first line that names a column of addresses makes it a table."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.strip()), None)
    header = _header(lines[start]) if start is not None else None
    if header is None or start is None:
        return _addresses(lines)
    return _table(lines, start, header, {topic.name.casefold(): topic for topic in topics})


def _header(line: str) -> Header | None:
    found = [Header(mark, next(csv.reader([line], delimiter=mark))) for mark in SEPARATORS]
    best = max(found, key=lambda header: header.known)
    return best if "email" in best.columns else None


def _addresses(lines: Sequence[str]) -> People:
    people = People()
    for number, line in enumerate(lines, start=1):
        for piece in pieces(line):
            try:
                people.add(number, invitee(piece))
            except ValidationError as problem:
                people.wrong.append(Remark(number, piece, " ".join(problem.messages)))
    return people


def _table(lines: Sequence[str], start: int, header: Header, topics: dict[str, Topic]) -> People:
    pairs = zip(header.cells, header.columns, strict=True)
    people = People(unused=[cell for cell, column in pairs if cell.strip() and not column])
    rows = csv.reader(lines[start + 1 :], delimiter=header.separator)
    for cells in rows:
        number = start + 1 + rows.line_num
        if not any(cell.strip() for cell in cells):
            continue
        try:
            people.add(number, _row(header, cells, topics))
        except ValidationError as problem:
            text = header.separator.join(cells)
            people.wrong.append(Remark(number, text, " ".join(problem.messages)))
    return people


def _row(header: Header, cells: list[str], topics: dict[str, Topic]) -> Invitee:
    width = len(header.cells)
    if any(cell.strip() for cell in cells[width:]):
        raise ValidationError(
            f"it has more cells than the first line. Put what holds a “{header.separator}” "
            "in quotes, and separate topics by |."
        )
    facts: dict[str, str] = {}
    for column, cell in zip(header.columns, cells, strict=False):
        facts.setdefault(column, " ".join(cell.split()))
    one = invitee(facts.get("email", ""))
    name = facts.get("name") or f"{facts.get('first', '')} {facts.get('last', '')}".strip()
    return replace(
        one,
        name=_name(name) if name else one.name,
        topics=_topics(facts.get("topics", ""), topics),
        load=_load(facts.get("load", "")),
    )


def _topics(cell: str, topics: dict[str, Topic]) -> tuple[Topic, ...]:
    if cell.casefold() in topics:
        return (topics[cell.casefold()],)
    names = [name.strip() for name in re.split(r"[;|]", cell) if name.strip()]
    unknown = [name for name in names if name.casefold() not in topics]
    if unknown:
        said = ", ".join(f"“{name[:SHOWN]}”" for name in unknown)
        are = "is no topic" if len(unknown) == 1 else "are no topics"
        raise ValidationError(
            f"{said} {are} of this workshop. Write topics as in the list below, or leave them out."
        )
    return tuple(dict.fromkeys(topics[name.casefold()] for name in names))


def _load(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isdecimal() and len(cell) < 4 and 1 <= int(cell) <= LARGEST_LOAD):
        raise ValidationError(f"the load is a whole number from 1 to {LARGEST_LOAD}.")
    return int(cell)


def pieces(text: str) -> Iterator[str]:
    """What stands between line ends, semicolons, and commas that are not in quotes."""
    for piece in re.findall(r'(?:"[^"\r\n]*"|[^,;\r\n"]|")+', text):
        if piece.strip():
            yield piece.strip()


def invitee(piece: str) -> Invitee:
    """An address with the name beside it; says what is wrong, and how it looks when right."""
    match = LINE.fullmatch(" ".join(piece.split()))  # many spaces would take quadratic time
    email = ((match["in_brackets"] or match["bare"] or "") if match else "").strip().lower()
    name = " ".join((match["name"] or "").split()) if match else ""
    try:
        validate_email(email)
        MaxLengthValidator(ADDRESS_LENGTH)(email)
    except ValidationError:
        raise ValidationError(
            "this is not a whole address. Write ann@university.edu, "
            "or Ann Berg <ann@university.edu>."
        ) from None
    return Invitee(email, _name(name))


def _name(name: str) -> str:
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"the name has more than {NAME_LENGTH} letters. Shorten it.")
    no_link(name)
    return name
