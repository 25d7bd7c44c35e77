"""Papers are inspected by the worker in a limited process; what it finds stands beside the file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from factories import AT, make_submission, make_user, make_workshop
from forms import pdf
from hostile_pdfs import encrypted, looping
from pytest_django import Settings

from submissions import inspection, uploads
from submissions.models import PaperVersion, Submission
from submissions.papers.limited import inspect_in_subprocess
from submissions.papers.sample import sample_pdf
from workshop.models import Workshop


@pytest.mark.parametrize("pages", [1, 4, 9])
def test_pages_are_counted(pages: int) -> None:
    result = inspect_in_subprocess(sample_pdf("Title", pages=pages))
    assert (result.finding, result.pages) == ("fine", pages)


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        (encrypted(), "encrypted"),
        (b"%PDF-1.7 and nothing else", "not-a-pdf"),
        (looping(), "not-a-pdf"),
    ],
)
def test_what_cannot_be_opened_is_named(body: bytes, finding: str) -> None:
    assert inspect_in_subprocess(body).finding == finding


def with_paper(body: bytes) -> Submission:
    ada = make_user("ada@example.org", "Ada")
    submission = make_submission(make_workshop("credit"), ada)
    add_paper(submission, body)
    return submission


def with_paper_of(workshop: Workshop) -> PaperVersion:
    return add_paper(make_submission(workshop), sample_pdf("Another"))


def add_paper(submission: Submission, body: bytes) -> PaperVersion:
    return submission.papers.create(
        number=1,
        file=ContentFile(body, "paper.pdf"),
        name="paper.pdf",
        size=len(body),
        sha256="",
        received_at=timezone.now(),
    )


@pytest.mark.django_db
def test_the_sweep_finds_what_waits_and_only_once() -> None:
    submission = with_paper(sample_pdf("Title", pages=6))
    assert [inspection.inspect_waiting(AT), inspection.inspect_waiting(AT)] == [1, 0]
    paper = submission.papers.get()
    assert (paper.finding, paper.pages, paper.pages_over) == ("fine", 6, 2)
    assert submission.workshop.letters.count() == 0


@pytest.mark.django_db
def test_the_page_warns_of_too_many_pages_with_the_count(client: Client) -> None:
    submission = with_paper(sample_pdf("Title", pages=6))
    inspection.inspect_waiting(AT)
    assert submission.submitter is not None
    client.force_login(submission.submitter)
    html = client.get("/credit/submissions/1/").content.decode()
    assert '<span class="mark warn">6 pages</span>: 2 more than the 4 of a short paper' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "sentence"),
    [(encrypted(), "The file is encrypted"), (b"%PDF-nothing", "The file cannot be read as a PDF")],
)
def test_a_paper_that_cannot_be_opened_is_said_and_written(
    client: Client, body: bytes, sentence: str
) -> None:
    submission = with_paper(body)
    inspection.inspect_waiting(AT)
    assert submission.submitter is not None
    client.force_login(submission.submitter)
    for url in ("/credit/submissions/1/", "/credit/submissions/1/edit/"):
        assert sentence in client.get(url).content.decode()
    letter = submission.workshop.letters.get()
    assert (letter.event, letter.recipient) == ("submissions/paper_unreadable", "ada@example.org")
    assert sentence in letter.body


@pytest.mark.django_db
def test_a_key_tells_neither_who_nor_what() -> None:
    submission = with_paper(sample_pdf("Title"))
    key = str(submission.papers.get().file.name)
    assert key.startswith("papers/")
    assert len(key) == len("papers/") + 32 + len(".pdf")
    assert PaperVersion.objects.get().name not in key


@pytest.mark.django_db
def test_an_unreadable_draft_is_told_to_its_submitter_only() -> None:
    submission = with_paper(b"%PDF-nothing")
    submission.authors.create(position=2, name="Bob", email="bob@example.org")
    Submission.everywhere.update(status="draft")
    inspection.inspect_waiting(AT)
    assert submission.workshop.letters.get().recipient == "ada@example.org"


@pytest.mark.django_db
def test_what_was_taken_back_is_told_to_nobody() -> None:
    submission = with_paper(b"%PDF-nothing")
    Submission.everywhere.update(status="withdrawn")
    inspection.inspect_waiting(AT)
    assert submission.workshop.letters.count() == 0


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_a_file_that_is_gone_stops_no_other() -> None:
    gone = with_paper(sample_pdf("Gone")).papers.get()
    gone.file.storage.delete(str(gone.file.name))
    other = with_paper_of(gone.submission.workshop)
    assert inspection.inspect_waiting(AT, limit=9) == 2
    gone.refresh_from_db()
    other.refresh_from_db()
    assert (gone.finding, other.finding) == ("not-a-pdf", "fine")


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_papers_of_forms_that_nobody_saved_are_removed_after_a_day(
    settings: Settings, tmp_path: Path
) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    own_folder = {**own, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": own_folder}
    kept = with_paper(sample_pdf("Kept")).papers.get()
    left = uploads.stored(pdf())
    cache.clear()
    assert uploads.remove_unattached(timezone.now()) == 0
    cache.clear()
    later = timezone.now() + timedelta(days=2)
    assert [uploads.remove_unattached(later), uploads.remove_unattached(later)] == [1, 0]
    assert [default_storage.exists(left.key), default_storage.exists(str(kept.file.name))] == [
        False,
        True,
    ]
