"""A public page asks nobody who they are: a reader who is signed in costs what a stranger does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer, make_workshop

from workshop.models import Workshop

pytestmark = pytest.mark.django_db
PAGES = ["/", "/credit/", "/credit/call/", "/credit/speakers/", "/credit/papers/"]


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="open")


def asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("address", PAGES)
def test_who_is_signed_in_is_not_asked_for(workshop: Workshop, address: str) -> None:
    known = Client()
    known.force_login(make_organizer(workshop))
    assert asked(known, address) == asked(Client(), address)


def test_only_while_somebody_looks_as_another_is_the_session_asked_for(workshop: Workshop) -> None:
    known = Client()
    known.force_login(make_organizer(workshop))
    known.post("/credit/organize/view-as/", {"whom": "public:"})
    [mark] = [cookie for cookie in known.cookies.values() if cookie.key == "viewing"]
    facts = [mark["path"], mark["httponly"], mark["samesite"], mark["max-age"]]
    assert facts == ["/credit/", True, "Lax", 30 * 60]
    assert "You see" in known.get("/credit/").content.decode()
    assert any("django_session" in sql for sql in asked(known, "/credit/"))
    known.post("/credit/organize/view-as/leave/")
    del known.cookies["viewing"]  # as a browser does, which was told that it is over
    assert asked(known, "/credit/") == asked(Client(), "/credit/")
