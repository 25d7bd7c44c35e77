"""Every door declares who it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from workshop.audience import REGISTRY, name_of
from workshop.celery import app

ROOT = Path(__file__).resolve().parent.parent


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def test_every_view_is_declared() -> None:
    undeclared = [p.name for p in patterns() if name_of(p.callback) not in REGISTRY]
    assert undeclared == []


def test_every_letter_is_declared() -> None:
    letters = {
        f"{path.parent.parent.name}/{path.stem}"
        for path in (ROOT / "templates").glob("*/letters/*.txt")
    }
    declared = {name for name in REGISTRY if "/" in name}
    assert letters == declared


def test_every_task_is_declared() -> None:
    app.loader.import_default_modules()
    tasks = {name for name in app.tasks if not name.startswith("celery.")}
    assert tasks == {
        "workshop.tasks.deliver_letter",
        "workshop.tasks.sweep",
        "submissions.tasks.inspect_paper",
    }
    assert {name for name in tasks if name not in REGISTRY} == set()


def test_every_letter_begins_with_its_subject_and_ends_with_who_writes() -> None:
    for path in (ROOT / "templates").glob("*/letters/*.txt"):
        lines = path.read_text().strip().splitlines()
        subject = next(line for line in lines if not re.fullmatch(r"(\{%[^%]*%\})+", line))
        assert not subject.startswith("Dear"), path.name
