"""Values out of JSON that may be anything."""

from __future__ import annotations

from typing import Any

Json = Any


def at(data: Json, *path: str) -> Json:
    """What is under these keys, nothing where one is missing."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def text(value: Json) -> str:
    """A text or a whole number, plain or as the "value" of an object."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if plain else ""


def listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def several(value: Json) -> list[Json]:
    """Where one alone is not in a list."""
    return value if isinstance(value, list) else [value]
