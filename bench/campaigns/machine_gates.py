"""What everybody may see by the site's own gates, asked in as few statements as can be.

The gates that are querysets are joined into one statement for all people. It is made of the
gates' own SQL, anew for each world; PostgreSQL plans it once and then only executes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from reviews import progress
from reviews.board import counted_reviews
from reviews.conflicts import declarable
from reviews.permissions import assigned_to
from schedule.freezing import published
from schedule.permissions import planned_presentations
from submissions.outcome import outcome_of
from submissions.posting import posted
from workshop.models import User, Workshop

# A gate, who stands before it (nobody: the public), the number of a submission.
Seen = set[tuple[str, str, int]]
Gate = Callable[[Workshop, User], QuerySet[Any, Any]]
GATES: Mapping[str, Gate] = {
    "author": lambda workshop, user: workshop.submissions.authored_by(user).values("number"),
    "counts": lambda workshop, user: workshop.submissions.counted_for(user).values("number"),
    "handles": lambda workshop, user: workshop.submissions.organized_by(user).values("number"),
    "either": lambda workshop, user: workshop.submissions.visible_to(user).values("number"),
    "reviews": lambda workshop, user: assigned_to(user, workshop).values("number"),
    "declares": lambda workshop, user: declarable(workshop, user).values("number"),
    "journal": lambda workshop, user: (
        workshop.entries.visible_to(user).exclude(about=None).values("about")
    ),
    "letters": lambda workshop, user: (
        workshop.letters.visible_to(user).exclude(about=None).values("about")
    ),
}


class Sweep:
    """One statement: every gate, for every person."""

    def __init__(self, workshop: Workshop, users: Mapping[str, User]) -> None:
        self.labels: list[tuple[str, str]] = []
        selects: list[str] = []
        asked = [(name, who, gate(workshop, user)) for who, user in users.items()
                 for name, gate in GATES.items()]  # fmt: skip
        public = workshop.submissions.posted().values("number")
        with connection.cursor() as cursor:
            for name, who, rows in [*asked, ("public", "", public)]:
                sql = _with_values(cursor, rows.order_by())
                column = "about" if name in {"journal", "letters"} else "number"
                selects.append(f'SELECT {len(self.labels)}, "{column}" FROM ({sql}) AS g')  # noqa: S608
                self.labels.append((name, who))
            self.sql = _planned(cursor, " UNION ".join(selects))

    def seen(self) -> Seen:
        with connection.cursor() as cursor:
            cursor.execute(self.sql)
            return {(*self.labels[place], number) for place, number in cursor.fetchall()}


def _with_values(cursor: Any, rows: QuerySet[Any, Any]) -> str:
    """The SQL of a queryset with its parameters in it."""
    sql, params = rows.query.sql_with_params()
    if connection.vendor == "postgresql":
        return str(cursor.mogrify(sql, params).decode())
    quoted = (f"'{one}'" if isinstance(one, str) else str(int(one)) for one in params)
    return str(sql % tuple(quoted))


def _planned(cursor: Any, sql: str) -> str:
    """PostgreSQL keeps a prepared statement for as long as the connection, whatever is undone."""
    if connection.vendor != "postgresql":
        return sql
    name = f"sweep_{sha256(sql.encode()).hexdigest()[:16]}"
    cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [name])
    if not cursor.fetchone()[0]:
        cursor.execute(f"PREPARE {name} AS {sql}".replace("%", "%%"), [])
    return f"EXECUTE {name}"


def told(workshop: Workshop) -> dict[int, tuple[str, list[str]]]:
    """What the authors of each submission read: its decision, the texts of its reviews."""
    found = {}
    for row in workshop.submissions.all():
        outcome = outcome_of(row)
        texts = sorted(one.text for one in outcome.reviews) if outcome else []
        found[row.number] = (outcome.decision if outcome else "", texts)
    return found


def given(workshop: Workshop, users: Mapping[str, User]) -> set[tuple[int, str, str]]:
    """What was given to whom, and whether they have it: no gate, but what some go by."""
    known = {user.pk: name for name, user in users.items()}
    rows = workshop.assignments.values_list("submission__number", "reviewer", "state")
    return {(number, known[pk], state) for number, pk, state in rows}


def counted(workshop: Workshop, users: Mapping[str, User]) -> set[tuple[int, str, str]]:
    """The reviews that count: of which submission, by whom, the text."""
    known = {user.pk: name for name, user in users.items()}
    rows = counted_reviews(workshop).values_list(
        "assignment__submission__number", "assignment__reviewer", "text"
    )
    return {(number, known[pk], text) for number, pk, text in rows}


def reviewers(workshop: Workshop, user: User, users: Mapping[str, User]) -> set[tuple[int, str]]:
    """Whom an organizer sees at work, and on what."""
    known = {one.pk: name for name, one in users.items()}
    rows = progress.of(workshop, user).submissions
    return {(row.submission.number, known[who.pk]) for row in rows for who, _ in row.reviews}


def planning(workshop: Workshop, user: User) -> set[int]:
    rows = planned_presentations(workshop, user)
    return {number for number in rows.values_list("submission__number", flat=True) if number}


def on_schedule(workshop: Workshop) -> set[int]:
    frozen = published(workshop)
    return frozen[1].submissions if frozen else set()


def files(workshop: Workshop) -> set[tuple[int, str]]:
    """What the public may read beside the page."""
    rows = list(posted(workshop))
    pdfs = {(row.number, "pdf") for row in rows if row.posted_pdf}
    return pdfs | {(row.number, "slides") for row in rows if row.posted_slides}
