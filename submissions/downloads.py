"""PDFs and zips on their way out, for whoever has been let through."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from submissions.exports import name_of, zipped
from submissions.models import PaperVersion, Submission


def paper_of(
    submission: Submission, part: PaperVersion.Part = PaperVersion.Part.REVIEW
) -> FileResponse:
    """The last PDF of a submission; without one, as if there were no such page."""
    version: PaperVersion | None = submission.last(part)
    if version is None:
        raise Http404
    response = FileResponse(_opened(version), as_attachment=True, filename=name_of(version))
    _sandbox(response, "application/pdf")
    return response


def posted_file(request: HttpRequest, version: PaperVersion) -> HttpResponseBase:
    """A posted PDF, to be read in place. A cache may keep it but asks again each time."""
    etag, received_at = f'"{version.sha256}"', int(version.received_at.timestamp())
    response: HttpResponseBase | None
    response = get_conditional_response(request, etag, received_at)
    if response is None:
        response = FileResponse(_opened(version), filename=name_of(version))
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(received_at)
    _sandbox(response, "application/pdf")
    return response


def _opened(version: PaperVersion) -> File[bytes]:
    try:
        return version.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None


def papers_of(
    submissions: Iterable[Submission],
    name: str,
    part: PaperVersion.Part = PaperVersion.Part.REVIEW,
) -> FileResponse:
    """The PDFs of these submissions as one zip."""
    response = FileResponse(zipped(submissions, part), as_attachment=True, filename=name)
    _sandbox(response, "application/zip")
    return response


def _sandbox(response: HttpResponseBase, content_type: str) -> None:
    """What strangers made is never run on our site: it is of no origin and may load nothing."""
    response.headers["Content-Type"] = content_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
