"""Bids in a real browser: by the keys of digits, saved at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from assign_fixtures import call_with_contact  # noqa: F401
from assign_story import paper
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from review_factories import make_reviewer
from test_browser_pages import session_of

from reviews import bid
from workshop.models import Workshop

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_digit_bids_on_the_row_that_has_the_focus(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop
) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    for _ in range(2):
        paper(workshop)
    page = new_page()
    name, value = settings.SESSION_COOKIE_NAME, session_of(ann)
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.goto("/credit/review/bids/")
    said = page.locator("[data-said]")
    page.locator('[name="bid-1"]').last.focus()
    page.keyboard.press("5")
    expect(said).to_have_text("Saved. You have bid on 1 of 2.")
    for key in ("Tab", "Tab", "2"):  # past the link to the next row
        page.keyboard.press(key)
    expect(said).to_have_text("Saved. You have bid on 2 of 2.")
    assert bid.bids_of(workshop, ann) == {1: 5, 2: 2}
    page.keyboard.press("0")
    expect(said).to_have_text("Saved. You have bid on 1 of 2.")
    page.get_by_label("search").press("4")
    assert bid.bids_of(workshop, ann) == {1: 5}
