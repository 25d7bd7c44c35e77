"""What a part of a campaign counted and found; written down as JSON, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Result:
    """`counts` are added, `sets` are joined, and each of `found` is a failure in words."""

    counts: Counter[str] = field(default_factory=Counter)
    sets: dict[str, set[str]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    def add(self, name: str, member: str) -> None:
        self.sets.setdefault(name, set()).add(member)

    def as_json(self) -> dict[str, Any]:
        sets = {name: sorted(members) for name, members in self.sets.items()}
        return {"counts": dict(self.counts), "sets": sets, "found": self.found}


def total(parts: Iterable[dict[str, Any]]) -> Result:
    whole = Result()
    for part in parts:
        whole.counts.update(part["counts"])
        whole.found += part["found"]
        for name, members in part["sets"].items():
            whole.sets.setdefault(name, set()).update(members)
    return whole
