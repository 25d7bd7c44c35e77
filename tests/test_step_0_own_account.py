"""Step 0, one's own account: its page, its addresses, its password."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from pytest_django import DjangoAssertNumQueries, Settings
from signing_in import WRONG, ask, code_of, newest_letter, sign_in, some_time_ago, who

from workshop import organizers, own_account
from workshop.accounts import account_for, verify_address
from workshop.errors import Refused
from workshop.models import Barrier, Letter, Role, User

pytestmark = pytest.mark.django_db

OLD, NEW = "correct horse battery", "staple under the moon"


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture
def browser(ada: User) -> Client:
    browser = Client()
    sign_in(browser, ada.email)
    return browser


def add_address(browser: Client, email: str) -> Any:
    """Add an address by its code; the answer is the account's page."""
    browser.post("/account/addresses/add/", {"email": email})
    code = {"code": code_of(newest_letter())}
    return browser.post("/account/addresses/code/", code, follow=True)


def addresses(user: User) -> list[tuple[str, bool]]:
    return list(own_account.addresses_of(user).values_list("email", "primary"))


# ---- the page -------------------------------------------------------------------------------


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for path in ("", "welcome/", "password/change/", "addresses/code/"):
        answer = client.get(f"/account/{path}")
        assert answer["Location"] == f"/account/sign-in/?next=/account/{path}"
    for path in ("addresses/add/", "addresses/main/", "addresses/remove/", "password/remove/"):
        answer = client.post(f"/account/{path}")
        assert answer.status_code == 403
        assert "You are signed out, nothing was saved" in answer.content.decode()


def test_it_leads_to_ones_workshops_and_to_open_calls(ada: User, browser: Client) -> None:
    make_workshop("mine", call="preparing").roles.create(user=ada, kind=Role.Kind.ORGANIZER)
    make_workshop("taking")
    make_workshop("closed", call="closed")
    make_workshop("secret", call="preparing", title="Not yet told")
    page = browser.get("/account/").content.decode()
    linked = {slug: f'href="/{slug}/organize/"' in page for slug in ("mine", "taking", "closed")}
    assert linked == {"mine": True, "taking": False, "closed": False}
    inviting = {
        slug: f'href="/{slug}/submissions/new/"' in page for slug in ("mine", "taking", "closed")
    }
    assert inviting == {"mine": False, "taking": True, "closed": False}
    assert 'href="/closed/submissions/"' in page
    assert "Not yet told" not in page


@pytest.mark.parametrize(("creators", "offers"), [(["*"], 1), (["@other.org"], 0)])
def test_it_offers_to_create_a_workshop_to_those_who_may(
    browser: Client, settings: Settings, creators: list[str], offers: int
) -> None:
    settings.WORKSHOP_CREATORS = creators
    page = browser.get("/account/").content.decode()
    assert page.count('href="/account/new-workshop/"') == offers


