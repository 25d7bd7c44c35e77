"""The accepted papers of a workshop file, with what the public may know of them anyway."""

from __future__ import annotations

from collections.abc import Iterable

from submissions.importing import was_sent
from submissions.models import Submission
from submissions.status import ACCEPTED
from workshop.importing.rows import Facts
from workshop.models import Workshop


def tables(workshop: Workshop, on_schedule: Iterable[int]) -> list[Facts]:
    """Those on the published schedule, those posted, and those that nobody sent to this site."""
    posted = workshop.submissions.posted().values_list("number", flat=True)
    public = {*on_schedule, *posted}
    accepted = workshop.submissions.filter(status__in=ACCEPTED).select_related("kind")
    rows = accepted.prefetch_related("authors").order_by("number")
    return [_table(row) for row in rows if row.number in public or not was_sent(row)]


def _table(row: Submission) -> Facts:
    authors = list(row.authors.all())
    presenters = [author.name for author in authors if author.is_presenter]
    names = [author.name for author in authors]
    presenter = (presenters or names or [""])[0]
    return {
        "number": row.number,
        "decision": row.status,
        "title": row.title,
        "kind": row.kind.name if row.kind else "",
        "presenter": presenter,
        "authors": names if names != [presenter] else [],
    }


def named(papers: Iterable[Facts]) -> list[str]:
    """Everyone whom these tables name, in order."""
    return [name for paper in papers for name in (*paper["authors"], paper["presenter"])]
