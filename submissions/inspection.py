"""Looking into papers that have come in, in a process that cannot do harm."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from submissions import letters
from submissions.models import PaperVersion
from submissions.papers.limited import Result, inspect_in_subprocess
from submissions.status import GONE, Status

log = logging.getLogger(__name__)

Finding = PaperVersion.Finding
SENTENCES = {
    Finding.NOT_A_PDF: "The file cannot be read as a PDF. Export it again, then replace it.",
    Finding.ENCRYPTED: (
        "The file is encrypted, so its readers could not open it. Save it without a password."
    ),
}


def inspect_waiting(at: datetime, limit: int = 1) -> int:
    """Sweep: inspect the papers that wait, oldest first; how many were inspected.

    One at a time: between two of them letters are delivered.
    """
    done = 0
    while done < limit and _inspect_next(at):
        done += 1
    return done


def _inspect_next(at: datetime) -> bool:
    waiting = PaperVersion.objects.filter(finding=Finding.WAITING).order_by("received_at", "pk")
    paper = waiting.first()
    if paper is None:
        return False
    inspect(paper, at)
    return True


def inspect(paper: PaperVersion, at: datetime) -> None:
    """Write down what is in the paper; authors hear of one that cannot be opened.

    No lock is held meanwhile: two workers at the same paper find the same, and one of them
    writes it down.
    """
    try:
        with paper.file.open("rb") as file:
            result = inspect_in_subprocess(file.read())
    except FileNotFoundError:
        log.exception("The file of paper %s is gone", paper.pk)
        result = Result(Finding.NOT_A_PDF)
    with transaction.atomic():
        found = PaperVersion.objects.filter(pk=paper.pk, finding=Finding.WAITING).update(
            finding=result.finding, pages=result.pages
        )
        if found and result.finding in SENTENCES:
            _tell(paper, SENTENCES[Finding(result.finding)], at)


def _tell(paper: PaperVersion, sentence: str, at: datetime) -> None:
    """Say that it cannot be opened to those who know of it; nobody, once it is taken back."""
    submission, event = paper.submission, letters.PAPER_UNREADABLE
    facts: dict[str, Any] = {
        "at": at,
        "revision": paper.number,
        "sentence": sentence,
        "part": paper.part,
    }
    if submission.status == Status.DRAFT:
        letters.to_drafter(submission, event, **facts)
    elif submission.status not in GONE:
        letters.to_authors(submission, event, **facts)