@pytest.mark.parametrize("rows", [1, 30])
def test_it_takes_as_many_queries_for_one_workshop_as_for_thirty(
    ada: User, browser: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        make_workshop().roles.create(user=ada, kind=Role.Kind.ORGANIZER)
        make_workshop()
        EmailAddress.objects.create(
            user=ada, email=f"{ada.pk}-{timezone.now().timestamp()}@example.org", verified=True
        )
    with django_assert_num_queries(7):
        browser.get("/account/")


def test_name_affiliation_and_time_zone_are_saved(ada: User, browser: Client) -> None:
    facts = {"name": "A.  Lovelace ", "affiliation": "Analytical Society", "zone": "Asia/Kolkata"}
    assert browser.post("/account/", facts)["Location"] == "/account/"
    ada.refresh_from_db()
    assert (ada.name, ada.affiliation, ada.zone) == (
        "A. Lovelace",
        "Analytical Society",
        "Asia/Kolkata",
    )


def test_a_name_that_carries_a_link_is_refused_and_kept_in_the_form(browser: Client) -> None:
    page = browser.post("/account/", {"name": "Win https://evil.example"}).content.decode()
    assert "Leave the link out here" in page
    assert 'value="Win https://evil.example"' in page
    assert "<h1>Ada Lovelace</h1>" in page


# ---- addresses ------------------------------------------------------------------------------


def test_a_second_address_signs_in_to_the_same_account(ada: User, browser: Client) -> None:
    page = add_address(browser, "Lovelace@example.org").content.decode()
    assert "lovelace@example.org now signs in to your account." in page
    assert addresses(ada) == [("ada@example.org", True), ("lovelace@example.org", False)]
    other = Client()
    sign_in(other, "lovelace@example.org")
    assert who(other) == ada


def test_it_is_added_by_its_own_code_only(ada: User, browser: Client) -> None:
    browser.post("/account/addresses/add/", {"email": "lovelace@example.org"})
    code = code_of(newest_letter())
    other = Client()
    sign_in(other, make_user("eve@example.org").email)
    other.post("/account/addresses/code/", {"code": code})
    browser.post("/account/addresses/code/", {"code": WRONG})
    some_time_ago(browser, 601)
    browser.post("/account/addresses/code/", {"code": code})
    assert EmailAddress.objects.filter(email="lovelace@example.org").count() == 0


def test_adding_it_bars_from_the_submissions_that_name_it(ada: User, browser: Client) -> None:
    workshop = make_workshop()
    submission = make_submission(workshop, authors=["lovelace@example.org"])
    add_address(browser, "lovelace@example.org")
    assert list(Barrier.numbers(workshop, ada)) == [submission.number]


def test_an_address_of_another_account_is_refused_once_its_code_is_entered(
    ada: User, browser: Client
) -> None:
    bob = make_user("bob@example.org")
    page = add_address(browser, "bob@example.org").content.decode()
    assert "bob@example.org signs in to another account already." in page
    assert (addresses(ada), addresses(bob)) == (
        [("ada@example.org", True)],
        [("bob@example.org", True)],
    )


def test_nobody_keeps_an_address_that_they_only_typed(ada: User, browser: Client) -> None:
    eve = make_user()
    EmailAddress.objects.create(user=eve, email="lovelace@example.org", verified=False)
    add_address(browser, "lovelace@example.org")
    assert list(EmailAddress.objects.filter(email="lovelace@example.org").values_list("user")) == [
        (ada.pk,)
    ]


def test_an_account_that_waited_for_the_address_becomes_part_of_it(
    ada: User, browser: Client
) -> None:
    workshop, other = make_workshop(), make_workshop()
    by = make_organizer(workshop)
    organizers.invite(workshop, email="lovelace@example.org", by=by, at=timezone.now())
    waiting = account_for("lovelace@example.org")
    waiting.is_administrator = True
    waiting.save()
    for user in (waiting, ada):
        other.roles.create(user=user, kind=Role.Kind.REVIEWER)
    workshop.barriers.create(user=waiting, number=7, reason=Barrier.Reason.AUTHOR)
    add_address(browser, "lovelace@example.org")
    assert not User.objects.filter(pk=waiting.pk).exists()
    roles = Role.everywhere.filter(user=ada).order_by("workshop").values_list("workshop", "kind")
    assert list(roles) == [(workshop.pk, "organizer"), (other.pk, "reviewer")]
    assert list(Barrier.numbers(workshop, ada)) == [7]
    assert User.objects.get(pk=ada.pk).is_administrator


def test_a_locked_account_is_not_taken_over(ada: User) -> None:
    locked = account_for("lovelace@example.org")
    locked.is_active = False
    locked.save()
    with pytest.raises(Refused, match="another account already"):
        verify_address(ada, "lovelace@example.org", timezone.now())
    assert addresses(ada) == [("ada@example.org", True)]


def test_letters_go_to_the_main_address_which_can_be_changed(ada: User, browser: Client) -> None:
    add_address(browser, "lovelace@example.org")
    browser.post("/account/addresses/main/", {"email": "lovelace@example.org"})
    ada.refresh_from_db()
    assert ada.email == "lovelace@example.org"
    assert addresses(ada) == [("lovelace@example.org", True), ("ada@example.org", False)]
    told = Letter.everywhere.filter(event="workshop/account_changed").order_by("pk")
    assert [(letter.recipient, letter.body.splitlines()[5]) for letter in told] == [
        (
            "ada@example.org",
            "The address lovelace@example.org was added. It now signs in to your account.",
        ),
        (
            "ada@example.org",
            "Your main address, to which letters go, is now lovelace@example.org.",
        ),
    ]


def test_an_address_can_be_removed_but_never_the_last(ada: User, browser: Client) -> None:
    add_address(browser, "lovelace@example.org")
    page = browser.post("/account/addresses/remove/", {"email": "ada@example.org"}, follow=True)
    assert "Make another one your main address first." in page.content.decode()
    browser.post("/account/addresses/remove/", {"email": "lovelace@example.org"})
    assert addresses(ada) == [("ada@example.org", True)]


@pytest.mark.parametrize("act", ["main", "remove"])
def test_nobody_changes_an_address_of_somebody_else(ada: User, browser: Client, act: str) -> None:
    bob = make_user("bob@example.org")
    browser.post(f"/account/addresses/{act}/", {"email": "bob@example.org"})
    assert (addresses(ada), addresses(bob)) == (
        [("ada@example.org", True)],
        [("bob@example.org", True)],
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_an_address_added_to_two_accounts_at_once_comes_to_one(round_: int) -> None:
    account_for("lovelace@example.org")
    both = threading.Barrier(2)

    def add(user: User) -> bool:
        both.wait()
        try:
            own_account.add_address(user, "lovelace@example.org", at=timezone.now())
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    users = [make_user(), make_user()]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, users)) == [False, True]
    assert EmailAddress.objects.filter(email="lovelace@example.org").count() == 1
    assert User.objects.count() == 2


