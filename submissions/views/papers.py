"""PDFs on their way out: one, or all as a zip."""

from __future__ import annotations

from django.http import FileResponse

from submissions.downloads import paper_of, papers_of
from submissions.permissions import organized_submission, own_submission
from workshop.audience import Audience, audience
from workshop.http import SignedIn, signed_in
from workshop.permissions import handled_workshop, organized_workshop, visible_workshop


@audience(Audience.AUTHOR)
@signed_in
def own_paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = visible_workshop(request.user, slug)
    return paper_of(own_submission(request.user, workshop, number))


@audience(Audience.ORGANIZER, Audience.DECIDER)
@signed_in
def paper(request: SignedIn, slug: str, number: int) -> FileResponse:
    workshop = handled_workshop(request.user, slug)
    return paper_of(organized_submission(request.user, workshop, number))


@audience(Audience.ORGANIZER)
@signed_in
def all_papers(request: SignedIn, slug: str) -> FileResponse:
    workshop = organized_workshop(request.user, slug)
    mine = workshop.submissions.organized_by(request.user).submitted().for_list()
    return papers_of(mine, f"{slug}-papers.zip")
