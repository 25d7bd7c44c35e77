"""Find a Chromium that starts: the machine's own, else one that Playwright brought.

As a command it prints the path, so that the Makefile asks the same question as the tests.
"""

import os
import shutil
import subprocess
import sys

# The shell has the same engine without the windows around it, and needs half the time.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
# The tests talk to this machine only; without these Chromium looks for its maker's hosts.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def arguments() -> list[str]:
    """Chromium's own sandbox refuses to run as root."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find() -> str | None:
    """The first one that starts, or nothing."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    path = _playwrights_own()
    return path if _starts(path) else None


if __name__ == "__main__":
    found = find()
    print(found or "no Chromium that starts", file=sys.stdout if found else sys.stderr)
    sys.exit(0 if found else 1)
