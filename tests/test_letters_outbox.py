"""The outbox: letters are listed, held, let go, edited, discarded, sent again; each by a step."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from filling import fields, led_to, send, shown
from pytest_django import Settings

from workshop import mail, outbox
from workshop.errors import Refused
from workshop.models import Barrier, Letter, User, Workshop

# Its letters are bare rows about any number, in any state.
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]
OUTBOX = "/credit/organize/letters/"
State = Letter.State


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def browser(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def write(workshop: Workshop, n: int = 1, **facts: Any) -> Letter:
    at = timezone.now() - timedelta(minutes=n)
    common = {
        "event": "submissions/submitted", "recipient": f"ada{n}@example.org",
        "recipient_name": f"Ada {n}", "subject": f"Received, {n}", "body": "Dear Ada,\n\nthanks.\n",
        "written_at": at, "not_before": at,
    }  # fmt: skip
    return workshop.letters.create(**common | facts)


def url(letter: Letter, act: str = "") -> str:
    return f"{OUTBOX}{letter.message_id}/{act}"


def state_of(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state


def entries(workshop: Workshop) -> list[tuple[str, int | None]]:
    return [(entry.text, entry.about) for entry in workshop.entries.all()]


def tabs(browser: Client) -> list[tuple[str, int]]:
    return [(name, count) for _, name, count in browser.get(OUTBOX).context["tabs"]]


def listed(browser: Client, query: str = "") -> list[str]:
    return [letter.subject for letter in browser.get(OUTBOX + query).context["page"]]


# ---- the list


def test_every_state_has_its_tab_and_its_number(browser: Client, workshop: Workshop) -> None:
    for n, state in enumerate([*State, State.HELD], start=1):
        write(workshop, n, state=state)
    assert tabs(browser) == [
        ("All", 6), ("Held", 2), ("Waiting", 1), ("Delivered", 1), ("Came back", 1),
    ]  # fmt: skip
    assert listed(browser) == [f"Received, {n}" for n in range(1, 7)]
    assert listed(browser, "?state=held") == ["Received, 2", "Received, 6"]
    assert listed(browser, "?state=failed") == ["Received, 4"]
    assert len(listed(browser, "?state=nonsense")) == 6


def test_fifty_letters_are_a_page_and_links_keep_the_tab(
    browser: Client, workshop: Workshop
) -> None:
    for n in range(1, 52):
        write(workshop, n, state=State.HELD)
    assert listed(browser, "?state=held&page=2") == ["Received, 51"]
    html = browser.get(OUTBOX + "?state=held").content.decode()
    assert 'href="?state=held&amp;page=2"' in html
    second = workshop.letters.get(subject="Received, 51")
    page = browser.get(OUTBOX + "?state=held&page=2").content.decode()
    assert f'href="{url(second)}?state=held&amp;page=2#letter"' in page
    opened = browser.get(url(second) + "?state=held&page=2")
    assert [row.subject for row in opened.context["page"]] == ["Received, 51"]


def test_a_letter_is_opened_as_it_was_written(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop)
    letter = write(workshop, about=1, body="Dear Ada,\n\n<b>thanks</b> https://example.org/x\n")
    html = browser.get(url(letter)).content.decode()
    assert "<p>Dear Ada,</p>" in html
    assert "&lt;b&gt;thanks&lt;/b&gt;" in html
    assert 'href="/credit/organize/submissions/1/"' in html
    assert "Ada 1, ada1@example.org" in shown(browser.get(url(letter)))


def test_a_letter_that_came_back_says_why(browser: Client, workshop: Workshop) -> None:
    letter = write(workshop, state=State.FAILED, attempts=8, error="550 no such user")
    page = shown(browser.get(url(letter)))
    assert "It came back after 8 tries. 550 no such user" in page
    assert "1 came back and needs a look." in page


# ---- who sees which letter


def test_an_organizer_sees_no_letter_about_what_they_are_barred_from(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_submission(workshop)
    about = write(workshop, about=1, state=State.HELD)
    for n in range(2, 52):
        write(workshop, n, state=State.HELD)
    workshop.barriers.create(user=olga, number=1, reason=Barrier.Reason.AUTHOR)
    assert tabs(browser)[:2] == [("All", 50), ("Held", 50)]
    page = browser.get(OUTBOX)
    assert page.context["page"].paginator.num_pages == 1
    assert "Received, 1 " not in shown(page)
    for act in ("", "edit/", "discard/"):
        missing = browser.get(f"{OUTBOX}999999/{act}")
        answer = browser.get(url(about, act))
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert browser.post(url(about, act), {"act": "let-go"}).status_code == 404
    assert state_of(about) == State.HELD


def test_acts_on_a_letter_are_entered_under_its_submission(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_submission(workshop)
    browser.post(url(write(workshop, about=1)), {"act": "hold"})
    assert entries(workshop) == [("Olga held a letter to ada1@example.org: Received, 1", 1)]
    workshop.barriers.create(user=olga, number=1, reason=Barrier.Reason.AUTHOR)
    assert "Received" not in shown(browser.get("/credit/organize/journal/"))


def test_letters_of_another_workshop_and_of_accounts_are_not_there(browser: Client) -> None:
    other = write(make_workshop())
    at = timezone.now()
    account = Letter.everywhere.create(
        event="workshop/sign_in_code", recipient="olga@example.org", subject="Code", body="{code}",
        secret="seed", written_at=at, not_before=at,
    )  # fmt: skip
    assert tabs(browser)[0] == ("All", 0)
    assert browser.get(url(other)).status_code == 404
    assert browser.get(url(account)).status_code == 404


# ---- what can be done


def test_a_waiting_letter_is_held_and_let_go(browser: Client, workshop: Workshop) -> None:
    letter = write(workshop)
    answer = browser.post(url(letter) + "?state=waiting", {"act": "hold"})
    assert led_to(answer) == f"{url(letter)}?state=waiting#letter"
    assert state_of(letter) == State.HELD
    assert mail.deliver_due(timezone.now()) == 0
    browser.post(url(letter), {"act": "let-go"})
    assert state_of(letter) == State.WAITING
    assert mail.deliver_due(timezone.now()) == 1
    assert state_of(letter) == State.DELIVERED


def test_a_letter_that_came_back_is_sent_again_under_its_own_number(
    browser: Client, workshop: Workshop
) -> None:
    later = timezone.now() + timedelta(hours=1)
    letter = write(workshop, state=State.FAILED, attempts=8, error="550", not_before=later)
    number = letter.message_id
    browser.post(url(letter), {"act": "send-again"})
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == (State.WAITING, 0, "")
    assert letter.message_id == number
    assert mail.deliver_due(timezone.now()) == 1


def test_a_held_letter_is_edited_and_its_headers_stay_whole(
    browser: Client, workshop: Workshop
) -> None:
    letter = write(workshop, state=State.HELD)
    words = {"subject": "Other\u2028Bcc: eve@example.org", "body": "Dear Ada,\r\n\r\nno.\r\n"}
    answer = send(browser, url(letter, "edit/"), "body", **words)
    assert led_to(answer) == f"{url(letter)}#letter"
    letter.refresh_from_db()
    assert letter.subject == "Other Bcc: eve@example.org"
    assert letter.body == "Dear Ada,\n\nno.\n"
    assert letter.state == State.HELD
    assert entries(workshop) == [
        ("Olga edited a letter to ada1@example.org: Other Bcc: eve@example.org", None)
    ]


def test_a_stale_edit_is_refused_and_kept(browser: Client, workshop: Workshop) -> None:
    letter = write(workshop, state=State.HELD)
    mine = fields(browser.get(url(letter, "edit/")), "body")
    send(browser, url(letter, "edit/"), "body", body="Theirs.")
    answer = browser.post(url(letter, "edit/"), mine | {"body": "Mine."})
    assert answer.status_code == 409
    assert "Saved meanwhile Text: Theirs." in shown(answer)
    kept = fields(answer, "body")
    assert kept["body"] == "Mine."
    letter.refresh_from_db()
    assert letter.body == "Theirs.\n"
    browser.post(url(letter, "edit/"), kept)
    letter.refresh_from_db()
    assert letter.body == "Mine.\n"


def test_discarding_asks_first_and_the_letter_is_never_delivered(
    browser: Client, workshop: Workshop
) -> None:
    letter = write(workshop)
    asked = browser.get(url(letter, "discard/") + "?state=waiting")
    assert "Discard this letter?" in shown(asked)
    assert state_of(letter) == State.WAITING
    browser.post(url(letter, "discard/"))
    assert state_of(letter) == State.DISCARDED
    assert mail.deliver_due(timezone.now()) == 0
    assert listed(browser) == ["Received, 1"]
    assert entries(workshop)[0][0] == "Olga discarded a letter to ada1@example.org: Received, 1"


MAY = {
    "hold": {State.WAITING},
    "let-go": {State.HELD},
    "send-again": {State.FAILED},
    "edit/": {State.HELD},
    "discard/": {State.WAITING, State.HELD},
}


@pytest.mark.parametrize("act", MAY)
@pytest.mark.parametrize("state", State)
def test_what_a_state_does_not_permit_is_refused_and_changes_nothing(
    browser: Client, workshop: Workshop, act: str, state: Letter.State
) -> None:
    letter = write(workshop, state=state)
    by_address = act.endswith("/")
    typed = {"act": act, "subject": "S", "body": "B", "seen": outbox.letter_seen(letter)}
    answer = browser.post(url(letter, act if by_address else ""), typed)
    permitted = state in MAY[act]
    assert answer.status_code == (302 if permitted else 409)
    assert len(entries(workshop)) == (1 if permitted else 0)
    if not permitted:
        assert state_of(letter) == state
        assert letter.subject == "Received, 1"
        assert outbox.STANDS[state] in shown(answer)


def test_an_unknown_act_is_not_understood(browser: Client, workshop: Workshop) -> None:
    letter = write(workshop)
    assert browser.post(url(letter), {"act": "burn"}).status_code == 400
    assert state_of(letter) == State.WAITING


def test_only_a_held_letter_has_a_form(browser: Client, workshop: Workshop) -> None:
    letter = write(workshop)
    assert led_to(browser.get(url(letter, "edit/"))) == f"{url(letter)}#letter"


# ---- while a worker delivers

entered, go_on = threading.Event(), threading.Event()


class SlowBackend(EmailBackend):
    """A mail system that takes a letter only when it is told to."""

    def send_messages(self, messages: Any) -> int:
        entered.set()
        assert go_on.wait(20)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_being_delivered_cannot_be_held_any_more(
    workshop: Workshop, olga: User, settings: Settings
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no row locks: there a letter is held before or after its delivery")
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    letter, answers = write(workshop), []

    def deliver() -> None:
        mail.deliver_due(timezone.now())
        connection.close()

    def hold() -> None:
        try:
            outbox.hold(workshop, letter, by=olga, at=timezone.now())
        except Refused as refusal:
            answers.append(str(refusal))
        connection.close()

    entered.clear()
    go_on.clear()
    worker, organizer = threading.Thread(target=deliver), threading.Thread(target=hold)
    worker.start()
    assert entered.wait(20)
    organizer.start()
    organizer.join(0.5)
    assert organizer.is_alive(), "the row is not locked while it is delivered"
    go_on.set()
    worker.join(20)
    organizer.join(20)
    assert answers == ["This letter has been delivered. Only a letter that waits can be held."]
    assert state_of(letter) == State.DELIVERED
