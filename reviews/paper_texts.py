"""In the worker: the text of papers that are under review, for their affinity. Nobody is shown it.

An author's request never waits for it and knows nothing of it: a new paper is found by its file.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from reviews.models import PaperText
from submissions.models import PaperVersion, Submission
from submissions.papers.limited import text_in_subprocess
from workshop.models import Workshop

log = logging.getLogger(__name__)

# For one paper, of the processor.
SECONDS = 5
# How many rows are removed at once.
PIECE = 500


def extract_next(at: datetime) -> int:
    """Sweep: the text of one paper, and no more of what is not under review; how many were done."""
    return _forget(at) + _extract(at)


def texts_of(workshop: Workshop) -> QuerySet[PaperText]:
    """Of the papers that submissions have now, where there is any text."""
    return workshop.paper_texts.filter(
        sha256=Subquery(_papers("submission").values("sha256")[:1])
    ).exclude(text="")


def _forget(at: datetime) -> int:
    """Of what was withdrawn, and where the workshop is over."""
    standing = Submission.everywhere.submitted().filter(pk=OuterRef("submission"))
    over = Q(workshop__last_day__lt=at.date())
    rows = PaperText.everywhere.filter(over | ~Exists(standing))
    keys = list(rows.values_list("pk", flat=True)[:PIECE])
    if keys:
        PaperText.everywhere.filter(pk__in=keys).delete()
    return len(keys)


def _extract(at: datetime) -> int:
    papers = _papers("pk")
    known = PaperText.everywhere.filter(submission=OuterRef("pk"), sha256=OuterRef("sha256"))
    waiting = Submission.everywhere.submitted().filter(workshop__last_day__gte=at.date())
    submission = (
        waiting.annotate(
            sha256=Subquery(papers.values("sha256")[:1]),
            finding=Subquery(papers.values("finding")[:1]),
        )
        .filter(~Exists(known), finding=PaperVersion.Finding.FINE)
        .order_by("pk")
        .first()
    )
    paper = submission.paper if submission else None
    if submission is None or paper is None:
        return 0
    facts = {"sha256": paper.sha256, "text": _text(paper), "extracted_at": at}
    PaperText.everywhere.update_or_create(
        submission=submission, workshop_id=submission.workshop_id, defaults=facts
    )
    return 1


def _papers(submission: str) -> QuerySet[PaperVersion]:
    """Those for review of a submission of an outer query, the one that is reviewed first."""
    mine = PaperVersion.objects.filter(submission=OuterRef(submission))
    return mine.filter(part=PaperVersion.Part.REVIEW).order_by("-number")


def _text(paper: PaperVersion) -> str:
    """Held by no lock: what two workers find is the same."""
    try:
        with paper.file.open("rb") as file:
            return text_in_subprocess(file.read(), SECONDS).text
    except FileNotFoundError:
        log.exception("The file of paper %s is gone", paper.pk)
        return ""
