"""Whether any row breaks a rule of the data model, in one question to the database.

The rules ask some thirty, which take longer to write than to answer; and every test ends with them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from workshop.management.invariants import RULES, Rule, broken

# Many a test changes rows by hand, for which no step has written a spell.
EVERYDAY = [rule for rule in RULES if not rule.of_steps]


def breaches() -> list[tuple[str, list[object]]]:
    """What `broken()` says, which itself is asked only if there is something to say."""
    found = _any_row() or any(rule.broken_by() for rule in _not_asked())
    return broken(EVERYDAY) if found else []


def _any_row() -> bool:
    """PostgreSQL plans the question once for a connection: planning is most of the work."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'breach'")
            if cursor.fetchone() is None:
                question, values = _question()
                cursor.execute(f"PREPARE breach AS {question}", values)
            cursor.execute("EXECUTE breach")
        else:
            cursor.execute(*_question())
        [found] = cursor.fetchone()
    return bool(found)


@cache
def _question() -> tuple[str, list[Any]]:
    """Whether one of the rules' queries has a row."""
    asked = [rows for rule in EVERYDAY for rows in rule.searches() if isinstance(rows, QuerySet)]
    written = [rows.order_by().values("pk").query.sql_with_params() for rows in asked]
    either = " OR ".join(f"EXISTS ({sql})" for sql, _ in written)
    return f"SELECT {either}", [value for _, values in written for value in values]


@cache
def _not_asked() -> list[Rule]:
    """Rules that look at more than rows: at files, say."""
    return [
        rule for rule in EVERYDAY if not all(isinstance(rows, QuerySet) for rows in rule.searches())
    ]
