"""The author's files: how long one is kept, until when it is taken, how it is given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from factories import make_paper, make_submission, make_user
from forms import pdf, typed
from people_fixtures import author_ada, authors_browser, new_workshop  # noqa: F401
from pytest_django import Settings

from submissions.models import PaperVersion
from workshop import dates
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db

NEW = "/credit/submissions/new/"
LOST = "Choose the file again: it was kept for a day only."


def close(workshop: Workshop) -> None:
    workshop.deadlines.filter(step=Step.SUBMIT).update(
        closes_at=timezone.now() - timedelta(seconds=1)
    )


def test_a_kept_file_is_good_for_its_owner_only(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    page = browser.post(NEW, {**typed(workshop, title=""), "paper": pdf()})
    kept = page.context["editor"].kept
    assert kept
    browser.force_login(make_user())
    answer = browser.post(NEW, {**typed(workshop, title="Mine"), "kept": kept})
    assert answer.context["editor"].file_error == LOST
    assert 'value="Mine"' in answer.content.decode()
    assert workshop.submissions.count() == 0


def test_a_file_is_kept_for_a_day_and_then_asked_for_again(
    browser: Client, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.post(NEW, {**typed(workshop, title=""), "paper": pdf()})
    sent = {**typed(workshop, title="Mine"), "kept": page.context["editor"].kept}
    monkeypatch.setattr("submissions.uploads.KEPT_FOR", timedelta(0))
    for act in ("submit", "save", "add"):
        answer = browser.post(NEW, {**sent, "act": act})
        html = answer.content.decode()
        assert (LOST in html, 'value="Mine"' in html) == (True, True)
        assert answer.context["editor"].kept == ""
    assert workshop.submissions.count() == 0
    again = browser.post(NEW, {**sent, "paper": pdf()})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>%PDF-1.7", "This is not a PDF: a PDF begins with"),
        (b"", "This is not a PDF: a PDF begins with"),
        (b"%PDF-" + b"x" * 2_000_000, "This file is larger than 1 MB."),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_beside_it(
    browser: Client, workshop: Workshop, settings: Settings, body: bytes, sentence: str
) -> None:
    settings.MAX_PAPER_BYTES = 1_000_000
    file = pdf()
    file.seek(0)
    file.truncate()
    file.write(body)
    file.seek(0)
    page = browser.post(NEW, {**typed(workshop), "paper": file})
    html = page.content.decode()
    assert sentence in page.context["editor"].file_error or sentence in html
    assert html.index('id="paper_error"') < html.index(sentence, html.index('id="paper_error"'))
    assert "On Credit" in html
    assert workshop.submissions.count() == 0


def test_after_the_deadline_it_is_refused_whatever_the_form_says(
    browser: Client, workshop: Workshop
) -> None:
    ticket = browser.get(NEW).context["ticket"]
    close(workshop)
    answer = browser.post(NEW, {**typed(workshop), "paper": pdf(), "ticket": ticket})
    assert answer.status_code == 409
    assert "The call closed" in answer.content.decode()
    assert "Credit is *due*" in answer.content.decode()
    assert workshop.submissions.count() == 0


def test_the_grace_is_for_uploads_with_a_ticket_of_ones_own(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    workshop.deadlines.filter(step=Step.SUBMIT).update(grace_minutes=10)
    shown = timezone.now() - timedelta(hours=1)
    ticket = dates.ticket(ada, shown)
    close(workshop)
    forged = dates.ticket(make_user(), shown)
    assert (
        browser.post(NEW, {**typed(workshop), "paper": pdf(), "ticket": forged}).status_code == 409
    )
    assert browser.post(NEW, {**typed(workshop, act="save"), "ticket": ticket}).status_code == 409
    browser.post(NEW, {**typed(workshop), "paper": pdf(), "ticket": ticket})
    assert workshop.submissions.get().status == "submitted"


def test_what_the_inspection_found_is_asked_for_again_until_it_is_there(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    paper = make_paper(make_submission(workshop, ada))
    PaperVersion.objects.filter(pk=paper.pk).update(finding="waiting")
    waiting = browser.get("/credit/submissions/1/", headers={"HX-Request": "true"}).content.decode()
    assert waiting.startswith('<div class="file" id="finding" data-hx-get="/credit/submissions/1/"')
    PaperVersion.objects.filter(pk=paper.pk).update(finding="fine")
    found = browser.get("/credit/submissions/1/", headers={"HX-Request": "true"}).content.decode()
    assert found.startswith('<div class="file" id="finding">')


def test_a_paper_is_saved_not_shown_and_of_no_origin(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    make_submission(workshop, ada, paper=True)
    answer = browser.get("/credit/submissions/1/paper.pdf")
    assert b"".join(answer).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="credit-paper-1.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_wrong_file_does_not_drop_the_right_one_that_was_kept(
    browser: Client, workshop: Workshop
) -> None:
    page = browser.post(NEW, {**typed(workshop, title=""), "paper": pdf(name="right.pdf")})
    wrong = SimpleUploadedFile("wrong.docx", b"PK not a pdf")
    kept = page.context["editor"].kept
    page = browser.post(NEW, {**typed(workshop), "paper": wrong, "kept": kept})
    assert "This is not a PDF" in page.context["editor"].file_error
    assert page.context["editor"].upload.name == "right.pdf"


def test_a_kept_file_takes_no_time_and_has_no_grace(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    workshop.deadlines.filter(step=Step.SUBMIT).update(grace_minutes=10)
    page = browser.post(NEW, {**typed(workshop, title=""), "paper": pdf()})
    ticket = dates.ticket(ada, timezone.now() - timedelta(hours=1))
    close(workshop)
    again = {**typed(workshop), "kept": page.context["editor"].kept, "ticket": ticket}
    assert browser.post(NEW, again).status_code == 409


def test_a_file_under_another_name_is_not_stored_at_all(client: Client, settings: Settings) -> None:
    answer = client.post("/account/sign-in/", {"email": "a@example.org", "anything": pdf()})
    assert answer.wsgi_request.FILES == {}
