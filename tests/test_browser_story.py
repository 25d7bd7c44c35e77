"""Two people in a real browser, a real worker delivering their letters, each one counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Sink
from django.utils import timezone
from factories import make_user, make_workshop
from playwright.sync_api import Page, expect
from post_office import introduce, recipients, sign_in, wait_for
from pytest_django import Settings

from submissions.papers.sample import sample_pdf
from workshop.models import Letter, Step, Workshop

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


def test_an_organizer_creates_a_workshop_opens_and_extends_the_call(
    new_page: Callable[..., Page], celery_worker: None, smtp_sink: Sink, settings: Settings
) -> None:
    settings.WORKSHOP_CREATORS = ["olga@example.org"]
    page = new_page()
    page.goto("/account/new-workshop/")
    sign_in(page, smtp_sink, "olga@example.org")
    introduce(page, "Olga Ohm", "Aalto University")
    page.goto("/account/new-workshop/")
    today = timezone.now().date()
    page.get_by_label("Title").fill("Learning to Forget")
    page.get_by_label("Short name").fill("Forgetting 2027")
    page.get_by_label("First day").fill(f"{today + timedelta(days=90)}")
    page.get_by_label("Last day").fill(f"{today + timedelta(days=91)}")
    page.get_by_label(re.compile("Deadline")).fill(f"{today + timedelta(days=30)}")
    page.get_by_role("button", name="Create the workshop").click()
    expect(page).to_have_url(re.compile(r"/forgetting-2027/organize/$"))

    stranger = new_page()
    assert stranger.goto("/forgetting-2027/").status == 404  # type: ignore[union-attr]
    page.goto("/forgetting-2027/organize/call/")
    page.get_by_role("button", name="Open the call").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the call first")
    page.goto("/forgetting-2027/organize/call/")
    page.get_by_label("Call for papers").fill("Send what you have forgotten.")
    page.get_by_role("button", name="Save the text").click()
    page.get_by_role("button", name="Open the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The call is open")
    assert stranger.goto("/forgetting-2027/").status == 200  # type: ignore[union-attr]

    workshop = Workshop.objects.get()
    draft = workshop.submissions.create(
        number=1,
        title="A beginning",
        submitter=make_user("ada@example.org", "Ada"),
        begun_at=timezone.now(),
        saved_at=timezone.now(),
    )
    page.get_by_label("Extend to").fill(f"{today + timedelta(days=37)}")
    page.get_by_role("button", name="Extend the call").click()
    expect(page.get_by_role("status")).to_contain_text("extended")
    [told] = wait_for(smtp_sink.messages, 2)[1:]
    assert told["To"] == "Ada <ada@example.org>"
    assert str(told["Subject"]).startswith("There is more time: submissions close")
    stranger.goto("/forgetting-2027/call/")
    expect(stranger.locator(".struck")).to_have_count(1)
    assert workshop.deadlines.get(step=Step.SUBMIT).was_closing_at is not None
    assert draft.status == "draft"
