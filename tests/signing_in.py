"""Signing in as a browser does it: ask for a code, read the letter, type the code."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from workshop.mail import with_secret
from workshop.models import Letter, User

CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
WRONG = "AAAA-AAAA"


def newest_letter() -> Letter:
    return Letter.everywhere.filter(workshop=None).latest("pk")


def code_of(letter: Letter) -> str:
    """The code as the recipient reads it."""
    found = CODE.search(with_secret(letter))
    assert found, letter.body
    return found[0]


def ask(browser: Client, email: str, **extra: str) -> Any:
    return browser.post("/account/sign-in/", {"email": email, **extra})


def enter(browser: Client, code: str) -> Any:
    return browser.post("/account/code/", {"code": code})


def sign_in(browser: Client, email: str, **extra: str) -> Any:
    """The whole way. The answer says where the browser is sent next."""
    ask(browser, email, **extra)
    return enter(browser, code_of(newest_letter()))


def who(browser: Client) -> User | None:
    """Whose account the browser is signed in to."""
    key = browser.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def without_tokens(answer: Any) -> str:
    """A page without what is drawn by lot for each answer."""
    page: str = answer.content.decode()
    return TOKEN.sub("", page)


def some_time_ago(browser: Client, seconds: float) -> None:
    """Make the codes of this browser older than they are."""
    session = browser.session
    for event in ("workshop/sign_in_code", "workshop/address_code"):
        if event in session:
            session[event] = {**session[event], "at": session[event]["at"] - seconds}
    if "proved_at" in session:
        session["proved_at"] -= seconds
    session.save()
