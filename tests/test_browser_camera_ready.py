"""A file that cannot be taken, in a real browser: it is not sent, and nothing claims it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from factories import make_submission, make_user, make_workshop
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from test_browser_pages import session_of

from submissions.papers.sample import sample_pdf

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wrong_file_stays_and_is_not_sent_until_another_is_chosen(
    new_page: Callable[..., Page], live_server: LiveServer, tmp_path: Path
) -> None:
    workshop, ada = make_workshop("credit", call="closed"), make_user("ada@example.org")
    make_submission(workshop, ada, status="oral", paper=True)
    wrong, right = tmp_path / "wrong.pdf", tmp_path / "right.pdf"
    wrong.write_bytes(b"<html>")
    right.write_bytes(sample_pdf("Right"))
    page = new_page()
    name, session = settings.SESSION_COOKIE_NAME, session_of(ada)
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page.goto("/credit/submissions/1/camera-ready/")
    final = page.locator("#final")
    save = page.get_by_role("button", name="Save the camera-ready version")

    final.set_input_files(wrong)
    expect(page.locator("#final_error")).to_contain_text("This is not a PDF")
    assert final.evaluate("input => input.files[0].name") == "wrong.pdf"
    save.click()
    expect(final).to_be_focused()
    expect(page.get_by_role("status")).to_have_count(0)
    assert workshop.submissions.get().final_paper is None
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("1 thing needs mending")
    assert workshop.submissions.get().final_paper is None

    final.set_input_files(right)
    expect(page.locator("#final_error")).to_be_hidden()
    save.click()
    expect(page.get_by_role("status")).to_contain_text("Saved: right.pdf.")
    assert workshop.submissions.get().final_paper is not None
