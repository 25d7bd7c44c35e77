"""Submissions as files: a table for spreadsheets, the papers in a zip."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO

from submissions.models import PaperVersion, Submission
from workshop.audience import Audience, audience

Part = PaperVersion.Part

COLUMNS = [
    "number",
    "title",
    "kind",
    "status",
    "authors",
    "affiliations",
    "e-mails",
    "presenter",
    "topics",
    "already published at",
    "submitted at (UTC)",
    "pages",
]


def plain_cell(text: object) -> str:
    """No cell may begin a formula in anybody's spreadsheet."""
    value = str(text)
    return (
        f"'{value}"
        if value.lstrip()[:1] in set("=+-@＝＋－＠") or (value[:1] in "\t\r" and value)
        else value
    )


@audience(Audience.ORGANIZER)
def as_csv(submissions: Iterable[Submission]) -> Iterator[str]:
    """The table, a line at a time, for readers allowed to see every row of it."""
    yield _line(COLUMNS)
    for submission in submissions:
        yield _line(_cells(submission))


def _cells(submission: Submission) -> list[object]:
    authors = list(submission.authors.all())
    paper = submission.paper
    return [
        submission.number,
        submission.title,
        submission.kind.name if submission.kind else "",
        submission.get_status_display(),
        "; ".join(author.name for author in authors),
        "; ".join(author.affiliation for author in authors),
        "; ".join(author.email for author in authors),
        next((author.name for author in authors if author.is_presenter), ""),
        "; ".join(topic.name for topic in submission.topics.all()),
        submission.already_published_at,
        f"{submission.submitted_at:%Y-%m-%d %H:%M}" if submission.submitted_at else "",
        paper.pages if paper and paper.pages else "",
    ]


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([plain_cell(cell) for cell in cells])
    return out.getvalue()


NAMES = {Part.REVIEW: "paper", Part.FINAL: "camera-ready", Part.SLIDES: "slides"}


def name_of(paper: PaperVersion) -> str:
    """What a file is called on its way out: never as its authors called it."""
    submission, part = paper.submission, NAMES[Part(paper.part)]
    return f"{submission.workshop.slug}-{part}-{submission.number}.pdf"


@audience(Audience.ORGANIZER, Audience.REVIEWER)
def zipped(submissions: Iterable[Submission], part: Part = Part.REVIEW) -> IO[bytes]:
    """The papers under their numbers. PDFs are compressed already, so they are only stored."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for submission in submissions:
            paper = submission.last(part)
            if paper is None:
                continue
            # A file that is gone is left out: the others are still wanted.
            with (
                suppress(FileNotFoundError),
                paper.file.open("rb") as file,
                archive.open(name_of(paper), "w") as member,
            ):
                for chunk in file.chunks():
                    member.write(chunk)
    out.seek(0)
    return out
