"""The site of the permission rules, for the modules that name this one among their plugins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from rules_world import Site, build


@pytest.fixture(scope="module")
def built_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The rows are there for a whole module and are never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def site(built_site: Site, db: None) -> Site:
    return built_site
