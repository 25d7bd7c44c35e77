"""What stands behind an open spell: the row by which its fact holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from workshop.history import Kind
from workshop.models import Barrier, Role, Spell, User
from workshop.models.history import AbstractSpell


@dataclass(frozen=True)
class Ground:
    """The rows by which facts of a kind hold, and where they have what a spell says: column by
    column, the workshop among them."""

    of: type[AbstractSpell]
    kind: str
    rows: QuerySet[Any]
    paths: Mapping[str, str]

    def spells_without(self) -> QuerySet[AbstractSpell]:
        """Those that are open though no row stands for them. An account that is gone ended none."""
        stands = self.rows.filter(**{path: OuterRef(own) for own, path in self.paths.items()})
        spells = self._spells().filter(until=None)
        if "email" in self.paths:
            spells = spells.exclude(email="")
        elif "user" in self.paths:
            spells = spells.filter(Exists(User.objects.filter(pk=OuterRef("user"))))
        return spells.exclude(Exists(stands))

    def rows_without(self) -> QuerySet[Any]:
        """Those that stand though what was written of them has ended. What was never written of,
        a row of a file say, holds from the beginning."""
        written = self._spells().filter(**{own: OuterRef(at) for own, at in self.paths.items()})
        has_ended, holds = Exists(written.exclude(until=None)), Exists(written.filter(until=None))
        return self.rows.filter(Q(has_ended) & ~Q(holds))

    def _spells(self) -> QuerySet[AbstractSpell]:
        return self.of._base_manager.filter(kind=self.kind)  # noqa: SLF001 (public)


OF = {"workshop": "workshop", "user": "user"}
GROUNDS = [
    Ground(Spell, Kind.ROLE, Role.everywhere.all(), {**OF, "value": "kind"}),
    Ground(
        *(Spell, Kind.BARRIER, Barrier.everywhere.all()),
        {**OF, "number": "number", "value": "reason"},
    ),
]
