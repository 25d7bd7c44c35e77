"""Where the keys of new rows are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.db import connection, models


@cache
def numbered_tables() -> list[str]:
    """In order, those whose rows are counted."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.AutoField)
    )


def count_from(firsts: Mapping[str, int]) -> None:
    """Of each table the next row comes after this number. On PostgreSQL no rollback undoes it."""
    pairs = [value for pair in firsts.items() for value in pair]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table, first in firsts.items():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, first])
        else:
            counted = ", ".join(["setval(pg_get_serial_sequence(%s, 'id'), %s)"] * len(firsts))
            cursor.execute(f"SELECT {counted}", pairs)
