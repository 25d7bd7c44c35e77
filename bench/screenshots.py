"""Pictures of every page, as each side of the demo sees it, in var/screenshots/.

Starts the site with data of its own, signs in as a person of each side and follows the links: one
picture for each view that is met, in a wide light window and in a narrow dark one. The few that the
README shows are taken into docs/screenshots/.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "var" / "screenshots"
DATA = ROOT / "var" / "screenshots-data"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
for real in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "DEMO"):
    os.environ.pop(real, None)
os.environ.update(VAR_DIR=str(DATA), DJANGO_SETTINGS_MODULE="workshop.settings")

import chromium  # noqa: E402 (from tests/, as is the next)
from keeper import kept  # noqa: E402

WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
README = ROOT / "docs" / "screenshots"
# What the README shows: the step at which the demo stands, whose page, where, how tall a window.
DEMO = "/memory-in-machines"
SHOWN = {
    "home": ("submit", "Visitors", "/credit-assignment-2018/", 940),
    "call": ("submit", "Organizers", f"{DEMO}/organize/", 1150),
    "submit": ("submit", "Authors", f"{DEMO}/submissions/new/", 1200),
    "assign": ("assign", "Organizers", f"{DEMO}/organize/assignment/", 900),
    "review": ("review", "Organizers", f"{DEMO}/organize/reviews/", 900),
    "decide": ("decide", "Organizers", f"{DEMO}/organize/decisions/", 900),
    "notify": ("notify", "Organizers", f"{DEMO}/organize/release/", 900),
    "camera-ready": ("camera-ready", "Organizers", f"{DEMO}/organize/camera-ready/", 900),
    "post": ("publish", "Visitors", f"{DEMO}/papers/", 900),
    "plan": ("publish", "Organizers", f"{DEMO}/organize/schedule/", 900),
    "publish": ("publish", "Visitors", f"{DEMO}/schedule/", 900),
}
SIDES = ("Visitors", "Authors", "Reviewers", "Organizers")
LINKS = "all => all.filter(a => a.origin === location.origin).map(a => a.pathname)"


@contextmanager
def running_site() -> Iterator[str]:
    from services import free_port

    from workshop.management.addresses import answers

    port = free_port()
    with kept([sys.executable, "-m", "workshop", f"--port={port}"], env=os.environ) as site:
        while not answers("127.0.0.1", port, f"127.0.0.1:{port}"):
            if site.poll() is not None:
                raise SystemExit("The site did not start.")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"


def sign_in(page: Page, side: str) -> None:
    """As the first person of this side; visitors are nobody."""
    if side == "Visitors":
        page.goto("/")
        return
    page.goto("/account/demo/")
    people = page.locator("section").filter(has=page.get_by_role("heading", name=side))
    people.get_by_role("button", name="Sign in as").first.click()


def view_of(path: str) -> str | None:
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def is_page(page: Page, path: str) -> bool:
    try:
        response = page.goto(path)
    except Error:  # a file, which a browser downloads
        return False
    return bool(response and response.headers.get("content-type", "").startswith("text/html"))


def walk(page: Page, folder: Path) -> int:
    """A picture of every view that can be reached by links from here."""
    seen: set[str | None] = {None}
    paths = [page.evaluate("location.pathname")]
    for path in paths:
        view = view_of(path)
        if view in seen:
            continue
        seen.add(view)
        if is_page(page, path):
            page.screenshot(path=folder / f"{view}.png", full_page=True)
            paths += page.eval_on_selector_all("a[href]", LINKS)
    return len(list(folder.iterdir()))


def take_for_readme(browser: Browser, address: str) -> None:
    """The demo is put at one step after the other while the site runs."""
    README.mkdir(parents=True, exist_ok=True)
    stands_at = ""
    for name, (step, side, path, height) in SHOWN.items():
        if step != stands_at:
            demo = [sys.executable, "manage.py", "demo", "--at", step]
            subprocess.run(demo, cwd=ROOT, env={**os.environ}, check=True)
            stands_at = step
        window = {"width": 1280, "height": height}
        page = browser.new_context(base_url=address, viewport=window).new_page()  # type: ignore[arg-type]
        sign_in(page, side)
        page.goto(path)
        page.screenshot(path=README / f"{name}.png")


def main() -> None:
    import django

    for folder in (PICTURES, DATA):
        shutil.rmtree(folder, ignore_errors=True)
    DATA.mkdir(parents=True)
    django.setup()
    home = {**os.environ, "HOME": str(DATA)}
    path = chromium.find() or sys.exit("There is no Chromium to take pictures with.")
    with running_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=chromium.arguments(), env=dict(home)
        )
        for side in SIDES:
            for window, how in WINDOWS.items():
                folder = PICTURES / f"{side.lower()}-{window}"
                folder.mkdir(parents=True)
                page = browser.new_context(base_url=address, **how).new_page()
                sign_in(page, side)
                print(f"{walk(page, folder):4} pages in {folder.relative_to(ROOT)}")
        take_for_readme(browser, address)
        browser.close()
    shutil.rmtree(DATA)


if __name__ == "__main__":
    main()
