"""Rows that are made to say what a file says, and changed only where they do not say it yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

Facts = dict[str, Any]


@dataclass
class Changes:
    """How many rows a load has touched."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def any(self) -> int:
        return self.added + self.changed + self.removed

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.removed} removed"


def update(row: models.Model, facts: Facts, changes: Changes) -> bool:
    """Save the row if a fact of it is new. A versioned row counts on: who edits it is told."""
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    if hasattr(row, "version"):
        row.version += 1
    row.save()
    changes.changed += 1
    return True


def keep(rows: Any, by: Sequence[str], wanted: Iterable[Facts], changes: Changes) -> list[Any]:
    """The rows of a related manager, one for each of `wanted`, known by the facts named in `by`.

    Rows that are not wanted stay: `remove` takes them, when nothing points at them anymore.
    """
    there = {tuple(getattr(row, name) for name in by): row for row in rows.all()}
    kept = []
    for facts in wanted:
        row = there.get(tuple(facts[name] for name in by))
        if row is None:
            row = rows.create(**facts)
            changes.added += 1
        else:
            update(row, facts, changes)
        kept.append(row)
    return kept


def remove(rows: Any, kept: Iterable[models.Model], changes: Changes) -> None:
    """Delete the rows of a related manager that are not among the kept."""
    for row in rows.exclude(pk__in=[row.pk for row in kept]):
        row.delete()
        changes.removed += 1
