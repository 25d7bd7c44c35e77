"""CSV files without a header, as OpenReview writes them, into arrays.

UTF-8, with or without a byte order mark, any line ends; empty lines count for nothing, nor does
space around a field. Ids are any strings. Papers and reviewers are put in the order of their ids,
so that the order of the lines does not matter.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reviews.matching.instance import Counts, Flags, Numbers

Row = tuple[int, list[str]]
# Greater scores would not add up exactly.
MOST = 1e12
MOST_SHOWN = 60


class Unreadable(Exception):
    """What is wrong, with the file and, where there is one, the line."""

    def __init__(self, path: Path, line: int | None, text: str) -> None:
        where = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{where}: {text}")


@dataclass
class Names:
    """Who is who in the arrays, and what was said of others.

    papers, reviewers  an id's place among the sorted ones
    warnings           lines that name somebody whom the scores do not
    """

    papers: dict[str, int]
    reviewers: dict[str, int]
    warnings: list[str] = field(default_factory=list)

    def knows(self, path: Path, line: int, paper: str | None, reviewer: str) -> bool:
        """Warns if not."""
        unknown = [] if paper is None or paper in self.papers else [f"paper “{paper}”"]
        unknown += [] if reviewer in self.reviewers else [f"reviewer “{reviewer}”"]
        if unknown:
            text = f"{path}, line {line}: left out, for no score names {' or '.join(unknown)}"
            self.warnings.append(text)
        return not unknown


def scores(path: Path) -> tuple[Numbers, Names]:
    """Lines of `paper,reviewer,score` as (papers, reviewers), 0 where there is none."""
    papers: dict[str, int] = {}
    reviewers: dict[str, int] = {}
    rows, columns, lines = array("q"), array("q"), array("q")
    values = array("d")
    for line, (paper, reviewer, score) in _rows(path, "paper,reviewer,score"):
        values.append(_number(path, line, score))
        rows.append(papers.setdefault(paper, len(papers)))
        columns.append(reviewers.setdefault(reviewer, len(reviewers)))
        lines.append(line)
    if not values:
        raise Unreadable(path, None, "holds no score")
    row, names_p = _sorted(papers)
    column, names_r = _sorted(reviewers)
    at = row[np.array(rows)], column[np.array(columns)]
    _each_once(path, at[0] * len(reviewers) + at[1], np.array(lines))
    affinity = np.zeros((len(papers), len(reviewers)))
    affinity[at] = values
    return affinity, Names(names_p, names_r)


def pairs(path: Path, names: Names, *, must: bool = False) -> Flags:
    """Lines of `paper,reviewer` as (papers, reviewers).

    Whom no score names is worth a warning, or, if they `must` be there, makes it unreadable.
    """
    flags = np.zeros((len(names.papers), len(names.reviewers)), dtype=bool)
    for line, (paper, reviewer) in _rows(path, "paper,reviewer"):
        if names.knows(path, line, paper, reviewer):
            flags[names.papers[paper], names.reviewers[reviewer]] = True
        elif must:
            raise Unreadable(path, line, "no score names both of these")
    return flags


def reviewers(path: Path, names: Names) -> Flags:
    """Lines of `reviewer` as (reviewers,)."""
    flags = np.zeros(len(names.reviewers), dtype=bool)
    for line, (reviewer,) in _rows(path, "reviewer"):
        if names.knows(path, line, None, reviewer):
            flags[names.reviewers[reviewer]] = True
    return flags


def groups(path: Path, names: Names) -> Counts:
    """Lines of `reviewer,group` as (reviewers,): a number for each group, -1 for none."""
    numbers: dict[str, int] = {}
    group = np.full(len(names.reviewers), -1, dtype=np.int64)
    for line, (reviewer, name) in _once(path, "reviewer,group"):
        if names.knows(path, line, None, reviewer):
            group[names.reviewers[reviewer]] = numbers.setdefault(name, len(numbers))
    return group


def loads(path: Path, names: Names, least: Counts, most: Counts) -> None:
    """Lines of `reviewer,least,most` into `least` and `most`, (reviewers,)."""
    for line, (reviewer, low, high) in _once(path, "reviewer,min,max"):
        few, many = _count(path, line, low), _count(path, line, high)
        if few > many:
            raise Unreadable(path, line, f"the least load, {few}, is above the greatest, {many}")
        if names.knows(path, line, None, reviewer):
            least[names.reviewers[reviewer]] = few
            most[names.reviewers[reviewer]] = many


def _rows(path: Path, columns: str) -> Iterator[Row]:
    """Each line that holds something, with its number; the columns without space around them."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for row in reader:
            fields = [one.strip() for one in row]
            if not any(fields) and len(fields) <= 1:
                continue
            if len(fields) != len(columns.split(",")) or "" in fields:
                found = ",".join(row)[:MOST_SHOWN]
                text = f"expected “{columns}”, found “{found}”"
                raise Unreadable(path, reader.line_num, text)
            yield reader.line_num, fields
    except csv.Error as error:
        raise Unreadable(path, reader.line_num, str(error)) from error


def _once(path: Path, columns: str) -> Iterator[Row]:
    """As `_rows`, each first column once."""
    seen: dict[str, int] = {}
    for line, row in _rows(path, columns):
        if (before := seen.setdefault(row[0], line)) != line:
            raise Unreadable(path, line, f"“{row[0]}” is on line {before} already")
        yield line, row


def _text(path: Path) -> str:
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise Unreadable(path, None, error.strerror or str(error)) from error
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(path, line, "this is not UTF-8") from error


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not abs(value) <= MOST:
        hint = "; no header is expected" if line == 1 else ""
        raise Unreadable(path, line, f"“{text}” is no number, or a very large one{hint}")
    return value


def _count(path: Path, line: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable(path, line, f"“{text}” is no whole number, or a very large one")
    return int(text)


def _sorted(found: dict[str, int]) -> tuple[Counts, dict[str, int]]:
    """Where what was found first, second, … stands among the sorted, and the sorted by name."""
    names = {name: place for place, name in enumerate(sorted(found))}
    return np.array([names[name] for name in found], dtype=np.int64), names


def _each_once(path: Path, cells: Counts, lines: Counts) -> None:
    order = np.argsort(cells, kind="stable")
    again = np.flatnonzero(np.diff(cells[order]) == 0)
    if again.size:
        second = order[again + 1].min()
        first = np.flatnonzero(cells == cells[second])[0]
        text = f"this pair has a score already, on line {lines[first]}"
        raise Unreadable(path, int(lines[second]), text)
