"""Step 0: one form, one e-mailed code, for new and known addresses alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from pytest_django import DjangoAssertNumQueries, Settings
from signing_in import (
    WRONG,
    ask,
    code_of,
    enter,
    newest_letter,
    sign_in,
    some_time_ago,
    who,
    without_tokens,
)

from workshop import mail, organizers
from workshop.accounts import Adapter, account_for
from workshop.models import Barrier, Letter, Role, User

pytestmark = pytest.mark.django_db


def test_the_account_is_made_when_the_code_is_confirmed_and_not_before(client: Client) -> None:
    answer = ask(client, "Ada@Example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/account/code/")
    assert User.objects.count() == 0
    enter(client, code_of(newest_letter()))
    user = User.objects.get()
    assert who(client) == user
    assert (user.email, user.has_usable_password()) == ("ada@example.org", False)
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (user.pk, "ada@example.org", True, True)
    ]


def test_a_newcomer_is_asked_who_they_are_and_gets_to_where_they_wanted(client: Client) -> None:
    answer = sign_in(client, "ada@example.org", next="/somewhere/submissions/new/")
    assert answer["Location"] == "/account/welcome/?next=%2Fsomewhere%2Fsubmissions%2Fnew%2F"
    page = client.get(answer["Location"]).content.decode()
    assert '<a href="/somewhere/submissions/new/">Leave it for later</a>' in page
    facts = {"name": "Ada Lovelace", "affiliation": "Analytical Society", "zone": "Europe/London"}
    answer = client.post("/account/welcome/", {**facts, "next": "/somewhere/submissions/new/"})
    assert answer["Location"] == "/somewhere/submissions/new/"
    user = User.objects.get()
    assert (user.name, user.affiliation, user.zone) == tuple(facts.values())


def test_a_known_address_signs_in_to_its_account_and_goes_on_at_once(client: Client) -> None:
    user = make_user("ada@example.org")
    assert sign_in(client, "ada@example.org", next="/somewhere/")["Location"] == "/somewhere/"
    assert who(client) == user
    assert User.objects.count() == 1


def test_without_anywhere_to_go_one_comes_to_the_account(client: Client) -> None:
    make_user("ada@example.org")
    assert sign_in(client, "ada@example.org")["Location"] == "/account/"


def test_someone_signed_in_already_is_sent_on(client: Client) -> None:
    make_user("ada@example.org")
    sign_in(client, "ada@example.org")
    assert client.get("/account/sign-in/?next=/somewhere/")["Location"] == "/somewhere/"
    assert client.get("/account/password/?next=/somewhere/")["Location"] == "/somewhere/"


def test_the_code_may_be_typed_in_small_letters_with_spaces(client: Client) -> None:
    ask(client, "ada@example.org")
    code = code_of(newest_letter())
    enter(client, f" {code[:4].lower()} {code[5:].lower()} ")
    assert who(client) is not None


def test_signing_in_is_one_account_letter_which_goes_first(client: Client) -> None:
    workshop = make_workshop()
    organizer = make_organizer(workshop)
    organizers.invite(workshop, email="bob@example.org", by=organizer, at=timezone.now())
    ask(client, "ada@example.org")
    letter = Letter.everywhere.due(timezone.now()).first()
    assert letter == newest_letter()
    assert (letter.workshop, letter.event) == (None, "workshop/sign_in_code")
    assert list(Letter.everywhere.visible_to(organizer).values_list("workshop", flat=True)) == [
        workshop.pk
    ]
    enter(client, code_of(letter))
    assert Letter.everywhere.filter(workshop=None).count() == 1
    assert outbox.outbox == []


def test_the_code_is_written_down_nowhere_and_is_in_the_mail(client: Client) -> None:
    ask(client, "ada@example.org")
    letter = newest_letter()
    code = code_of(letter)
    kept = [*Letter.everywhere.values_list("subject", "body", "secret"), *client.session.items()]
    assert code not in str(kept)
    assert code.replace("-", "") not in str(kept)
    mail.deliver_due(timezone.now())
    (sent,) = outbox.outbox
    assert sent.to == ["ada@example.org"]
    assert code in sent.body


@pytest.mark.parametrize(("age", "accounts"), [(590, 1), (601, 0)])
def test_a_code_is_good_for_ten_minutes(client: Client, age: float, accounts: int) -> None:
    ask(client, "ada@example.org")
    some_time_ago(client, age)
    enter(client, code_of(newest_letter()))
    assert User.objects.count() == accounts


def test_after_five_wrong_tries_the_right_code_is_too_late(client: Client) -> None:
    ask(client, "ada@example.org")
    code = code_of(newest_letter())
    for _ in range(4):
        page = enter(client, WRONG).content.decode()
        assert "That code is not right, or its time has passed." in page
    for late in (WRONG, code):
        page = enter(client, late).content.decode()
        assert "Too many tries. Ask for a new code." in page
    assert who(client) is None
    sign_in(client, "ada@example.org")
    assert who(client) is not None


def test_only_the_newest_code_counts(client: Client) -> None:
    ask(client, "ada@example.org")
    first = newest_letter()
    ask(client, "ada@example.org")
    enter(client, code_of(first))
    assert who(client) is None
    enter(client, code_of(newest_letter()))
    assert who(client) is not None


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(client: Client) -> None:
    other = Client()
    ask(other, "eve@example.org")
    ask(client, "ada@example.org")
    enter(other, code_of(newest_letter()))
    assert who(other) is None


def test_a_code_is_good_once(client: Client) -> None:
    ask(client, "ada@example.org")
    code = code_of(newest_letter())
    enter(client, code)
    client.post("/account/sign-out/")
    assert enter(client, code)["Location"] == "/account/sign-in/"
    assert who(client) is None


def test_the_session_gets_a_new_key_and_lasts_two_weeks(client: Client) -> None:
    ask(client, "ada@example.org")
    before = client.session.session_key
    enter(client, code_of(newest_letter()))
    assert client.session.session_key != before
    assert client.cookies["session"]["max-age"] == 14 * 24 * 3600
    between = client.session.session_key
    sign_in(client, "ada@example.org")
    assert client.session.session_key != between


def test_an_address_that_is_none_is_answered_beside_the_field(client: Client) -> None:
    page = ask(client, "ada-at-example").content.decode()
    assert 'value="ada-at-example"' in page
    assert "This is not a whole address. Write it in full, as in name@university.edu." in page
    assert Letter.everywhere.count() == 0


def test_an_invited_organizer_finds_the_role_when_signing_in(client: Client) -> None:
    workshop = make_workshop()
    by = make_organizer(workshop, name="Ana Lamb")
    organizers.invite(workshop, email="bob@example.org", by=by, at=timezone.now())
    invited = User.objects.get(email="bob@example.org")
    letter = workshop.letters.get()
    assert letter.recipient == "bob@example.org"
    assert f"/{workshop.slug}/organize/" in letter.body
    assert "Ana Lamb has made you an organizer" in letter.body
    sign_in(client, "bob@example.org")
    assert who(client) == invited
    assert workshop.roles.filter(user=invited, kind=Role.Kind.ORGANIZER).exists()


def test_whoever_proves_an_address_is_barred_from_what_names_it(client: Client) -> None:
    workshop = make_workshop()
    submission = make_submission(workshop, authors=["ada@example.org"])
    sign_in(client, "ada@example.org")
    barriers = Barrier.numbers(workshop, User.objects.get(email="ada@example.org"))
    assert list(barriers) == [submission.number]


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("//evil.example/", r"/\evil.example", "///evil.example", "https://evil.example/"),
        *("http:evil.example", "javascript:alert(1)", "\t//evil.example", "/\t/evil.example"),
        *("evil.example", "%2f%2fevil.example", "http://testserver/account/", "/" + "a" * 600),
    ],
)
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    make_user("ada@example.org")
    page = client.get("/account/sign-in/", {"next": elsewhere}).content.decode()
    assert '<input type="hidden" name="next" value="">' in page
    assert sign_in(client, "ada@example.org", next=elsewhere)["Location"] == "/account/"


def test_the_page_wears_the_colors_of_an_announced_workshop_and_of_no_other(client: Client) -> None:
    make_workshop("vision", ink="plum", title="Seeing")
    make_workshop("secret", call="preparing", ink="moss", title="Not yet told")
    for query in (
        "workshop=vision",
        "next=/vision/submissions/new/",
        "next=/account/?workshop=vision",
    ):
        page = client.get(f"/account/sign-in/?{query}").content.decode()
        assert '<html lang="en" data-ink="plum">' in page
        assert "Seeing" in page
    unannounced = without_tokens(client.get("/account/sign-in/?next=/secret/"))
    nowhere = without_tokens(client.get("/account/sign-in/?next=/vanity/"))
    assert '<html lang="en">' in unannounced
    assert unannounced.replace("secret", "vanity") == nowhere


def test_signing_out_is_a_post_and_clears_what_was_cached(client: Client) -> None:
    sign_in(client, "ada@example.org")
    assert client.get("/account/sign-out/").status_code == 405
    answer = client.post("/account/sign-out/")
    assert (answer["Location"], answer["Clear-Site-Data"]) == ("/", '"cache"')
    assert who(client) is None
    assert client.get("/account/")["Location"] == "/account/sign-in/?next=/account/"


def test_signing_in_takes_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the workshop whose colors it wears, and open calls
        client.get("/account/sign-in/")
    with django_assert_num_queries(7):  # the letter, and a new session with its savepoints
        ask(client, "ada@example.org")


def test_an_administrator_is_made_by_command() -> None:
    said = StringIO()
    call_command("make_administrator", "Ada@Example.org", stdout=said)
    assert User.objects.get(email="ada@example.org").is_administrator
    assert said.getvalue().startswith(
        "ada@example.org is an administrator now, and signs in at http"
    )
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("make_administrator", "ada")


def test_without_the_cache_codes_go_out_and_passwords_wait(
    client: Client, settings: Settings
) -> None:
    make_user("ada@example.org", password="correct horse battery")
    gone = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1",
    }
    settings.CACHES = {"default": gone}
    password = {"email": "ada@example.org", "password": "correct horse battery"}
    assert client.post("/account/password/", password).status_code == 429
    sign_in(client, "ada@example.org")
    assert who(client) is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_an_address_proved_twice_at_once_makes_one_account(round_: int) -> None:
    both = threading.Barrier(2)

    def confirm() -> User | None:
        both.wait()
        try:
            return Adapter(None).confirm("ada@example.org", timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(confirm) for _ in range(2)]
        users = {future.result() for future in futures}
    assert users == {User.objects.get()}
    assert EmailAddress.objects.count() == 1


def test_an_account_is_found_by_any_of_its_proved_addresses_and_by_no_other() -> None:
    ada, eve = make_user("ada@example.org"), make_user("eve@example.org")
    EmailAddress.objects.create(user=ada, email="lovelace@example.org", verified=True)
    EmailAddress.objects.create(user=eve, email="bob@example.org", verified=False)
    assert account_for("Lovelace@example.org") == ada
    assert account_for("bob@example.org") not in {ada, eve}
