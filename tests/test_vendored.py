"""What pages load from elsewhere is here, unchanged, with its version, license and hash."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_vendored_files_are_the_ones_that_are_written_down() -> None:
    rows = re.findall(
        r"^\| `(.+?)` \|.*\| `(\w{64})` \|$", (ROOT / "docs/vendored.md").read_text(), re.MULTILINE
    )
    folder = ROOT / "workshop/static/workshop/vendor"
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert dict(rows) == there
