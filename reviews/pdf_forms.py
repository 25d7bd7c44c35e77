"""PDFs of what a reviewer has written, read while the page waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from reviews.publications.publication import Reading, merged
from reviews.publications.reading import from_paper
from submissions.papers.limited import text_in_subprocess

MOST = 5
# For each, of the processor; by the clock, for each and for all of them.
SECONDS = 2
WALL = 6
TOGETHER = 15
# One person's at a time in a process: others need its threads for their pages.
reading = threading.Lock()
BUSY = "Somebody else's PDFs are being read: try again in a minute, and choose yours again."


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PdfsField(forms.FileField):
    """Several PDFs at once, as a list of files."""

    def __init__(self, **kwargs: Any) -> None:
        together = settings.MAX_PAPER_BYTES // 1_000_000
        super().__init__(
            required=False,
            label="PDFs",
            widget=ManyFiles(attrs={"accept": "application/pdf,.pdf"}),
            help_text=(
                f"Papers that you have written: up to {MOST} at once, of {together} MB together. "
                "Their titles and texts are kept and compared, the files are not."
            ),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = [super(PdfsField, self).clean(file) for file in data or []]
        if len(files) > MOST:
            raise ValidationError(f"Send {MOST} PDFs at most, and then the next ones.")
        return files


def too_large() -> str:
    limit = settings.MAX_PAPER_BYTES // 1_000_000
    return f"Together these PDFs are larger than {limit} MB. Send fewer at once."


def together(files: Iterable[UploadedFile[bytes]]) -> Reading | None:
    """What is in all of them, if there are any. Raises a ValidationError with a sentence for each
    without text; then none counts, as whoever mends one chooses all of them again."""
    sent = list(files)
    if not sent:
        return None
    with _alone():
        end = time.monotonic() + TOGETHER
        every = [read(file, end - time.monotonic()) for file in sent]
    if problems := [problem for one in every for problem in one.problems]:
        raise ValidationError(problems)
    publications = [one for reading in every for one in reading.publications]
    return Reading("PDF", merged(publications), found=len(every), read=len(every))


@contextmanager
def _alone() -> Iterator[None]:
    if not reading.acquire(blocking=False):
        raise ValidationError(BUSY)
    try:
        yield
    finally:
        reading.release()


def read(file: UploadedFile[bytes], left: float = WALL) -> Reading:
    """The publication in this PDF, or a sentence why there is none. left: seconds by the clock."""
    name, body = file.name or "One file", file.read()
    if not body.startswith(b"%PDF-"):
        return Reading(problems=[f"“{name}” is not a PDF: a PDF begins with “%PDF-”."])
    if left <= 0:
        return Reading(problems=[f"“{name}” was not read: it took too long. Send fewer at once."])
    found = text_in_subprocess(body, SECONDS, min(WALL, left))
    if not found.text:
        sentence = "has no text that can be read: it is a scan, damaged, or needs a password."
        return Reading(problems=[f"“{name}” {sentence}"])
    return from_paper(found.text, found.title)
