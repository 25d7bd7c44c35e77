"""PDFs on their way out: one, or all as a zip."""

from __future__ import annotations

from django.http import FileResponse, Http404

from submissions.exports import zipped
from submissions.models import PaperVersion, Submission
from submissions.permissions import organized_submission, own_submission
from workshop.audience import Audience, audience
from workshop.http import SignedIn, signed_in
from workshop.permissions import organized_workshop, visible_workshop


@audience(Audience.AUTHOR)
@signed_in
def own_paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = visible_workshop(request.user, slug)
    return _download(own_submission(request.user, workshop, number))


@audience(Audience.ORGANIZER)
@signed_in
def paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = organized_workshop(request.user, slug)
    return _download(organized_submission(request.user, workshop, number))


@audience(Audience.ORGANIZER)
@signed_in
def all_papers(request: SignedIn, slug: str) -> FileResponse:
    workshop = organized_workshop(request.user, slug)
    mine = workshop.submissions.organized_by(request.user).submitted().for_list()
    response = FileResponse(zipped(mine), as_attachment=True, filename=f"{slug}-papers.zip")
    return _sandboxed(response, "application/zip")


def _download(submission: Submission) -> FileResponse:
    version: PaperVersion | None = submission.paper
    if version is None:
        raise Http404
    name = f"{submission.workshop.slug}-paper-{submission.number}.pdf"
    response = FileResponse(version.file.open("rb"), as_attachment=True, filename=name)
    return _sandboxed(response, "application/pdf")


def _sandboxed(response: FileResponse, content_type: str) -> FileResponse:
    """What strangers made is never run on our site: saved, not shown, and of no origin."""
    response.headers["Content-Type"] = content_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
