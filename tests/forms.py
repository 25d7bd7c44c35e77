"""What a browser would send from our forms."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from submissions.papers.sample import sample_pdf
from workshop.models import Workshop

ADA = ("Ada Lovelace", "ada@example.org", "Analytical Society", "")
BOB = ("Bob Berg", "bob@example.org", "Example University", "")


def pdf(title: str = "On Credit", *, pages: int = 4, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample_pdf(title, pages=pages), "application/pdf")


def typed(workshop: Workshop, *authors: tuple[str, str, str, str], **facts: Any) -> dict[str, Any]:
    """A submission form as typed: complete unless a fact says otherwise."""
    rows = authors or (ADA,)
    data: dict[str, Any] = {
        "act": "submit",
        "title": "On Credit",
        "kind": "Short paper",
        "abstract": "Credit is *due* where $x^2$ is.",
        "topics": [topic.name for topic in workshop.topics.all()[:1]],
        "already_published_at": "",
        "author": [str(n) for n in range(1, len(rows) + 1)],
        "corresponding": "1",
        "presenter": "1",
        **facts,
    }
    for n, (name, email, affiliation, orcid) in enumerate(rows, start=1):
        prefix = f"author-{n}"
        data |= {f"{prefix}-name": name, f"{prefix}-email": email}
        data |= {f"{prefix}-affiliation": affiliation, f"{prefix}-orcid": orcid}
    return data
