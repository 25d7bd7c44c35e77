"""A posted paper as machines read it in the head of its page: Highwire tags and JSON-LD."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from submissions.models import Author, Submission
from submissions.posting import public_link
from workshop.audience import Audience, audience
from workshop.http import site_link

Tags = list[tuple[str, str]]


@audience(Audience.PUBLIC)
def tags(paper: Submission) -> Tags:
    """Names and contents of `citation_…`, in order: what an author's institution is follows them.

    The PDF is named only while it can be read.
    """
    workshop = paper.workshop
    found = [("title", paper.title)]
    for author in paper.authors.all():
        found += [
            ("author", author.name),
            ("author_institution", author.affiliation),
            ("author_orcid", author.orcid),
        ]
    posted = paper.posted_at
    found += [
        ("publication_date", f"{workshop.first_day:%Y/%m/%d}"),
        ("online_date", f"{posted.astimezone(workshop.tzinfo):%Y/%m/%d}" if posted else ""),
        ("conference_title", workshop.full_title),
        ("abstract_html_url", public_link(paper)),
        ("pdf_url", pdf_link(paper)),
    ]
    return [(f"citation_{name}", content) for name, content in found if content]


@audience(Audience.PUBLIC)
def linked_data(paper: Submission) -> dict[str, Any]:
    """A ScholarlyArticle of schema.org."""
    workshop = paper.workshop
    facts = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": public_link(paper),
        "url": public_link(paper),
        "name": paper.title,
        "headline": paper.title,
        "author": [_person(author) for author in paper.authors.all()],
        "abstract": paper.abstract,
        "keywords": [topic.name for topic in paper.topics.all()],
        "datePublished": workshop.first_day,
        "isPartOf": {
            "@type": "CreativeWork",
            "name": workshop.full_title,
            "url": site_link(workshop.get_absolute_url()),
        },
        "encoding": _pdf(paper),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _person(author: Author) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": author.name}
    if author.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    if author.orcid:
        person["sameAs"] = f"https://orcid.org/{author.orcid}"
    return person


def _pdf(paper: Submission) -> dict[str, Any] | None:
    if not paper.posted_pdf:
        return None
    return {
        "@type": "MediaObject",
        "contentUrl": pdf_link(paper),
        "encodingFormat": "application/pdf",
    }


def pdf_link(paper: Submission) -> str:
    """Absolute, on this site, ending in .pdf as search engines want it; empty if not posted."""
    if not paper.posted_pdf:
        return ""
    return site_link(reverse("paper_pdf", args=[paper.workshop.slug, paper.number]))
