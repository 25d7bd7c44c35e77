"""Step 0 in the demo: sign in with one click, read the letters with codes. Nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_organizer, make_user, make_workshop
from pytest_django import Settings
from signing_in import ask, code_of, newest_letter, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


DEMO_PAGES = ["/account/demo/", "/account/demo/letters/"]


@pytest.mark.parametrize("page", DEMO_PAGES)
def test_outside_of_the_demo_its_pages_are_not_there(client: Client, page: str) -> None:
    assert client.get(page).status_code == 404
    assert client.post(page, {"email": make_user("a@demo.example").email}).status_code == 404
    assert who(client) is None


@pytest.mark.parametrize("page", DEMO_PAGES)
@pytest.mark.parametrize(
    "origin",
    [
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"REMOTE_ADDR": "10.0.0.1"},
    ],
)
def test_nor_for_anybody_from_elsewhere(
    demo: None, client: Client, page: str, origin: dict[str, str]
) -> None:
    assert client.get(page, **origin).status_code == 404  # type: ignore[arg-type]


def test_in_the_demo_one_click_signs_in_as_an_invented_person(demo: None, client: Client) -> None:
    workshop = make_workshop()
    organizer = make_organizer(workshop, "ana@demo.example", "Ana Lamb")
    author, real = (
        make_user("ida@demo.example", "Ida Holm"),
        make_user("real@example.org", "Real Rita"),
    )
    page = client.get("/account/demo/").content.decode()
    assert ("Sign in as Ana Lamb" in page, "Sign in as Ida Holm" in page) == (True, True)
    assert "Rita" not in page
    answer = client.post("/account/demo/", {"email": organizer.email})
    assert (answer["Location"], who(client)) == (f"/{workshop.slug}/organize/", organizer)
    answer = client.post("/account/demo/", {"email": author.email})
    assert (answer["Location"], who(client)) == ("/account/", author)
    assert client.post("/account/demo/", {"email": real.email}).status_code == 404
    assert who(client) == author


def test_in_the_demo_the_letters_with_codes_can_be_read(demo: None, client: Client) -> None:
    ask(client, "ada@example.org")
    assert 'href="/account/demo/letters/"' in client.get("/account/code/").content.decode()
    page = client.get("/account/demo/letters/").content.decode()
    assert code_of(newest_letter()) in page
    assert '<a href="/account/code/">Back to where the code is asked for</a>' in page
