"""The site as it is embedded: the steps and the mailer again, on SQLite and without a broker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
AGAIN = [
    "tests/test_mail.py",
    *(str(path) for path in sorted(ROOT.glob("tests/test_step_1_*.py"))),
    "tests/test_step_2_submit.py",
    "tests/test_whole_story.py",
]


@pytest.mark.skipif(os.environ.get("TEST_ON") == "sqlite", reason="this run is on SQLite already")
def test_the_steps_and_the_mailer_run_on_sqlite_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *AGAIN],
        cwd=ROOT,
        env={**os.environ, "TEST_ON": "sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
