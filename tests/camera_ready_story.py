"""What the tests of camera-ready papers have in common: a save, a final paper, the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from forms import pdf

from submissions import camera_ready, uploads
from submissions.camera_ready import Content, Files
from submissions.models import PaperVersion, Submission
from submissions.uploads import Upload
from workshop.models import User, Workshop

Part = PaperVersion.Part
SECOND = timedelta(seconds=1)


def upload(title: str = "Final", pages: int = 4) -> Upload:
    return uploads.stored(pdf(title, pages=pages))


def save(
    paper: Submission, by: User, at: datetime, files: Files | None = None, **facts: Any
) -> Submission:
    """On the form just opened, unless a version is told."""
    row = again(paper)
    version = facts.pop("version", row.version)
    began = facts.pop("began", None)
    typed = Content(**{"abstract": row.abstract, "presenter": 1, **facts})
    return camera_ready.save(
        row, typed, files or Files(), version=version, by=by, at=at, began=began
    )


def again(paper: Submission) -> Submission:
    return paper.workshop.submissions.get(pk=paper.pk)


def letters(workshop: Workshop) -> list[tuple[str, str]]:
    rows = workshop.letters.order_by("pk")
    return [(row.recipient, row.subject) for row in rows]


def make_final(paper: Submission, *, finding: str = "fine", pages: int = 4) -> PaperVersion:
    version = uploads.attach(paper, upload(), paper.saved_at, Part.FINAL)
    PaperVersion.objects.filter(pk=version.pk).update(finding=finding, pages=pages)
    return version


PAGE = "/credit/submissions/1/camera-ready/"


def typed(paper: Submission, **facts: Any) -> dict[str, Any]:
    row = again(paper)
    return {
        "presenter": "1",
        "abstract": row.abstract,
        "video": "",
        "version": row.version,
        **facts,
    }


BOARD = "/credit/organize/camera-ready/"


def heading(html: str) -> str:
    return html.partition("<h1>")[2].partition("</h1>")[0]
