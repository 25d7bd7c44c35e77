"""Every page in a real browser: no barrier found by axe, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, ViewportSize
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
# What can be otherwise on a narrow screen or in the dark.
ON_NARROW = ["target-size", "scrollable-region-focusable", "color-contrast"]
# It takes longest.
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
WIDE, NARROW = 1280, 360
SCREENS: dict[int, ViewportSize] = {
    width: {"width": width, "height": 900} for width in (WIDE, NARROW)
}
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
    page.add_init_script(AXE_SCRIPT)
    user = here.people[who]
    if user is not None:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


# In parts, so that two workers share them.
@pytest.mark.parametrize(
    ("phase", "part", "count"), [("open", 0, 38), ("open", 1, 38), ("released", 0, 11)]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    new_page: Callable[..., Page], live_server: LiveServer, phase: str, part: int, count: int
) -> None:
    here = world(phase, rows=3)
    # axe writes styles of its own while it looks, which our policy refuses.
    how = {"reduced_motion": "reduce", "bypass_csp": True}
    tabs = {who: open_as(new_page, live_server, here, who, **how) for who in set(WHO.values())}
    found, seen = [], 0
    for name, who in list(shown(here, phase))[part :: 2 if phase == "open" else 1]:
        tab = tabs[who]
        tab.set_viewport_size(SCREENS[WIDE])
        tab.goto(here.url(name))
        seen += 1
        found += [f"{name}: {problem}" for problem in problems(tab, again=seen % 3 == 0)]
    assert found == []
    assert seen == count


def shown(here: World, phase: str) -> Iterator[tuple[str, str]]:
    """Every page, and somebody who sees it; once released, only those that are new then."""
    for name, audiences in pages():
        [audience] = audiences - {Audience.DECIDER}
        who = WHO[audience]
        if name in NO_PAGE or name.startswith("api_"):
            continue
        there = {each: expected(here, name, audiences, each)[who] == 200 for each in PHASES}
        if there[phase] and (phase == "open" or not there["open"] or name in SAYS_MORE):
            yield name, who


def problems(tab: Page, *, again: bool) -> list[str]:
    """What axe finds on a wide screen and, looking `again`, on a narrow one in the dark.

    The components are the same on all pages, so every third is looked at again, and for contrast.
    """
    found = [*wider(tab, WIDE), *violations(tab, "light", {} if again else WITHOUT_CONTRAST)]
    if again:
        found += crushed(tab)
    tab.set_viewport_size(SCREENS[NARROW])
    found += wider(tab, NARROW)
    return [*found, *violations(tab, "dark", {"runOnly": ON_NARROW})] if again else found


def wider(tab: Page, width: int) -> list[str]:
    wide = tab.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide of {width}"] if wide > width else []


def crushed(tab: Page) -> list[str]:
    """What has the whole width of the screen has that of the paper."""
    tab.emulate_media(media="print")
    thin = "[...document.querySelectorAll('.leaf > .wide')].filter(one => one.offsetWidth < 500)"
    count = tab.evaluate(f"{thin}.length")
    tab.emulate_media(media="screen")
    return [f"{count} tables are crushed in print"] if count else []


def violations(tab: Page, scheme: str, rules: dict[str, Any]) -> list[str]:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    # No rule that is on needs a copy of the styles, which it would make for itself.
    asked = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}, **rules}
    return [
        f"{one['id']} in the {scheme} {[node['target'] for node in one['nodes']][:3]}"
        for one in tab.evaluate("async how => (await axe.run(how)).violations", asked)
    ]
