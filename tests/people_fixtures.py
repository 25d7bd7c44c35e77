"""The people of most tests, and their workshop. A module imports those that its tests ask for.

A function is named otherwise than what is asked for, or the parameters of tests would hide it.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_user, make_workshop
from review_factories import make_reviewer

from workshop.models import User, Workshop


@pytest.fixture(name="at")
def now() -> datetime:
    return timezone.now()


@pytest.fixture(name="workshop")
def new_workshop() -> Workshop:
    return make_workshop("credit")


@pytest.fixture(name="workshop")
def closed_call() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture(name="ada")
def author_ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture(name="olga")
def organizer_olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture(name="rita")
def reviewer_rita(workshop: Workshop) -> User:
    return make_reviewer(workshop, "rita@example.org", "Rita Read")


@pytest.fixture(name="browser")
def authors_browser(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture(name="browser")
def organizers_browser(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


@pytest.fixture(name="browser")
def reviewers_browser(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client
