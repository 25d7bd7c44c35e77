"""Leaks that are put in are found: a sample of `make campaign NAME=seeded-leaks`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from bench.campaigns import seeded_leaks
from bench.campaigns.leaks.all import LEAKS
from bench.campaigns.leaks.leak import Leak
from bench.campaigns.narrowed import look

ROOT = Path(__file__).resolve().parent.parent
# With which the campaign finds both soon.
SEED = 4


def test_every_leak_can_be_put_into_the_tree_as_it_is() -> None:
    """Whoever changes a line that a leak replaces changes the leak as well."""
    assert len({(leak.file, leak.old, leak.new) for leak in LEAKS}) == len(LEAKS)
    assert len({leak.what for leak in LEAKS}) == len(LEAKS) >= seeded_leaks.LEAST
    for leak in LEAKS:
        text = leak.changed(ROOT)
        if leak.file.endswith(".py"):
            compile(text, leak.file, "exec")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "function"),
    [
        ("a released review has its reviewer's name as a title", "as_read"),
        ("of the progress only the sum is over all submissions", "of"),
    ],
)
def test_a_leak_that_is_put_in_is_found(
    what: str, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak = next(leak for leak in LEAKS if leak.what == what)
    put_in(leak, function, monkeypatch)
    assert look(leak.place, SEED) != []


def put_in(leak: Leak, function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The function as it is with the leak, in its module."""
    module = import_module(leak.file.removesuffix(".py").replace("/", "."))
    changed = dict(vars(module))
    exec(compile(leak.changed(ROOT), leak.file, "exec"), changed)  # noqa: S102 (our own source)
    monkeypatch.setattr(module, function, changed[function])
