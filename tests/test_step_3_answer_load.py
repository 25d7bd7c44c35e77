"""Step 3: nobody accepts more papers than they are asked for without knowing it."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import ask
from django.test import Client

from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_the_form_says_for_how_many_papers_one_is_asked(workshop: Workshop, olga: User) -> None:
    page = Client().get(ask(workshop, olga)).content.decode()
    assert "You are asked for 4 at most, and fewer is welcome too." in page
    assert 'max="4"' in page


def test_more_than_asked_for_is_said_and_taken_later(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    page = Client().post(url, {"answer": "accept", "load": "5"}).content.decode()
    assert "You are asked for 4 papers at most." in page
    assert 'value="5"' in page
    assert workshop.invitations.get().state == "waiting"
    Client().post(url, {"answer": "accept", "load": "4"})
    assert workshop.reviewer_profiles.get().load == 4
