"""Step 0, seen by somebody who wonders who has an account: every address answers alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_user
from pytest_django import Settings
from signing_in import WRONG, ask, code_of, enter, newest_letter, who, without_tokens

from workshop.accounts import PasswordHasher, account_for
from workshop.models import Letter, User

pytestmark = pytest.mark.django_db

# All of a length, so that even the lengths of the answers can be compared.
KNOWN = "known@example.org"
WITH_PASSWORD = "words@example.org"
LOCKED = "locks@example.org"
ADDED = "added@example.org"
WAITING = "waits@example.org"
UNKNOWN = "nobod@example.org"
EVERYBODY = [KNOWN, WITH_PASSWORD, LOCKED, ADDED, WAITING, UNKNOWN]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _people() -> None:
    make_user(KNOWN)
    make_user(WITH_PASSWORD, password=PASSWORD)
    make_user(LOCKED, password=PASSWORD, is_active=False)
    account_for(WAITING)
    # Two people have typed this one, and neither has proved it.
    for other in (make_user(password=PASSWORD), make_user()):
        EmailAddress.objects.create(user=other, email=ADDED, verified=False)


class Counting(PasswordHasher):
    """Counts how often a password is hashed: that is what takes the time."""

    times = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.times += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        Counting.times += 1
        return super().verify(password, encoded)


@dataclass(frozen=True)
class Seen:
    """All that a stranger can see of an answer, the address itself left out."""

    status: int
    body: str
    headers: dict[str, str]
    cookies: list[tuple[str, str]]
    queries: int
    hashes: int
    letters: list[tuple[str, ...]]


def seen(email: str, answer: Callable[[], Any]) -> Seen:
    before = set(Letter.everywhere.values_list("pk", flat=True))
    Counting.times = 0
    with CaptureQueriesContext(connection) as queries:
        response = answer()
    letters = Letter.everywhere.exclude(pk__in=before).values_list(
        "workshop", "event", "recipient", "recipient_name", "subject", "body", "state"
    )
    cookies = [(name, str(morsel["max-age"])) for name, morsel in response.cookies.items()]
    return Seen(
        status=response.status_code,
        body=without_tokens(response).replace(email, "…"),
        # The ETag is made of the page with its token, which is drawn by lot.
        headers={k: v for k, v in response.headers.items() if k != "ETag"},
        cookies=sorted(cookies),
        queries=len(queries),
        hashes=Counting.times,
        letters=[tuple(str(fact).replace(email, "…") for fact in letter) for letter in letters],
    )


def all_alike(look: Callable[[str], Seen]) -> Seen:
    """What is seen of an address nobody has, after making sure that the others look the same."""
    nobody = look(UNKNOWN)
    for email in EVERYBODY:
        for fact, value in vars(look(email)).items():
            assert (email, fact, value) == (email, fact, getattr(nobody, fact))
    return nobody


def test_asking_for_a_code() -> None:
    shown = all_alike(lambda email: seen(email, lambda: ask(Client(), email)))
    assert (shown.status, len(shown.letters)) == (302, 1)


def test_the_page_that_asks_for_the_code() -> None:
    def look(email: str) -> Seen:
        browser = Client()
        ask(browser, email)
        return seen(email, lambda: browser.get("/account/code/"))

    assert all_alike(look).status == 200


def test_a_wrong_code() -> None:
    def look(email: str) -> Seen:
        browser = Client()
        ask(browser, email)
        return seen(email, lambda: enter(browser, WRONG))

    assert "That code is not right, or its time has passed." in all_alike(look).body


def test_too_many_wrong_codes() -> None:
    def look(email: str) -> Seen:
        browser = Client()
        ask(browser, email)
        for _ in range(4):
            enter(browser, WRONG)
        return seen(email, lambda: enter(browser, WRONG))

    assert "Too many tries. Ask for a new code." in all_alike(look).body


def test_asking_for_a_new_code() -> None:
    def look(email: str) -> Seen:
        browser = Client()
        ask(browser, email)
        answer = ask(browser, email, again="1")
        return seen(email, lambda: browser.get(answer["Location"]))

    said = "A new code is on its way to …; only the newest one counts."
    assert said in all_alike(look).body


def test_a_wrong_password(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["test_step_0_secrecy.Counting"]
    with_password(UNKNOWN, PASSWORD)  # the first of a process makes the hash to compare with

    def look(email: str) -> Seen:
        return seen(email, lambda: with_password(email, "Wrong horse battery"))

    shown = all_alike(look)
    assert "This address and password do not go together." in shown.body
    assert (shown.status, shown.queries, shown.hashes) == (200, 3, 1)
    assert [name for name, _ in shown.cookies] == ["csrf"]


def test_a_right_password_of_a_locked_account(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["test_step_0_secrecy.Counting"]
    with_password(UNKNOWN, PASSWORD)
    User.objects.filter(email=LOCKED).update(
        password=User.objects.get(email=WITH_PASSWORD).password
    )
    nobody = seen(UNKNOWN, lambda: with_password(UNKNOWN, PASSWORD))
    assert seen(LOCKED, lambda: with_password(LOCKED, PASSWORD)) == nobody
    assert seen(ADDED, lambda: with_password(ADDED, PASSWORD)) == nobody


def test_the_right_code_of_a_locked_account_is_as_wrong_as_any() -> None:
    def answer(code: str) -> str:
        browser = Client()
        ask(browser, LOCKED)
        page = without_tokens(enter(browser, code or code_of(newest_letter())))
        assert who(browser) is None
        return page.replace(code or code_of(newest_letter()), "…")

    assert answer("") == answer(WRONG)


def test_asking_too_often() -> None:
    def look(email: str) -> Seen:
        for _ in range(5):
            ask(Client(REMOTE_ADDR=f"10.0.0.{EVERYBODY.index(email)}"), email)
        browser = Client(REMOTE_ADDR=f"10.0.0.{EVERYBODY.index(email)}")
        return seen(email, lambda: ask(browser, email))

    shown = all_alike(look)
    assert (shown.status, shown.letters) == (429, [])
    assert "Too many codes were asked for. Wait an hour, then ask again." in shown.body


@pytest.mark.parametrize("elsewhere", ["10.0.0.1", "2001:db8::1"])
def test_a_stranger_who_asks_too_often_does_not_shut_the_owner_out(elsewhere: str) -> None:
    for n in range(30):
        stranger = elsewhere if n < 25 or "." in elsewhere else f"2001:db8::{n}"
        ask(Client(REMOTE_ADDR=stranger), KNOWN)
    assert Letter.everywhere.count() == 5
    assert ask(Client(REMOTE_ADDR="10.0.0.2"), KNOWN).status_code == 302


def test_trying_too_many_passwords() -> None:
    def look(email: str) -> Seen:
        for _ in range(5):
            with_password(email, "Wrong horse battery")
        return seen(email, lambda: with_password(email, PASSWORD))

    shown = all_alike(look)
    assert (shown.status, shown.hashes) == (429, 0)
    assert "Too many tries. Wait five minutes, or sign in with a code instead." in shown.body


def test_a_stranger_who_tries_passwords_does_not_shut_the_owner_out() -> None:
    for n in range(30):
        Client(REMOTE_ADDR="10.0.0.1").post(
            "/account/password/", {"email": WITH_PASSWORD, "password": f"Wrong horse {n}"}
        )
    owner = Client(REMOTE_ADDR="10.0.0.2")
    answer = owner.post("/account/password/", {"email": WITH_PASSWORD, "password": PASSWORD})
    assert answer.status_code == 302


def test_many_strangers_share_the_tries_at_one_password() -> None:
    for n in range(100):
        stranger = Client(REMOTE_ADDR=f"10.0.0.{n}")
        stranger.post("/account/password/", {"email": UNKNOWN, "password": "Wrong horse"})
    other = Client(REMOTE_ADDR="10.0.1.1")
    answer = other.post("/account/password/", {"email": UNKNOWN, "password": PASSWORD})
    assert answer.status_code == 429


def test_whoever_knows_the_password_may_sign_in_as_often_as_they_like() -> None:
    answers = {with_password(WITH_PASSWORD, PASSWORD).status_code for _ in range(7)}
    assert answers == {302}


def test_codes_tried_all_at_once_are_counted_too() -> None:
    """A browser that sends its tries side by side has one count in its session for all of them."""
    browser = Client()
    ask(browser, KNOWN)
    code, session = code_of(newest_letter()), dict(browser.session.items())
    for _ in range(5):
        enter(browser, WRONG)
        stored = browser.session
        stored.update(session)
        stored.save()
    enter(browser, code)
    assert who(browser) is None


def test_an_address_to_be_added_is_treated_alike_until_its_code_is_entered() -> None:
    def look(email: str) -> Seen:
        browser = Client()
        browser.force_login(make_user("adder@example.org", "Adder"))
        add = {"email": email}
        shown = seen(email, lambda: browser.post("/account/addresses/add/", add))
        page = seen(email, lambda: browser.get("/account/addresses/code/"))
        wrong = {"code": WRONG}
        refused = seen(email, lambda: browser.post("/account/addresses/code/", wrong))
        User.objects.filter(email="adder@example.org").delete()
        bodies = f"{shown.body}\n{page.body}\n{refused.body}"
        queries = shown.queries * 10_000 + page.queries * 100 + refused.queries
        return Seen(refused.status, bodies, {}, [], queries, 0, shown.letters)

    shown = all_alike(look)
    assert len(shown.letters) == 1
    assert "That code is not right, or its time has passed." in shown.body


def test_the_hasher_is_the_one_that_is_measured() -> None:
    assert site.PASSWORD_HASHERS == ["workshop.accounts.PasswordHasher"]


def with_password(email: str, password: str) -> Any:
    return Client().post("/account/password/", {"email": email, "password": password})
