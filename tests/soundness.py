"""Whether any row breaks a rule of the data model, in one question to the database.

The rules ask some thirty, which take longer to write than to answer; and every test ends with them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from submissions.models import Submission
from workshop.management.invariants import (
    RULES,
    Rule,
    authors_not_barred,
    broken,
    papers_without_a_file,
    statuses_no_release_gave,
)

# Many a test changes rows by hand, for which no step has written a spell.
EVERYDAY = [rule for rule in RULES if not rule.of_steps]
# These look at what hangs on a submission, so where there is none there is nothing to find.
OF_SUBMISSIONS = {authors_not_barred, papers_without_a_file, statuses_no_release_gave}


def breaches() -> list[tuple[str, list[object]]]:
    """What `broken()` says, which itself is asked only if there is something to say."""
    found, submissions = _any_row()
    left = [rule for rule in _not_asked() if submissions or rule.search not in OF_SUBMISSIONS]
    found = found or any(rule.broken_by() for rule in left)
    return broken(EVERYDAY) if found else []


def _any_row() -> tuple[bool, bool]:
    """Whether a row breaks a rule, and whether there is a submission at all.

    PostgreSQL plans the question once for a connection: planning is most of the work.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'breach'")
            if cursor.fetchone() is None:
                question, values = _question()
                cursor.execute(f"PREPARE breach AS {question}", values)
            cursor.execute("EXECUTE breach")
        else:
            cursor.execute(*_question())
        found, submissions = cursor.fetchone()
    return bool(found), bool(submissions)


@cache
def _question() -> tuple[str, list[Any]]:
    """Whether one of the rules' queries has a row, and whether there is a submission."""
    asked = [rows for rule in EVERYDAY for rows in rule.searches() if isinstance(rows, QuerySet)]
    written = [rows.order_by().values("pk").query.sql_with_params() for rows in asked]
    either = " OR ".join(f"EXISTS ({sql})" for sql, _ in written)
    there, _ = Submission.everywhere.order_by().values("pk").query.sql_with_params()
    values = [value for _, values in written for value in values]
    return f"SELECT {either}, EXISTS ({there})", values


@cache
def _not_asked() -> list[Rule]:
    """Rules that look at more than rows: at files, say."""
    return [
        rule for rule in EVERYDAY if not all(isinstance(rows, QuerySet) for rows in rule.searches())
    ]
