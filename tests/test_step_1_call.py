"""Step 1: the call is written, opened, extended and closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import AT, make_organizer, make_workshop
from filling import fields, led_to, send, shown
from people_fixtures import new_workshop, organizer_olga, organizers_browser  # noqa: F401
from site_story import entries, submit_row

from workshop import call, dates
from workshop.dates import end_of_day
from workshop.errors import Refused
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


# ---- opening, extending, closing


def test_a_call_that_opens_later_is_told_as_such_everywhere(
    browser: Client, workshop: Workshop
) -> None:
    opens = timezone.now() + timedelta(days=5)
    workshop.deadlines.filter(step=Step.SUBMIT).update(opens_at=opens)
    day = dates.opening_day(opens)
    assert f"The call for papers opens {day}." in shown(browser.get("/credit/submissions/"))
    closed = shown(browser.get("/credit/submissions/new/"))
    assert "The call is not open yet" in closed
    assert "The call is closed" not in closed
    assert f"The call opens {day}." in closed
    page = browser.get("/credit/organize/call/").content.decode()
    assert "The call is not open yet" in page
    assert "<dt>Opens</dt>" in page
    assert "<dt>Opened</dt>" not in page
    assert "Open the call now" in page
    assert "Opened" not in shown(browser.get("/credit/organize/dates/"))
    home = shown(browser.get("/credit/organize/"))
    assert f"The call opens {day}" in home
    assert "Only its organizers can see it." not in home
    assert "nobody can see this workshop" not in home
    assert "Extend" not in home


def test_a_step_without_a_deadline_is_refused_in_a_sentence(
    browser: Client, workshop: Workshop
) -> None:
    workshop.deadlines.all().delete()
    answer = browser.post("/credit/organize/call/open/")
    assert answer.status_code == 409
    assert "There is no deadline for this step yet: it is set under Dates." in shown(answer)


def test_the_first_day_does_not_move_to_the_deadline(browser: Client, workshop: Workshop) -> None:
    last = dates.last_day(submit_row(workshop).closes_at)
    earlier = str(last)
    answer = send(browser, "/credit/organize/site/", "first_day", first_day=earlier)
    sentence = f"Submissions close on {last.day} {last:%B %Y}. Choose a later day."
    assert answer.context["form"].errors == {"first_day": [sentence]}
    workshop.refresh_from_db()
    assert str(workshop.first_day) != earlier


def test_opening_the_call_announces_the_workshop(client: Client) -> None:
    workshop = make_workshop("new-one", call="preparing", call_text="Send what you found.")
    client.force_login(make_organizer(workshop, name="Olga"))
    stranger = Client()
    assert stranger.get("/new-one/").status_code == 404
    answer = client.post("/new-one/organize/call/open/")
    assert led_to(answer) == "/new-one/organize/call/"
    assert "The call is open" in shown(client.get(led_to(answer)))
    assert stranger.get("/new-one/").status_code == 200
    assert submit_row(workshop).is_open(timezone.now())
    assert entries(workshop) == ["Olga opened the call for papers"]


def test_a_call_opens_once(browser: Client, workshop: Workshop) -> None:
    answer = browser.post("/credit/organize/call/open/")
    assert answer.status_code == 409
    assert "The call is open already." in shown(answer)
    assert entries(workshop) == []


def test_a_call_without_text_does_not_open(olga: User) -> None:
    wordless = make_workshop(call="preparing", at=AT, call_text=" \n")
    with pytest.raises(Refused, match="Write the call first"):
        call.open_call(wordless, by=olga, at=AT)


def test_a_call_without_kinds_or_after_its_deadline_does_not_open(olga: User) -> None:
    bare = make_workshop(call="preparing", at=AT, call_text="Send what you found.")
    bare.kinds.all().delete()
    with pytest.raises(Refused, match="Say first what may be submitted"):
        call.open_call(bare, by=olga, at=AT)
    late = make_workshop(call="preparing", at=AT)
    with pytest.raises(Refused, match="has passed"):
        call.open_call(late, by=olga, at=submit_row(late).closes_at)


def test_extending_strikes_the_old_date_through_wherever_dates_are_listed(
    browser: Client, workshop: Workshop
) -> None:
    old = submit_row(workshop).closes_at
    to = dates.last_day(old) + timedelta(days=7)
    browser.post("/credit/organize/call/extend/", {"to": str(to)})
    row = submit_row(workshop)
    assert (row.closes_at, row.was_closing_at) == (end_of_day(to), old)
    assert entries(workshop) == [f"Olga extended the call to {dates.in_words(end_of_day(to))}"]
    struck = f'class="struck">{dates.in_words(old)}<'
    for page in ("call/", "dates/", ""):
        assert struck in browser.get(f"/credit/organize/{page}").content.decode()


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_an_extension_to_an_earlier_day_is_refused_beside_its_field(
    browser: Client, workshop: Workshop, days: int
) -> None:
    row = submit_row(workshop)
    to = dates.last_day(row.closes_at) + timedelta(days=days)
    answer = browser.post("/credit/organize/call/extend/", {"to": str(to)})
    sentence = (
        f"The call closes {dates.in_words(row.closes_at)}. Choose a later day that has not passed."
    )
    assert answer.status_code == 409
    assert answer.context["extending"].errors == {"to": [sentence]}
    assert fields(answer, "to")["to"] == str(to)
    assert submit_row(workshop).closes_at == row.closes_at


def test_an_extension_without_a_day_is_asked_for_one(browser: Client, workshop: Workshop) -> None:
    before = submit_row(workshop).closes_at
    answer = browser.post("/credit/organize/call/extend/", {"to": "soon"})
    assert answer.context["extending"].errors == {"to": ["Give a date, as in 2027-03-31."]}
    assert submit_row(workshop).closes_at == before


def test_an_extension_to_the_first_day_of_the_workshop_is_refused(
    workshop: Workshop, olga: User
) -> None:
    with pytest.raises(Refused, match="The workshop begins on"):
        call.extend(workshop, to=workshop.first_day, by=olga, at=timezone.now())


def test_at_the_very_instant_of_the_deadline_the_call_is_closed_and_may_be_extended(
    olga: User,
) -> None:
    workshop = make_workshop(at=AT)
    instant = submit_row(workshop).closes_at
    same_day = dates.last_day(instant)
    assert not submit_row(workshop).is_open(instant)
    with pytest.raises(Refused, match="The call closed"):
        call.extend(workshop, to=same_day, by=olga, at=instant)
    with pytest.raises(Refused, match="not open"):
        call.close(workshop, by=olga, at=instant)
    call.extend(workshop, to=same_day + timedelta(days=1), by=olga, at=instant)
    assert submit_row(workshop).is_open(instant)


def test_closing_asks_first_and_extending_opens_again(browser: Client, workshop: Workshop) -> None:
    before = submit_row(workshop).closes_at
    asked = browser.get("/credit/organize/call/close/")
    assert "Close the call before its deadline?" in shown(asked)
    assert submit_row(workshop).closes_at == before
    browser.post("/credit/organize/call/close/")
    closed = submit_row(workshop)
    assert closed.was_closing_at == before
    assert not closed.is_open(timezone.now())
    assert "The call is closed" in shown(browser.get("/credit/organize/call/"))
    assert browser.post("/credit/organize/call/close/").status_code == 409
    browser.post("/credit/organize/call/extend/", {"to": str(dates.last_day(before))})
    assert submit_row(workshop).closes_at == before
    assert [text.split()[1] for text in entries(workshop)] == ["extended", "closed"]


def test_a_call_that_never_opened_is_not_extended(olga: User) -> None:
    workshop = make_workshop(call="preparing", at=AT)
    with pytest.raises(Refused, match="has not been opened yet"):
        call.extend(workshop, to=date(2027, 4, 2), by=olga, at=AT)


def test_acts_opened_by_their_address_lead_to_the_call(browser: Client) -> None:
    for act in ("open", "extend"):
        assert led_to(browser.get(f"/credit/organize/call/{act}/")) == "/credit/organize/call/"


# ---- the text of the call


def test_the_text_is_saved_and_shown_as_it_reads(browser: Client, workshop: Workshop) -> None:
    answer = send(
        browser, "/credit/organize/call/", "call_text", call_text="Send *four* pages of $x^2$."
    )
    assert led_to(answer) == "/credit/organize/call/"
    page = browser.get(led_to(answer)).content.decode()
    assert "<em>four</em>" in page
    assert "<msup>" in page
    workshop.refresh_from_db()
    assert (workshop.call_text, workshop.version) == ("Send *four* pages of $x^2$.", 2)
    assert entries(workshop) == ["Olga changed the text of the call"]
    send(browser, "/credit/organize/call/", "call_text")
    assert entries(workshop) == ["Olga changed the text of the call"]


def test_lines_may_end_as_browsers_send_them(browser: Client, workshop: Workshop) -> None:
    send(browser, "/credit/organize/call/", "call_text", call_text="One.\r\n\r\nTwo.")
    workshop.refresh_from_db()
    assert (workshop.call_text, workshop.version) == ("One.\n\nTwo.", 2)
    send(browser, "/credit/organize/call/", "call_text", call_text="One.\r\n\r\nTwo.")
    workshop.refresh_from_db()
    assert workshop.version == 2


def test_a_stale_text_is_refused_kept_and_shown_beside_what_is_saved(
    browser: Client, workshop: Workshop
) -> None:
    url = "/credit/organize/call/"
    mine = fields(browser.get(url), "call_text")
    send(browser, url, "call_text", call_text="Theirs.")
    answer = browser.post(url, mine | {"call_text": "Mine."})
    assert answer.status_code == 409
    assert "This was saved since you opened it, perhaps by somebody else." in shown(answer)
    assert "Saved meanwhile Call for papers Theirs." in shown(answer)
    kept = fields(answer, "call_text")
    assert kept["call_text"] == "Mine."
    workshop.refresh_from_db()
    assert workshop.call_text == "Theirs."
    browser.post(url, kept)
    workshop.refresh_from_db()
    assert workshop.call_text == "Mine."
