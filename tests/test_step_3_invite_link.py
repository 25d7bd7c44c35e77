"""Step 3: the link of an invitation is filled in where it stands, and nowhere else."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import ask
from django.test import Client
from filling import fields, led_to, shown

from workshop import mail
from workshop.models import Letter, User, Workshop
from workshop.secrets import TOKEN, link_of, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(workshop: Workshop, olga: User) -> Letter:
    """Held, to Ann."""
    ask(workshop, olga)
    workshop.letters.update(state=Letter.State.HELD)
    return workshop.letters.get()


def test_a_name_that_looks_like_a_link_gets_none(workshop: Workshop, olga: User) -> None:
    ask(workshop, olga, name=f"Ann {TOKEN}")
    letter = workshop.letters.get()
    text, token = mail.with_secret(letter), token_for(letter.secret)
    assert f"Dear Ann {TOKEN},\n" in text
    assert text.count(token) == 1
    assert token not in letter.subject


def test_a_link_is_found_on_its_own_line_and_to_this_site_alone(letter: Letter) -> None:
    link = link_of(letter.body)
    assert link.endswith(f"/credit/invitation/{TOKEN}/")
    assert link_of(f"Dear Ann\r\n{link}\r\n") == link
    for other in (f"    {link}", f"https://evil.example/?u={link}", f"{link}.evil", TOKEN):
        assert link_of(f"Dear Ann\n{other}\n") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "Dear Ann, will you?",
        "https://evil.example/?t={token}",
        "https://evil.example/?u={link}",
        "{link}\nhttps://evil.example/?t={token}",
        "{link}\n{link}",
    ],
)
def test_a_letter_neither_loses_its_link_nor_gives_it_away(
    browser: Client, workshop: Workshop, letter: Letter, typed: str
) -> None:
    url = f"/credit/organize/letters/{letter.message_id}/edit/"
    link = link_of(letter.body)
    body = typed.replace("{link}", link)
    answer = browser.post(url, fields(browser.get(url), "body") | {"body": body})
    assert f"Keep this line as it was, once and with nothing beside it: {link}" in shown(answer)
    assert fields(answer, "body")["body"] == body
    assert workshop.letters.get().body == letter.body


def test_a_letter_with_its_link_is_edited(
    browser: Client, workshop: Workshop, letter: Letter
) -> None:
    url = f"/credit/organize/letters/{letter.message_id}/edit/"
    body = f"Dear Ann,\r\nplease:\r\n\r\n{link_of(letter.body)}"
    assert led_to(browser.post(url, fields(browser.get(url), "body") | {"body": body}))
    text = mail.with_secret(workshop.letters.get())
    assert token_for(letter.secret) in text
    assert TOKEN not in text
