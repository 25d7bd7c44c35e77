"""The world of the historic leaks, for the modules that name this one among their plugins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from leak_world import Leaks, build
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Leaks]:
    """The rows are there for a whole module and are never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def here(built: Leaks, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaks]:
    """The world as it was built, at the moment that its story has come to."""
    moment, chance = built.story.at, built.story.chance
    monkeypatch.setattr("django.utils.timezone.now", lambda: built.story.at)
    yield built
    built.story.at, built.story.chance = moment, chance
