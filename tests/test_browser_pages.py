"""Every page in a real browser: no barrier found by axe, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from test_permissions import expected
from world import PHASES, World, pages, world

from workshop.audience import Audience
from workshop.models import User

pytestmark = pytest.mark.django_db(transaction=True)

# Not pages: files, a redirect for who asks nothing, a machine's word.
NO_PAGE = {
    "healthz",
    "schedule_calendar",
    "own_paper",
    "organized_paper",
    "all_papers",
    "submissions_csv",
    "assigned_paper",
    "assigned_papers",
    *("papers_bibtex", "paper_bibtex", "paper_pdf", "paper_slides"),
    *("own_final_paper", "own_slides"),
    *("organized_final_paper", "organized_slides", "all_final_papers"),
}
# Pages that say more once decisions are released.
SAYS_MORE = {"papers", "schedule", "submission", "organize_submission", "organize_camera_ready"}
# What can be otherwise on a narrow screen.
NARROW = ["target-size", "scrollable-region-focusable", "color-contrast"]
WHO = {
    Audience.PUBLIC: "visitor",
    Audience.SIGNED_IN: "author",
    Audience.AUTHOR: "author",
    Audience.REVIEWER: "reviewer",
    Audience.ORGANIZER: "organizer",
}


def session_of(user: User) -> str:
    """A session as signing in would leave it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def open_as(
    new_page: Callable[..., Page], live: LiveServer, here: World, who: str, **how: Any
) -> Page:
    page = new_page(**how)
    user = here.people[who]
    if user is not None:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.mark.parametrize("phase", ["open", "released"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    new_page: Callable[..., Page], live_server: LiveServer, width: int, phase: str
) -> None:
    here = world(phase, rows=3)
    # axe writes styles of its own while it looks, which our policy refuses.
    size = {"width": width, "height": 900}
    how = {"viewport": size, "reduced_motion": "reduce", "bypass_csp": True}
    tabs = {who: open_as(new_page, live_server, here, who, **how) for who in set(WHO.values())}
    found, seen = [], 0
    for name, who in shown(here, phase):
        tab = tabs[who]
        tab.goto(here.url(name))
        seen += 1
        found += [f"{name}: {problem}" for problem in problems(tab, width)]
        wide = tab.evaluate("document.documentElement.scrollWidth")
        found += [f"{name}: {wide} pixels wide"] if wide > width else []
    assert found == []
    assert seen == {"open": 65, "released": 10}[phase]


def shown(here: World, phase: str) -> Iterator[tuple[str, str]]:
    """Every page, and somebody who sees it; once released, only those that are new then."""
    for name, audiences in pages():
        [audience] = audiences
        who = WHO[audience]
        if name in NO_PAGE or name.startswith("api_"):
            continue
        there = {each: expected(here, name, audiences, each)[who] == 200 for each in PHASES}
        if there[phase] and (phase == "open" or not there["open"] or name in SAYS_MORE):
            yield name, who


def problems(tab: Page, width: int) -> list[str]:
    """What axe finds in the light, and what more in the dark, where only the colors differ.

    Where the screen is narrow, what was found wide is not looked for again.
    """
    found = []
    light = {"runOnly": NARROW} if width < 400 else None
    for scheme, rules in (("light", light), ("dark", {"runOnly": ["color-contrast"]})):
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for violation in Axe().run(tab, options=rules).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]]
            found.append(f"{violation['id']} in the {scheme} {targets[:3]}")
    return found
