"""A TOML file as it is read: every key is asked for, every mistake is kept with its place."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from workshop.dates import BETWEEN, FINAL_DAY, FIRST_DAY

# What is given back for a value that is wrong, so that the reading goes on. Never written.
NO_DAY = date(1, 1, 1)
NO_TIME = time(0, tzinfo=UTC)  # no time of day in a file has a zone


@dataclass(frozen=True)
class Mistake:
    """Where in the file, and what was expected there."""

    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.key}: {self.text}" if self.key else self.text


class Mistakes(Exception):
    """What is wrong with a file. Nothing of it has been written."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class Table:
    """A table of the file. A key that nobody asks for is a mistake, for it is a misspelled one."""

    def __init__(self, values: dict[str, Any], where: str, mistakes: list[Mistake]) -> None:
        self.values = values
        self.where = where
        self.mistakes = mistakes
        self.known: list[str] = []
        self.tables_within: list[Table] = []

    def key(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def wrong(self, name: str, expected: str) -> None:
        """Keep a mistake: what stands under this key, and what was expected there."""
        found = quoted(self.values[name]) if name in self.values else "nothing"
        self.mistakes.append(Mistake(self.key(name), f"expected {expected}, found {found}"))

    def has(self, name: str) -> bool:
        self.known.append(name)
        return name in self.values

    def text(self, name: str, field: Any, *, default: str | None = None) -> str:
        """A text that fits a model's field, which is given as `Workshop.title`."""
        if not self.has(name) and default is not None:
            return default
        value = self.values.get(name)
        if misfit := _misfit(value, field, may_be_empty=default is not None):
            self.wrong(name, misfit)
            return ""
        return str(value).strip()

    def checked(
        self,
        name: str,
        field: Any,
        expected: str,
        check: Callable[[str], Any],
        *,
        default: str | None = None,
    ) -> str:
        """A text that also passes a validator."""
        value = self.text(name, field, default=default)
        if value:
            try:
                check(value)
            except ValidationError:
                self.wrong(name, expected)
        return value

    def choice(self, name: str, choices: Iterable[str], *, default: str | None = None) -> str:
        if not self.has(name) and default is not None:
            return default
        value, choices = self.values.get(name), list(choices)
        if value in choices:
            return str(value)
        several = len(choices) > 1
        self.wrong(name, f"one of {', '.join(choices)}" if several else choices[0])
        return choices[0]

    def number(self, name: str, *, most: int = 9999) -> int:
        self.has(name)
        value = self.values.get(name)
        if type(value) is not int or not 1 <= value <= most:
            self.wrong(name, f"a whole number from 1 to {most}")
            return 0
        return value

    def yes(self, name: str, *, default: bool) -> bool:
        if not self.has(name):
            return default
        if not isinstance(self.values[name], bool):
            self.wrong(name, "true or false")
        return bool(self.values[name])

    def day(self, name: str) -> date:
        self.has(name)
        value = self.values.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.wrong(name, "a day such as 2027-06-15, without quotes")
            return NO_DAY
        if not FIRST_DAY <= value <= FINAL_DAY:
            self.wrong(name, BETWEEN)
            return NO_DAY
        return value

    def time_of_day(self, name: str) -> time:
        self.has(name)
        value = self.values.get(name)
        if isinstance(value, time):
            return value
        try:
            return datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007 — a time of day
        except ValueError:
            self.wrong(name, 'a time such as "14:00"')
            return NO_TIME

    def texts(self, name: str, field: Any) -> list[str]:
        """A list of texts, each of which fits the field; none of them twice."""
        if not self.has(name):
            return []
        values = self.values[name]
        if not isinstance(values, list):
            self.wrong(name, 'a list of texts such as ["One", "Another"]')
            return []
        texts: list[str] = []
        for n, value in enumerate(values, start=1):
            misfit = _misfit(value, field)
            text = "" if misfit else str(value).strip()
            if misfit or text in texts:
                text = f"expected {misfit or 'each text once'}, found {quoted(value)}"
                self.mistakes.append(Mistake(f"{self.key(name)}[{n}]", text))
            else:
                texts.append(text)
        return texts

    def table(self, name: str) -> Table:
        self.has(name)
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.wrong(name, f"a table [{name}]")
        return self._within(value, self.key(name))

    def tables(self, name: str) -> list[Table]:
        """The tables of a list, in order. They are counted from one, as people count."""
        if not self.has(name):
            return []
        values = self.values[name]
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.wrong(name, f"tables [[{self._plain(name)}]]")
            return []
        return [self._within(value, f"{self.key(name)}[{n}]") for n, value in enumerate(values, 1)]

    def _within(self, values: Any, where: str) -> Table:
        table = Table(values if isinstance(values, dict) else {}, where, self.mistakes)
        self.tables_within.append(table)
        return table

    def _plain(self, name: str) -> str:
        """`day[1].session` is written [[day.session]] in the file."""
        return "".join(part.partition("[")[0] + "." for part in self.key(name).split("."))[:-1]

    def look_for_unknown(self) -> None:
        for name in self.values:
            if name not in self.known:
                text = f"no such key; the keys here are {', '.join(dict.fromkeys(self.known))}"
                self.mistakes.append(Mistake(self.key(name), text))
        for table in self.tables_within:
            table.look_for_unknown()


class File(Table):
    """The whole file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(_parsed(path), "", [])

    def finish(self) -> None:
        """All has been asked for: say everything that is wrong, if anything is."""
        self.look_for_unknown()
        if self.mistakes:
            raise Mistakes(self.mistakes)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Mistakes(
            [Mistake("", f"expected a file that can be read ({problem.strerror})")]
        ) from None
    except UnicodeDecodeError:
        raise Mistakes([Mistake("", "expected text in UTF-8")]) from None
    except ValueError as problem:  # of TOML, or of a number with thousands of digits
        raise Mistakes([Mistake("", f"expected TOML: {problem}")]) from None
    except RecursionError:
        text = "expected lists and tables that are not so deep in each other"
        raise Mistakes([Mistake("", text)]) from None


def _misfit(value: Any, field: Any, *, may_be_empty: bool = False) -> str:
    """What was expected of a text, if it does not fit the field."""
    longest: int | None = field.field.max_length
    fits = (
        isinstance(value, str)
        and (may_be_empty or bool(value.strip()))
        and (longest is None or len(value) <= longest)
        and all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} for c in value)
    )
    if fits:
        return ""
    return "a text" if longest is None else f"a text of at most {longest} characters"


def quoted(value: Any) -> str:
    """A value as a mistake quotes it, not too long."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = f'"{value}"'
        case int() if abs(value) > 10**60:
            text = "a huge number"
        case list():
            text = "a list"
        case dict():
            text = "a table"
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
