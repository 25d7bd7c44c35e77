"""Workshops are walls in the database too: a row names rows of its own workshop, or the database
refuses it.

PostgreSQL gets a composite key (workshop_id, x_id) → (workshop_id, id) wherever both ends carry
their workshop, beside Django's own key of one column. Migrations add them by the operations below;
on SQLite they do nothing, and `manage.py check_invariants` looks for such rows instead.
"""
# ruff: noqa: SLF001 (despite its name, a model's _meta is open to everybody)

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations.operations.base import Operation

DROP = "ALTER TABLE {table} DROP CONSTRAINT {name}"

Model = type[models.Model]
Key = models.ForeignKey[Any, Any]


@dataclass(frozen=True)
class Pair:
    """A row of a workshop and one that it names: both carry the workshop."""

    child: Model
    key: Key

    @property
    def parent(self) -> Model:
        return target(self.key)

    @property
    def name(self) -> str:
        return wall_name(self.child, self.key)

    def __str__(self) -> str:
        return f"{self.child.__name__}.{self.key.name}"


@dataclass(frozen=True)
class Tie:
    """A row without a workshop of its own that holds two rows of a workshop together."""

    model: Model
    keys: tuple[Key, Key]

    def __str__(self) -> str:
        one, other = self.keys
        return f"{self.model.__name__}.{one.name}, .{other.name}"


def target(key: Key) -> Model:
    parent: Model = key.remote_field.model
    return parent


def wall_name(child: Model, key: Key) -> str:
    return f"{child._meta.db_table}_{key.column}_wall"


def parent_name(parent: Model) -> str:
    return f"{parent._meta.db_table}_in_workshop"


def rows_of(model: Model) -> models.QuerySet[models.Model]:
    """All of them, whatever their workshop: for whoever looks after the walls themselves."""
    return model._base_manager.all()


def is_inside(model: Model) -> bool:
    """Whether its rows say themselves which workshop they are of."""
    return any(field.name == "workshop" for field in model._meta.concrete_fields)


def keys_inside(model: Model) -> list[Key]:
    """Its foreign keys to rows of workshops."""
    keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return [key for key in keys if is_inside(target(key))]


def all_models() -> list[Model]:
    return list(apps.get_models(include_auto_created=True))


def pairs() -> list[Pair]:
    """Every pair across which a workshop's wall stands: by composite key, or by invariant."""
    return [Pair(m, key) for m in all_models() if is_inside(m) for key in keys_inside(m)]


def ties() -> list[Tie]:
    """What no key of the database can hold, as there is no workshop in it: invariants do."""
    outside = [model for model in all_models() if not is_inside(model)]
    return [Tie(m, keys) for m in outside for keys in combinations(keys_inside(m), 2)]


class OnPostgres(Operation):
    """A constraint that only PostgreSQL is given. The models know nothing of it."""

    reversible = True
    add: str

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes but the database."""

    def database_forwards(
        self, app_label: str, schema_editor: Editor, from_state: Any, to_state: Any
    ) -> None:
        self._run(self.add, app_label, schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Editor, from_state: Any, to_state: Any
    ) -> None:
        self._run(DROP, app_label, schema_editor, from_state)

    def _run(self, sql: str, app_label: str, editor: Editor, state: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(sql.format(**self.names(app_label, state.apps)))

    def names(self, app_label: str, known: Apps) -> dict[str, str]:
        """What stands in the SQL, by the models as they are at this migration."""
        raise NotImplementedError


class Parent(OnPostgres):
    """Lets other rows name rows of this model together with their workshop."""

    add = "ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (workshop_id, id)"

    def __init__(self, model: str) -> None:
        self.model = model

    def describe(self) -> str:
        return f"Let rows of a workshop name its {self.model}"

    def names(self, app_label: str, known: Apps) -> dict[str, str]:
        model = known.get_model(app_label, self.model)
        return {"table": model._meta.db_table, "name": parent_name(model)}


class Wall(OnPostgres):
    """What rows of this model name by this key is of their own workshop. Needs its Parent."""

    # As Django's own: asked at the end of the transaction, and deleting is left to Django.
    add = (
        "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (workshop_id, {column}) "
        "REFERENCES {parent} (workshop_id, id) DEFERRABLE INITIALLY DEFERRED"
    )

    def __init__(self, model: str, key: str) -> None:
        self.model, self.key = model, key

    def describe(self) -> str:
        return f"Keep {self.model}.{self.key} within its workshop"

    def names(self, app_label: str, known: Apps) -> dict[str, str]:
        child = known.get_model(app_label, self.model)
        key: Any = child._meta.get_field(self.key)
        return {
            "table": child._meta.db_table,
            "name": wall_name(child, key),
            "column": key.column,
            "parent": target(key)._meta.db_table,
        }
