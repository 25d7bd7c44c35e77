"""The value of a field of BibTeX: pieces in braces, in quotes or bare, with # between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# Strings may be made of strings, each twice as long as the one before.
LONGEST_STRING = 2000
# And a value of one string many times over.
MORE_OF_STRINGS = 5_000
MARK = re.compile(r'(?<!\\)[{}"#=]')
# The name of a field, behind something that a comma should have ended.
NEXT_FIELD = re.compile(r'[\s}"]([A-Za-z][\w-]{0,40})\s{0,9}$')
LONGEST_NAME = 60


class NoCommaError(ValueError):
    """`name`: the field that begins inside the value; `lines`: how many lines down."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__(name)
        self.name, self.lines = name, lines


def joined(value: str, strings: Mapping[str, str]) -> str:
    """The whole value, but for what strings would add beyond measure. `strings`: by name, in small
    letters. Raises NoCommaError."""
    found, room = [], len(value) + MORE_OF_STRINGS
    for piece in _pieces(value):
        found.append(_piece(piece.strip(), strings)[:room])
        room -= len(found[-1])
        if not room:
            break
    return "".join(found)


def _pieces(value: str) -> Iterator[str]:
    depth, is_quoted, start = 0, False, 0
    for mark in MARK.finditer(value):
        if mark[0] in "{}":
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
        elif depth:
            continue
        elif mark[0] == '"':
            is_quoted = not is_quoted
        elif mark[0] == "=" and not is_quoted:
            _check(value, mark.start())
        elif mark[0] == "#" and not is_quoted:
            yield value[start : mark.start()]
            start = mark.end()
    yield value[start:]


def _check(value: str, equals: int) -> None:
    begun = max(0, equals - LONGEST_NAME)
    found = NEXT_FIELD.search(value[begun:equals])
    if found:
        raise NoCommaError(found[1], value.count("\n", 0, begun + found.start(1)))


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if len(piece) > 1 and piece[0] + piece[-1] in ("{}", '""'):
        return piece[1:-1]
    return strings.get(piece.lower(), piece)
