"""A review that saves itself, in a real browser; and the same page without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from factories import make_submission, make_workshop
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from review_factories import assign, make_reviewer
from test_browser_pages import session_of

from reviews.models import Review
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "/credit/review/1/"
AUTOSAVE = "**/autosave/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def rita(workshop: Workshop) -> User:
    rita = make_reviewer(workshop, "rita@example.org", "Rita Read")
    assign(make_submission(workshop), rita)
    return rita


def open_one(new_page: Callable[..., Page], live: LiveServer, rita: User, **how: object) -> Page:
    """The page, whose clock the test can put forward if it has script."""
    page = new_page(**how)
    if how.get("java_script_enabled", True):
        page.clock.install()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(rita), "url": live.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(ONE)
    return page


def pause(page: Page, seconds: float) -> None:
    """Nobody touches a key for so long."""
    page.clock.fast_forward(round(seconds * 1000))


def kept(workshop: Workshop) -> list[tuple[str, str, int]]:
    return list(workshop.reviews.values_list("state", "text", "version"))


def test_it_saves_itself_two_seconds_after_the_last_key_and_is_submitted_by_hand(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop, rita: User
) -> None:
    page = open_one(new_page, live_server, rita)
    said = page.locator("[data-said]")
    expect(said).to_have_text("Nothing is saved yet.")
    page.get_by_label("Text to the authors").fill("It holds")
    pause(page, 2)
    expect(said).to_contain_text("Draft saved at")
    expect(said).to_have_attribute("role", "status")
    assert kept(workshop) == [("draft", "It holds", 1)]
    page.get_by_label("Text to the authors").fill("It holds.")
    pause(page, 2)
    expect(page.locator("#id_version")).to_have_value("2", timeout=10_000)
    page.get_by_label("Top 50% of accepted papers").check()
    page.get_by_label("Fairly confident").check()
    page.get_by_role("button", name="Submit review").click()
    expect(page.get_by_text("Your review of submission 1 is submitted.")).to_be_visible()
    assert kept(workshop) == [("submitted", "It holds.", 3)]


def test_what_is_sent_by_hand_waits_for_a_save_under_way(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop, rita: User
) -> None:
    page = open_one(new_page, live_server, rita)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(AUTOSAVE, hold)
    page.get_by_label("Text to the authors").fill("First")
    with page.expect_request(AUTOSAVE):
        pause(page, 2)
    page.get_by_label("Text to the authors").fill("First and second")
    page.get_by_role("button", name="Save draft").last.click()
    page.wait_for_timeout(200)
    assert kept(workshop) == []
    waiting[0].continue_()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    assert kept(workshop) == [("draft", "First and second", 2)]


def test_offline_it_says_so_and_saves_when_the_connection_is_back(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop, rita: User
) -> None:
    page = open_one(new_page, live_server, rita)
    page.context.set_offline(True)
    page.get_by_label("Text to the authors").fill("Typed in a tunnel")
    pause(page, 2)
    expect(page.locator("[data-said]")).to_contain_text("there is no connection")
    page.context.set_offline(False)
    expect(page.locator("[data-said]")).to_contain_text("Draft saved at")
    assert kept(workshop) == [("draft", "Typed in a tunnel", 1)]


def test_a_stale_window_says_so_stops_and_keeps_what_was_typed(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop, rita: User
) -> None:
    first, second = (open_one(new_page, live_server, rita) for _ in range(2))
    first.get_by_label("Text to the authors").fill("From one")
    pause(first, 2)
    expect(first.locator("[data-said]")).to_contain_text("Draft saved at")
    second.get_by_label("Text to the authors").fill("From another")
    pause(second, 2)
    expect(second.locator("[data-said]")).to_contain_text("saved this review in another window")
    second.get_by_label("Text to the authors").fill("From another, again")
    pause(second, 2.5)
    second.wait_for_timeout(300)  # what is sent now would be there
    assert kept(workshop) == [("draft", "From one", 1)]
    expect(second.get_by_label("Text to the authors")).to_have_value("From another, again")


def test_without_script_the_button_saves(
    new_page: Callable[..., Page], live_server: LiveServer, workshop: Workshop, rita: User
) -> None:
    page = open_one(new_page, live_server, rita, java_script_enabled=False)
    page.get_by_label("Text to the authors").fill("By hand")
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    assert kept(workshop) == [(Review.State.DRAFT, "By hand", 1)]
