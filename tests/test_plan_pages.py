"""The plan on its pages: by forms and buttons, with nothing typed lost."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_workshop
from filling import fields, led_to, send, shown
from people_fixtures import organizer_olga, organizers_browser  # noqa: F401
from plan_factories import (
    NEW,
    ORAL,
    PLAN,
    POSTER,
    facts,
    moment,
    order,
    three,
)
from plan_fixtures import two_days_in_may  # noqa: F401
from schedule_factories import make_session, make_talk, publish_rows

from schedule import begin, plan, rooms, talks
from schedule.forms import clock
from schedule.models import Presentation, Session
from schedule.planning import plan_of
from schedule.talks import TalkFacts
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


# ---- rooms


def test_rooms_are_a_list_and_a_removed_one_leaves_its_sessions(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    url = f"{PLAN}rooms/"
    assert led_to(send(browser, url, "seen", form__0__name="Hall A", form__1__name="Hall B")) == url
    session = plan.add_session(workshop, facts(room="Hall A"), by=olga, at=AT)
    old = fields(browser.get(url), "seen")
    send(browser, url, "seen", form__0__name="Hall B", form__1__name="Hall A")
    assert plan_of(workshop, olga).shown(session.number).room == "Hall B"
    stale = browser.post(url, {**old, "form-0-name": "Annex"})
    assert (stale.status_code, "This was saved since you opened it" in shown(stale)) == (409, True)
    send(browser, url, "seen", form__0__DELETE="on", form__1__DELETE="on")
    assert plan_of(workshop, olga).shown(session.number).room == ""
    assert not rooms.set_rooms(workshop, [], seen=rooms.rooms_seen(workshop), by=olga, at=AT)


def test_stale_rooms_are_told_so_first_and_an_empty_row_is_no_mistake(
    workshop: Workshop, browser: Client
) -> None:
    url = f"{PLAN}rooms/"
    send(browser, url, "seen", form__0__name="Hall A")
    mine = {**fields(browser.get(url), "seen"), "form-0-name": "Hall One"}
    send(browser, url, "seen", form__1__name="Hall B")
    stale = browser.post(url, mine)
    assert stale.status_code == 409
    said = shown(stale)
    assert ("Saved meanwhile" in said, "Hall B" in said) == (True, True)
    assert "Give a name" not in said
    again = fields(stale, "seen")
    assert again["form-0-name"] == "Hall One"
    assert led_to(browser.post(url, again)) == url
    assert [room.name for room in workshop.rooms.all()] == ["Hall One"]


# ---- the pages

CLOCKS = {
    "9:00": "09:00",
    "9": "09:00",
    "09.30": "09:30",
    "14h15": "14:15",
    "0905": "09:05",
    "2 pm": "14:00",
    "12:30am": "00:30",
    "12 P.M.": "12:00",
}


def test_the_whole_of_it_on_its_pages(workshop: Workshop, browser: Client) -> None:
    three(workshop)
    make_submission(workshop, status=POSTER)
    workshop.people.create(name="Ada Lovelace", speaker_position=1)
    assert "Nothing is planned yet" in shown(browser.get(PLAN))
    assert led_to(browser.post(f"{PLAN}begin/")) == PLAN
    assert "1 poster left to plan" in shown(browser.get(PLAN))
    boards = workshop.sessions.filter(kind="posters").first()
    assert boards
    browser.post(f"{PLAN}posters/", {"session": boards.number, "on": "plan"})
    assert "Everything has its place" in shown(browser.get(PLAN))
    answer = send(
        browser, f"{NEW}?day=2027-05-02", "starts", kind="invited", starts="2.15 pm", ends="14h45",
        speaker="Ada Lovelace",
    )  # fmt: skip
    added = workshop.sessions.order_by("number").last()
    assert added
    assert led_to(answer) == f"{PLAN}#session-{added.number}"
    assert (added.starts_at, added.ends_at) == (moment(14, 15, day=2), moment(14, 45, day=2))
    said = shown(browser.get(f"{PLAN}sessions/{added.number}/"))
    assert "Sunday 2 May, 14:15 to 14:45." in said
    assert "Everything has its place" in shown(browser.get(PLAN))


def test_talks_are_ordered_moved_and_removed_by_buttons(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    three(workshop)
    block, later = make_session(workshop), make_session(workshop, hour=11)
    page = f"{PLAN}sessions/{block.number}/"
    answer = browser.post(
        f"{PLAN}talks/add/", {"session": block.number, "submission": ["3", "1", "2"]}
    )
    assert led_to(answer) == f"{page}#talks"

    def press(name: str, number: int, **more: Any) -> Any:
        talk = workshop.presentations.get(submission__number=number)
        where = {"session": block.number, "talk": talk.key, **more}
        return browser.post(f"{PLAN}talks/{name}/", where)

    third = workshop.presentations.get(submission__number=3).key
    assert led_to(press("move", 3, act="up")) == f"{page}#talk-{third}"
    press("move", 1, act="down")
    assert order(block) == [3, 1, 2]
    press("move", 1, act="move", to=later.number)
    press("remove", 2)
    assert (order(block), order(later)) == ([3], [1])
    for act in ({"act": "move"}, {"act": "move", "to": "99"}, {"act": "fly"}):
        answer = press("move", 3, **act)
        assert (answer.status_code, "Choose the session to which it moves" in shown(answer)) == (
            409,
            True,
        )
    # Of another session, of no session, of nothing.
    for number, key in [
        (block.number, "nonsense"),
        (later.number, block.presentations.get().key),
    ]:
        answer = browser.post(f"{PLAN}talks/remove/", {"session": number, "talk": key})
        assert (answer.status_code, "stands in the session no more" in shown(answer)) == (409, True)
    assert (order(block), order(later)) == ([3], [1])


def test_a_talk_by_a_person_is_added_and_edited_and_nothing_typed_is_lost(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session = make_session(workshop, "invited")
    page = f"{PLAN}sessions/{session.number}/"
    typed = {**fields(browser.get(f"{page}?add"), "talk-name"), "talk-title": "On Engines"}
    answer = browser.post(f"{PLAN}talks/add/", typed)
    assert answer.status_code == 200
    assert fields(answer, "talk-name")["talk-title"] == "On Engines"
    assert "Give the name of who speaks" in shown(answer)
    browser.post(f"{PLAN}talks/add/", {**typed, "talk-name": "Ada Lovelace"})
    talk = session.presentations.get()
    typed = {**fields(browser.get(f"{page}talks/1/"), "abstract"), "title": "On Notes"}
    talks.change_talk(talk, TalkFacts("On Looms"), seen=talks.talk_seen(talk), by=olga, at=AT)
    stale = browser.post(f"{page}talks/1/", typed)
    assert stale.status_code == 409
    assert "On Looms" in shown(stale)
    again = fields(stale, "abstract")
    assert again["title"] == "On Notes"
    assert led_to(browser.post(f"{page}talks/1/", again)) == page
    assert session.presentations.get().title == "On Notes"


def test_a_submissions_talk_is_edited_by_its_authors(workshop: Workshop, browser: Client) -> None:
    block = make_session(workshop)
    make_talk(block, make_submission(workshop, status=ORAL))
    for n in (0, 1, 2, 10**25):
        assert browser.get(f"{PLAN}sessions/{block.number}/talks/{n}/").status_code == 404


def test_a_stale_session_gives_back_what_was_typed(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session = make_session(workshop, title="Old")
    page = f"{PLAN}sessions/{session.number}/"
    typed = {**fields(browser.get(f"{page}?change"), "starts"), "title": "Mine", "starts": "8:30"}
    plan.change_session(session, facts(title="Theirs"), version=1, by=olga, at=AT)
    stale = browser.post(page, typed)
    assert stale.status_code == 409
    assert "Saved meanwhile" in shown(stale)
    assert "Theirs" in shown(stale)
    again = fields(stale, "starts")
    assert (again["title"], again["starts"], again["version"]) == ("Mine", "8:30", "2")
    browser.post(page, again)
    session.refresh_from_db()
    assert (session.title, session.starts_at) == ("Mine", moment(8, 30))


def test_a_time_of_day_is_read_as_people_write_it() -> None:
    assert {typed: f"{clock(typed):%H:%M}" for typed in CLOCKS} == CLOCKS


MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"starts": "noonish"}, "Give a time of day, as in 9:00 or 14:30."),
    ({"starts": "25:00"}, "Give a time of day, as in 9:00 or 14:30."),
    ({"starts": "13 pm"}, "Give a time of day, as in 9:00 or 14:30."),
    ({"ends": "8:00"}, "A session ends after it begins, on the same day"),
    ({"day": "2027-05-09"}, "Choose one of the list."),
    ({"kind": "banquet"}, "Choose one of the list."),
    ({"room": "Hall Z"}, "Choose one of the list."),
    ({"kind": "panel", "panelists": "Bo\r\n bo "}, "“bo” stands here twice. Keep one."),
    ({"kind": "panel", "panelists": "x" * 121}, "is too long for a name."),
    ({"kind": "panel", "panelists": "\n".join(map(str, range(31)))}, "Name 30 people at"),
    ({"kind": "lunch", "speaker": "Bo"}, "Only an invited talk has its speaker here."),
    ({"kind": "lunch", "panelists": "Bo"}, "Only a panel has panelists."),
]


def test_a_mistake_is_said_beside_its_field_and_all_that_was_typed_stays(
    workshop: Workshop, browser: Client
) -> None:
    for changes, sentence in MISTAKES:
        answer = send(browser, NEW, "starts", title="Kept", **changes)
        assert (answer.status_code in {200, 409}, sentence in shown(answer)) == (True, True), (
            changes
        )
        typed = {"title": "Kept", **changes}
        kept = fields(answer, "starts")
        # What is none of the choices cannot be chosen again.
        chosen = {"kind", "day", "room", "panelists"}
        assert {name: kept[name] for name in typed if name not in chosen} == {
            name: value for name, value in typed.items() if name not in chosen
        }
    assert not workshop.sessions.exists()


def test_an_hour_that_the_clocks_leap_over(browser: Client, workshop: Workshop) -> None:
    workshop.first_day = date(2027, 3, 28)
    workshop.save()
    answer = send(browser, f"{NEW}?day=2027-03-28", "starts", starts="2:30", ends="4:00")
    assert "The clocks are put forward that day and never show 2:30." in shown(answer)
    # An hour that is shown twice stays the one that it was.
    workshop.first_day = date(2026, 10, 25)
    workshop.save()
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    session = workshop.sessions.create(
        number=1, kind="coffee", starts_at=second, ends_at=second.replace(hour=3)
    )
    send(browser, f"{PLAN}sessions/1/", "starts", title="Night coffee")
    session.refresh_from_db()
    assert (session.title, session.starts_at) == ("Night coffee", second)


NONSENSE: list[dict[str, Any]] = [
    {},
    {"session": "1"},
    {"session": "x"},
    {"session": "9" * 40},
    {"session": "²"},
    {"session": "1", "submission": ["x", "9" * 40]},
    {"session": "1", "talk": "\x00"},
    {"session": "1", "talk-name": "\x00", "talk-title": "x" * 400},
    {"session": "1", "act": "move", "to": "9" * 40},
]


def test_nonsense_is_answered_and_changes_nothing(workshop: Workshop, browser: Client) -> None:
    session = make_session(workshop)
    make_talk(session, make_submission(workshop, status=ORAL))
    doors = ["talks/add/", "talks/move/", "talks/remove/", "posters/"]
    answers = {browser.post(PLAN + door, sent).status_code for door in doors for sent in NONSENSE}
    assert answers == {200, 409}
    assert (order(session), workshop.entries.count()) == ([1], 0)


def test_a_plan_of_a_workshop_with_no_end_is_a_page(workshop: Workshop, browser: Client) -> None:
    workshop.first_day, workshop.last_day = date(1970, 1, 1), date(2100, 12, 31)
    workshop.save()
    browser.post(f"{PLAN}begin/")
    assert len(plan_of(workshop, make_organizer(workshop)).days) == begin.MOST_DAYS
    assert browser.get(NEW).status_code == 200


def test_the_plan_says_whether_it_is_what_everybody_reads(
    workshop: Workshop, browser: Client
) -> None:
    session = make_session(workshop, "panel")
    assert "Only the organizers see this until it is published." in shown(browser.get(PLAN))
    publish_rows(workshop)
    assert "Everybody reads it like this" in shown(browser.get(PLAN))
    workshop.sessions.filter(pk=session.pk).update(title="What next")
    assert "1 thing differs from version 1, which everybody reads." in shown(browser.get(PLAN))


def test_clashes_are_said_and_forbid_nothing(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    plan.add_session(workshop, facts("panel", panelists=("Bo",)), by=olga, at=AT)
    send(browser, NEW, "starts", kind="invited", starts="9:30", ends="10:30", speaker="bo")
    sentence = "Bo is in two places on Sat 1 May: 9:00–10:00 “Panel” and 9:30–10:30 “Invited talk”."
    for page in (PLAN, f"{PLAN}sessions/1/", f"{PLAN}sessions/2/"):
        assert sentence in shown(browser.get(page))


def action(page: Any) -> str:
    """Where the question of a page is answered."""
    [address] = re.findall(
        r'<form method="post" action="([^"]*/remove/[^"]*)"', page.content.decode()
    )
    return html.unescape(address)


def test_a_session_is_removed_after_a_question(workshop: Workshop, browser: Client) -> None:
    session = make_session(workshop, title="Old")
    make_talk(session, make_submission(workshop, status=ORAL))
    url = f"{PLAN}sessions/{session.number}/remove/"
    assert "What stands in it is left to plan again." in shown(browser.get(url))
    assert browser.post(f"{url}?version=7").status_code == 409
    page = browser.get(url)
    make_talk(session, make_submission(workshop, status=ORAL))
    refused = browser.post(action(page))
    assert (refused.status_code, Session.everywhere.count()) == (409, 1)
    # It asks again, as it is now.
    assert led_to(browser.post(action(refused))) == PLAN
    assert not Session.everywhere.exists()
    assert not Presentation.everywhere.exists()


# What each page asks of the database, whatever the number of sessions.
QUERIES = {
    PLAN: 14,
    NEW: 14,
    f"{PLAN}rooms/": 7,
    f"{PLAN}sessions/1/": 14,
    f"{PLAN}sessions/1/?change": 15,
    f"{PLAN}sessions/1/?add": 14,
    f"{PLAN}sessions/1/remove/": 14,
    f"{PLAN}sessions/1/talks/1/": 8,
}


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_the_same_number_of_questions(
    workshop: Workshop, browser: Client, rows: int
) -> None:
    for n in range(rows):
        session = make_session(workshop, hour=6 + n / 4, minutes=15)
        make_talk(session, by=f"Speaker {n}")
        make_talk(session, make_submission(workshop, status=ORAL))
        workshop.rooms.create(name=f"Room {n}")
        workshop.people.create(name=f"Idle {n}", speaker_position=n)
        make_submission(workshop, status=POSTER)
    publish_rows(workshop)
    counted = {}
    for page in QUERIES:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page).status_code == 200
        counted[page] = len(captured)
    assert counted == QUERIES


def test_whoever_does_not_organize_finds_nothing_to_press(workshop: Workshop) -> None:
    session = make_session(workshop)
    make_talk(session, make_submission(workshop, status=ORAL))
    stranger = Client()
    stranger.force_login(make_organizer(make_workshop(at=AT)))
    doors = ["begin/", "rooms/", "posters/", "talks/add/", "talks/move/", "talks/remove/"]
    doors += ["sessions/new/", "sessions/1/", "sessions/1/remove/", "sessions/1/talks/1/"]
    answers = {stranger.post(PLAN + door, {"session": "1"}).status_code for door in doors}
    assert (answers, order(session)) == ({404}, [1])
