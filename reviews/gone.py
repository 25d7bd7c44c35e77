"""Conflicts of interest that nothing tells of any more. They bar all the same, for whoever takes
the evidence away would gain by it; organizers are shown that it is gone, and may dismiss them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reviews import told
from reviews.clues import EVIDENCE_LENGTH
from reviews.findings import Found
from reviews.models import Conflict
from workshop.models import Workshop

Source = Conflict.Source
# That two people wrote together may be told by a submission that a reader must not hear of: nor
# that its authors have changed.
SHOWN = {Source.PUBLICATION, Source.TIE, Source.NAMED, Source.AFFILIATION, Source.DOMAIN}


def mark(
    workshop: Workshop, rows: Iterable[Conflict], found: Found, at: datetime
) -> list[Conflict]:
    """Say of each of these conflicts that stands whether something tells of it; which of them
    nothing tells of from now on. Runs in the transaction that looked for them."""
    findings = {finding.key: finding for finding in found.findings}
    standing = [row for row in rows if row.dismissed_at is None and row.source in SHOWN]
    gone, again = [], []
    for row in standing:
        key = row.user_id, row.submission_id, row.source
        if row.gone_at is None and key not in findings and found.look.covers(row):
            gone.append(row)
        elif row.gone_at and key in findings:
            row.evidence = _with(findings[key].evidence, row.evidence)
            row.clues = sorted(findings[key].clues | set(row.clues))
            again.append(row)
    taken_back = told.taken_back(workshop, gone) if gone else set()
    for row in gone:
        row.gone_at, row.was_taken_back = at, row.pk in taken_back
    for row in again:
        row.gone_at, row.was_taken_back = None, False
    facts = ["gone_at", "was_taken_back", "evidence", "clues"]
    workshop.conflicts.bulk_update(gone + again, facts)
    return gone


def _with(new: str, old: str) -> str:
    """The new evidence whole, then as many parts of the old as fit."""
    known = set(new.split("; "))
    for part in old.split("; "):
        longer = f"{new}; {part}"
        if part not in known and len(longer) <= EVIDENCE_LENGTH:
            new = longer
    return new
