"""An author in a real browser, a real worker delivering their letters, each one counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Sink
from factories import make_workshop
from playwright.sync_api import Page, expect
from post_office import introduce, recipients, sign_in, wait_for

from submissions.papers.sample import sample_pdf
from workshop.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_newcomer_signs_up_submits_revises_and_withdraws(
    page: Page, celery_worker: None, smtp_sink: Sink, tmp_path: Path
) -> None:
    workshop = make_workshop("credit", title="On Credit", contact="chairs@example.org")
    paper = tmp_path / "ours.pdf"
    paper.write_bytes(sample_pdf("Sparse Credit", pages=5))

    page.goto("/credit/")
    page.get_by_role("link", name="Submit a paper").first.click()
    sign_in(page, smtp_sink, "ingrid@example.org")
    introduce(page, "Ingrid Halvorsen", "York University")

    page.goto("/credit/submissions/new/")
    write_paper(page, paper)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("status")).to_contain_text("Submission 1 is submitted.")
    expect(page.locator("#finding")).to_contain_text("5 pages: 1 more than the 4 of a short paper")
    submitted = wait_for(smtp_sink.messages, 3)[1:]
    assert recipients(submitted) == [
        ("ingrid@example.org", "Your paper is submitted, as number 1"),
        ("tomas@example.org", "Your paper is submitted, as number 1"),
    ]

    page.get_by_role("link", name="Revise it").click()
    page.get_by_label("Title").fill("Sparse Credit over Long Detours")
    page.get_by_role("button", name="Move Tomás Beltrán up").click()
    page.get_by_role("button", name="Save this revision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sparse Credit over Long Detours")
    revised = wait_for(smtp_sink.messages, 5)[3:]
    assert recipients(revised) == [
        ("ingrid@example.org", "Submission 1 was revised"),
        ("tomas@example.org", "Submission 1 was revised"),
    ]
    names = [author.name for author in workshop.submissions.get().authors.all()]
    assert names == ["Tomás Beltrán", "Ingrid Halvorsen"]

    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Yes, withdraw it").check()
    page.get_by_role("button", name="Withdraw the submission").click()
    expect(page.get_by_role("status")).to_contain_text("Submission 1 is withdrawn.")
    withdrawn = wait_for(smtp_sink.messages, 7)[5:]
    assert recipients(withdrawn) == [
        ("ingrid@example.org", "Submission 1 is withdrawn"),
        ("tomas@example.org", "Submission 1 is withdrawn"),
    ]
    assert {str(m["Reply-To"]) for m in submitted + revised + withdrawn} == {"chairs@example.org"}
    assert list(Letter.everywhere.exclude(state="delivered")) == []


def write_paper(page: Page, paper: Path) -> None:
    page.get_by_label("Title").fill("Sparse Credit")
    page.get_by_label("Short paper").check()
    page.get_by_label("Abstract").fill("Credit flows *back*, by $\\gamma^t$ a step.")
    page.get_by_label("Memory").check()
    page.get_by_role("button", name="Add an author").click()
    second = page.locator(".author").nth(1)
    second.get_by_label("Name").fill("Tomás Beltrán")
    second.get_by_label("E-mail").fill("tomas@example.org")
    second.get_by_label("Affiliation").fill("University of Valparaíso")
    page.get_by_label("The paper, as PDF").set_input_files(paper)
