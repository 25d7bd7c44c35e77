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
from workshop.storage import failures

log = logging.getLogger(__name__)

# For one paper, of the processor.
SECONDS = 5
# So many papers are tried in a sweep, if the store does not hand them out.
TRIES = 5
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
    # By lot: however many cannot be read, each of the others has its turn.
    for submission in _waiting(at).order_by("?")[:TRIES]:
        paper = submission.paper
        text = None if paper is None else _text(paper)
        if paper is None or text is None:
            continue
        facts = {"sha256": paper.sha256, "text": text, "extracted_at": at}
        PaperText.everywhere.update_or_create(
            submission=submission, workshop_id=submission.workshop_id, defaults=facts
        )
        return 1
    return 0


def _waiting(at: datetime) -> QuerySet[Submission]:
    """Those whose paper was inspected, and its text not taken."""
    papers = _papers("pk")
    known = PaperText.everywhere.filter(submission=OuterRef("pk"), sha256=OuterRef("sha256"))
    waiting = Submission.everywhere.submitted().filter(workshop__last_day__gte=at.date())
    return waiting.annotate(
        sha256=Subquery(papers.values("sha256")[:1]),
        finding=Subquery(papers.values("finding")[:1]),
    ).filter(~Exists(known), finding=PaperVersion.Finding.FINE)


def _papers(submission: str) -> QuerySet[PaperVersion]:
    """Those for review of a submission of an outer query, the one that is reviewed first."""
    mine = PaperVersion.objects.filter(submission=OuterRef(submission))
    return mine.filter(part=PaperVersion.Part.REVIEW).order_by("-number")


def _text(paper: PaperVersion) -> str | None:
    """Held by no lock: what two workers find is the same. None while the store does not hand the
    file out: it is asked for again."""
    try:
        with paper.file.open("rb") as file:
            return text_in_subprocess(file.read(), SECONDS).text
    except FileNotFoundError:
        log.exception("The file of paper %s is gone", paper.pk)
        return ""
    except failures() as problem:
        log.warning("The file of paper %s cannot be read: %r", paper.pk, problem)
        return None
