"""PDFs and zips on their way out, for whoever has been let through."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import FileResponse, Http404

from submissions.exports import zipped
from submissions.models import PaperVersion, Submission


def paper_of(submission: Submission) -> FileResponse:
    """The last PDF of a submission; without one, as if there were no such page."""
    version: PaperVersion | None = submission.paper
    if version is None:
        raise Http404
    name = f"{submission.workshop.slug}-paper-{submission.number}.pdf"
    try:
        file = version.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=name)
    return _sandboxed(response, "application/pdf")


def papers_of(submissions: Iterable[Submission], name: str) -> FileResponse:
    """The PDFs of these submissions as one zip."""
    response = FileResponse(zipped(submissions), as_attachment=True, filename=name)
    return _sandboxed(response, "application/zip")


def _sandboxed(response: FileResponse, content_type: str) -> FileResponse:
    """What strangers made is never run on our site: saved, not shown, and of no origin."""
    response.headers["Content-Type"] = content_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
