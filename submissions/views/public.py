"""The posted papers as everybody reads them, and as reference managers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from submissions import bibtex, citing, posting
from submissions.downloads import posted_file
from submissions.models import Consent, Submission
from submissions.status import Status
from workshop.audience import Audience, audience
from workshop.http import Request, public_page, site_link
from workshop.models import Workshop
from workshop.permissions import public_workshop
from workshop.views.site import shown_workshop, site_page

Artefact = Consent.Artefact


@dataclass(frozen=True)
class Section:
    """Talks, or posters."""

    id: str
    name: str
    papers: list[Submission]


class Gone(Exception):
    """It was posted, and its authors have taken it back."""


@audience(Audience.PUBLIC)
@public_page
def papers(request: Request, slug: str) -> HttpResponse:
    """All of them, or those that hold the words looked for."""
    workshop = shown_workshop(request, slug)
    everything = list(posting.posted(workshop))
    words, topic = request.GET.get("q", "").strip()[:200], request.GET.get("topic", "")[:200]
    found = posting.holding(everything, words)
    if topic:
        found = [paper for paper in found if topic in {row.name for row in paper.topics.all()}]
    context = {
        "everything": everything,
        "found": found,
        "sections": sections(found),
        "kinds": kinds_of(everything),
        "topics": topics_of(everything),
        "words": words,
        "topic": topic,
        "link": site_link(reverse("papers", args=[slug])),
    }
    return site_page(request, workshop, "submissions/public/papers.html", context)


def sections(papers: Sequence[Submission]) -> list[Section]:
    oral = [paper for paper in papers if paper.status == Status.ORAL]
    poster = [paper for paper in papers if paper.status == Status.POSTER]
    both = [Section("talks", "Talks", oral), Section("posters", "Posters", poster)]
    return [section for section in both if section.papers]


def kinds_of(papers: Sequence[Submission]) -> str:
    """“4 talks and 13 posters”."""
    counts = [(len(section.papers), section.name.lower()) for section in sections(papers)]
    return " and ".join(f"{n} {name[:-1] if n == 1 else name}" for n, name in counts)


def topics_of(papers: Sequence[Submission]) -> list[tuple[str, int]]:
    """Every topic of these papers with their number, the most frequent first."""
    return Counter(topic.name for paper in papers for topic in paper.topics.all()).most_common()


@audience(Audience.PUBLIC)
@public_page
def papers_bibtex(request: Request, slug: str) -> HttpResponse:
    workshop = public_workshop(request.user, slug)
    text = bibtex.bibliography(posting.posted(workshop))
    response = as_bibtex(text, f"{workshop.slug}.bib")
    if workshop.announced_at is None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@audience(Audience.PUBLIC)
@public_page
def paper(request: Request, slug: str, number: int) -> HttpResponse:
    workshop = shown_workshop(request, slug)
    try:
        shown = posted_paper(workshop, number)
    except Gone:
        return gone(request, workshop)
    context = {
        "paper": shown,
        "tags": citing.tags(shown),
        "linked_data": citing.linked_data(shown),
        "link": posting.public_link(shown),
        "bibtex": bibtex.entry(shown),
    }
    return site_page(request, workshop, "submissions/public/paper.html", context)


@audience(Audience.PUBLIC)
@public_page
def paper_bibtex(request: Request, slug: str, number: int) -> HttpResponse:
    workshop = public_workshop(request.user, slug)
    try:
        shown = posted_paper(workshop, number)
    except Gone:
        return gone(request, shown_workshop(request, slug))
    return as_bibtex(bibtex.entry(shown), f"{bibtex.key(shown)}.bib")


@audience(Audience.PUBLIC)
@public_page
def paper_pdf(request: Request, slug: str, number: int) -> HttpResponseBase:
    return _file(request, slug, number, Artefact.PDF)


@audience(Audience.PUBLIC)
@public_page
def paper_slides(request: Request, slug: str, number: int) -> HttpResponseBase:
    return _file(request, slug, number, Artefact.SLIDES)


def _file(request: Request, slug: str, number: int, artefact: Artefact) -> HttpResponseBase:
    workshop = public_workshop(request.user, slug)
    shown = posting.posted(workshop).filter(number=number).first()
    file = shown and (shown.posted_pdf if artefact == Artefact.PDF else shown.posted_slides)
    if file:
        return posted_file(request, file)
    if posting.was_posted(workshop, number, artefact):
        return gone(request, shown_workshop(request, slug), number if shown else None)
    raise Http404


def posted_paper(workshop: Workshop, number: int) -> Submission:
    """The paper, if it is posted. Raises Gone if it was, Http404 if there never was one."""
    shown = posting.posted(workshop).filter(number=number).first()
    if shown is not None:
        return shown
    if posting.was_posted(workshop, number):
        raise Gone
    raise Http404


def gone(request: Request, workshop: Workshop, number: int | None = None) -> HttpResponse:
    """Without a word of what it was. `number` is of a page that stays, less one of its files."""
    response = site_page(request, workshop, "submissions/public/gone.html", {"number": number})
    response.status_code = 410
    return response


def as_bibtex(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/x-bibtex; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
