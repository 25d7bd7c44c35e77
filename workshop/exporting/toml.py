"""TOML as people write it: one table below the other, running text on lines of their length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

# Texts that begin on a line of their own, and whose lines are folded.
RUNNING = {"call", "description", "body", "abstract"}
WIDTH = 100


def as_text(values: Mapping[str, Any]) -> str:
    """The whole file. What is empty is left out."""
    return "\n".join(_blocks(values))


def clean(text: str) -> str:
    """A text without what no file may hold: strange line ends, control characters."""
    lines = re.sub(r"\r\n?", "\n", text)
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def _blocks(values: Mapping[str, Any], heading: str = "", name: str = "") -> Iterator[str]:
    own = {key: _value(key, value) for key, value in values.items() if not _is_tables(value)}
    own = {key: value for key, value in own.items() if value not in (None, "", [])}
    if heading or own:
        yield heading + _folded(tomli_w.dumps(own, multiline_strings=True, indent=2))
    for key, value in values.items():
        below = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            yield from _blocks(value, f"[{below}]\n", below)
        elif _is_tables(value):
            for table in value:
                yield from _blocks(table, f"[[{below}]]\n", below)


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict) for part in value)
    )


def _value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(filter(None, map(clean, value))))
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"{text}\n" if text and key in RUNNING else text


def _folded(toml: str) -> str:
    """With the lines between three quotes folded; quotes of the text itself are escaped there."""
    lines: list[str] = []
    inside = False
    for line in toml.split("\n"):
        if '"""' in line:
            inside = not inside
            lines.append(line)
        else:
            lines += _fold(line) if inside else [line]
    return "\n".join(lines)


def _fold(line: str) -> Iterator[str]:
    """A backslash at the end of a line, and the text goes on with the first word of the next."""
    words = re.split(r"(?<=\S) (?=\S)", line)
    part = words[0]
    for word in words[1:]:
        if len(part) + len(word) + 3 > WIDTH:
            yield f"{part} \\"
            part = word
        else:
            part += f" {word}"
    yield part