# ---- the password ---------------------------------------------------------------------------


def test_after_a_code_a_password_can_be_set_and_signs_in(ada: User, browser: Client) -> None:
    assert browser.post("/account/password/change/", {"new": NEW})["Location"] == "/account/"
    other = Client()
    answer = other.post("/account/password/", {"email": ada.email, "password": NEW, "next": "/x/"})
    assert (answer["Location"], who(other)) == ("/x/", ada)


def test_later_it_takes_a_new_code(ada: User, browser: Client) -> None:
    some_time_ago(browser, 901)
    browser.post("/account/password/change/", {"new": NEW})
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    ask(browser, ada.email, next="/account/password/change/")
    answer = browser.post("/account/code/", {"code": code_of(newest_letter())})
    assert answer["Location"] == "/account/password/change/"
    browser.post("/account/password/change/", {"new": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_or_the_old_password(ada: User, browser: Client) -> None:
    browser.post("/account/password/change/", {"new": OLD})
    some_time_ago(browser, 901)
    page = browser.post("/account/password/change/", {"old": "guessed", "new": NEW})
    assert "This is not your password so far." in page.content.decode()
    browser.post("/account/password/change/", {"old": OLD, "new": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_the_old_password_cannot_be_guessed_at_length(ada: User, browser: Client) -> None:
    browser.post("/account/password/change/", {"new": OLD})
    some_time_ago(browser, 901)
    for _ in range(10):
        browser.post("/account/password/change/", {"old": "guessed", "new": NEW})
    answer = browser.post("/account/password/change/", {"old": OLD, "new": NEW})
    ada.refresh_from_db()
    assert (answer.status_code, ada.check_password(OLD)) == (429, True)


@pytest.mark.parametrize("weak", ["short", "password1234", "ada@example.org"])
def test_a_weak_password_is_refused(ada: User, browser: Client, weak: str) -> None:
    page = browser.post("/account/password/change/", {"new": weak}).content.decode()
    assert "1 thing needs mending" in page
    ada.refresh_from_db()
    assert not ada.has_usable_password()


def test_every_other_session_ends_when_the_password_changes(ada: User, browser: Client) -> None:
    other = Client()
    sign_in(other, ada.email)
    assert other.get("/account/").status_code == 200
    browser.post("/account/password/change/", {"new": NEW})
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert "Your password was set." in newest_letter().body


def test_a_password_can_be_removed_after_a_code(ada: User, browser: Client) -> None:
    browser.post("/account/password/change/", {"new": NEW})
    some_time_ago(browser, 901)
    assert browser.post("/account/password/remove/")["Location"] == "/account/password/change/"
    sign_in(browser, ada.email)
    assert browser.post("/account/password/remove/")["Location"] == "/account/"
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize("act", ["main", "remove"])
@pytest.mark.parametrize("typed", ["ada\x00@example.org", "", "ada", f"{'a' * 300}@example.org"])
def test_what_is_no_address_changes_nothing(
    browser: Client, ada: User, act: str, typed: str
) -> None:
    answer = browser.post(f"/account/addresses/{act}/", {"email": typed})
    assert answer.status_code == 400
    assert addresses(ada) == [("ada@example.org", True)]


def test_an_account_without_a_name_never_stands_for_its_address() -> None:
    nobody = User.objects.create_user("private@example.org")
    assert str(nobody) == "somebody without a name"


def test_to_oneself_an_account_without_a_name_is_its_address() -> None:
    browser = Client()
    sign_in(browser, "private@example.org")
    assert ">private@example.org" in browser.get("/account/").content.decode()
