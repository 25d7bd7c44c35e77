"""The workshop of the committee and its organizer, for the modules that import them."""

from __future__ import annotations

import pytest
from assign_story import as_one
from django.test import Client
from factories import make_organizer, make_workshop

from workshop.models import User, Workshop


@pytest.fixture(name="workshop")
def call_with_contact() -> Workshop:
    return make_workshop("credit", call="closed", contact="chairs@home.example")


@pytest.fixture(name="olga")
def olga_from_home(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@home.example", "Olga")


@pytest.fixture(name="browser")
def olgas_browser(olga: User) -> Client:
    return as_one(olga)
