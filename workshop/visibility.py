"""Who sees what, as a table: read from a file that `manage.py who_sees_what` writes.

The table is found out, not decreed: the command makes a small workshop, lets everybody look at
every page at every phase, and writes down who was shown what. A test does so again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

FILE = Path(__file__).parent / "data" / "visibility.json"

PHASES = ["Before the release", "After the release", "Posted and published"]
# By whether something is seen at each of the phases.
WHEN = {
    (True, True, True): "yes",
    (True, True, False): "until it is published",
    (True, False, False): "until the release",
    (True, False, True): "not between release and posting",
    (False, True, True): "from the release on",
    (False, True, False): "between release and posting",
    (False, False, True): "once it is public",
    (False, False, False): "–",
}


@dataclass(frozen=True)
class Thing:
    """What there is to see, and for each role whether it is shown to it at each phase."""

    group: str
    name: str
    seen: dict[str, list[bool]]

    def when(self, role: str) -> str:
        one, two, three = self.seen[role]
        return WHEN[one, two, three]

    def who(self, phase: int) -> str:
        """The roles that see it at a phase, as a line of text."""
        seeing = [role for role, signs in self.seen.items() if signs[phase]]
        if len(seeing) == len(self.seen):
            return "everybody"
        return ", ".join(seeing) or "nobody"

    @property
    def phases(self) -> list[str]:
        return [self.who(phase) for phase in range(len(PHASES))]


Table = list[Thing]


def as_json(table: Table) -> str:
    return json.dumps([asdict(thing) for thing in table], indent=1, ensure_ascii=False) + "\n"


@cache
def table() -> Table:
    """As it was at this release of the site."""
    return [Thing(**facts) for facts in json.loads(FILE.read_text(encoding="utf-8"))]


def grouped(things: Table) -> list[tuple[str, Table]]:
    return [(group, list(of_it)) for group, of_it in groupby(things, lambda thing: thing.group)]


def as_markdown(things: Table) -> str:
    """The page of the handbook: roles across, what there is to see downwards."""
    parts = [HEAD]
    for group, of_it in grouped(things):
        roles = list(of_it[0].seen)
        lines = [[thing.name, *(thing.when(role) for role in roles)] for thing in of_it]
        rows = [["", *roles], ["---"] * (len(roles) + 1), *lines]
        parts.append(f"## {group}\n\n" + "\n".join(map(_row, rows)) + "\n")
    return "\n".join(parts)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


HEAD = """\
# Who sees what

Written by `manage.py who_sees_what --write`, never by hand: the command makes a small workshop,
lets everybody ask for every page at every phase of it, and looks for what they are shown. A test
does the same and fails where this page says otherwise. Organizers of a workshop find the same at
`/<slug>/organize/who-sees-what/`.

A submission is “it”. An organizer behind a barrier has a conflict of interest with it; where all
have one, there is an outside decider. What people wrote themselves they see in any case. The
letters counted here are the ones on somebody's pages and those that are written to them. Whoever
runs the server can read its database; this is about pages.
"""
