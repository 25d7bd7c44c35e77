"""Conflicts of interest that nothing tells of any more. They bar all the same, for whoever takes
the evidence away would gain by it; organizers are shown that it is gone, and may dismiss them. And
those of which more tells than did: they are judged by all of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reviews import told
from reviews.clues import EVIDENCE_LENGTH
from reviews.findings import Finding, Found, key_of
from reviews.models import Conflict
from workshop.models import Workshop

Source = Conflict.Source
# That two people wrote together may be told by a submission that a reader must not hear of: nor
# that its authors have changed.
SHOWN = {Source.PUBLICATION, Source.TIE, Source.NAMED, Source.AFFILIATION, Source.DOMAIN}


def mark(
    workshop: Workshop, rows: Iterable[Conflict], found: Found, at: datetime
) -> list[Conflict]:
    """Say of each of these conflicts that stands whether something tells of it, and what; which of
    them nothing tells of from now on. Runs in the transaction that looked for them."""
    findings = {finding.key: finding for finding in found.findings}
    gone, more = [], []
    for row in rows:
        finding = findings.get(key_of(row))
        if finding is None:
            if _may_go(row) and found.look.covers(row):
                gone.append(row)
        elif _tells_more(finding, row):
            _take_up(row, finding)
            more.append(row)
    taken_back = told.taken_back(workshop, gone) if gone else set()
    for row in gone:
        row.gone_at, row.was_taken_back = at, row.pk in taken_back
    facts = ["gone_at", "was_taken_back", "evidence", "clues"]
    workshop.conflicts.bulk_update(gone + more, facts)
    return gone


def _may_go(row: Conflict) -> bool:
    return row.source in SHOWN and row.dismissed_at is None and row.gone_at is None


def _tells_more(finding: Finding, row: Conflict) -> bool:
    """Than is written down. What was confirmed or dismissed keeps what it was judged by; where that
    was not kept yet, it is what is found now."""
    if row.dismissed_at:
        return not row.clues
    if row.gone_at:
        return True
    return row.confirmed_at is None and not finding.clues.issubset(row.clues)


def _take_up(row: Conflict, finding: Finding) -> None:
    row.clues = sorted(finding.clues.union(row.clues))
    if row.dismissed_at is None:
        row.evidence = _with(finding.evidence, row.evidence)
        row.gone_at, row.was_taken_back = None, False


def _with(new: str, old: str) -> str:
    """The new evidence whole, then as many parts of the old as fit."""
    known = set(new.split("; "))
    for part in old.split("; "):
        longer = f"{new}; {part}"
        if part not in known and len(longer) <= EVIDENCE_LENGTH:
            new = longer
    return new
