"""The pages of one session: nothing typed is lost, whichever button is pressed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from factories import AT, make_submission
from filling import Forms, fields, led_to, send, shown
from html_tree import attribute, every, one, text_of, tree
from people_fixtures import organizer_olga, organizers_browser  # noqa: F401
from plan_factories import NEW, PLAN, POSTER, facts, moment, order, three
from plan_fixtures import two_days_in_may  # noqa: F401
from schedule_factories import make_session, make_talk

from schedule import plan, talks
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def typed_into(answer: Any) -> list[set[str]]:
    """The fields that one types into, for each form of the page that has some."""
    names = [set(form) & {"starts", "title", "talk-name"} for form in Forms(text(answer)).forms]
    return [found for found in names if found]


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("kind", ["contributed", "invited", "posters", "coffee", "panel"])
def test_no_page_has_a_button_that_empties_what_is_typed_beside_it(
    workshop: Workshop, browser: Client, kind: str
) -> None:
    session = make_session(workshop, kind)
    if kind in {"contributed", "posters"}:
        for submission in three(workshop, POSTER if kind == "posters" else "oral"):
            make_talk(session, submission)
    page = f"{PLAN}sessions/1/"
    for query in ("", "?change", "?add"):
        answer = browser.get(page + query)
        forms = [form for form in Forms(text(answer)).forms if form.keys() & {"session", "starts"}]
        assert not typed_into(answer) or len(forms) == 1
    assert typed_into(browser.get(f"{page}?change")) == [{"starts", "title"}]
    holds = kind in {"contributed", "invited", "posters"}
    assert typed_into(browser.get(page)) == ([] if holds else [{"starts", "title"}])
    if holds:
        assert typed_into(browser.get(f"{page}?add")) == [{"talk-name"}]


def test_what_is_changed_of_a_session_is_saved_from_its_own_page(
    workshop: Workshop, browser: Client
) -> None:
    session = make_session(workshop)
    page = f"{PLAN}sessions/1/"
    assert led_to(send(browser, f"{page}?change", "starts", title="Short talks")) == page
    session.refresh_from_db()
    assert session.title == "Short talks"


def test_a_session_that_was_removed_meanwhile_may_be_added_again(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session = make_session(workshop, "panel")
    page = f"{PLAN}sessions/1/"
    typed = {**fields(browser.get(page), "starts"), "title": "What next", "starts": "8:30"}
    plan.remove_session(session, version=1, by=olga, at=AT)
    gone = browser.post(page, typed)
    assert gone.status_code == 409
    assert "This session was removed" in shown(gone)
    again = fields(gone, "starts")
    assert (again["title"], again["starts"]) == ("What next", "8:30")
    browser.post(NEW, again)
    added = workshop.sessions.get()
    assert (added.title, added.starts_at, added.kind) == ("What next", moment(8, 30), "panel")
    assert browser.get(f"{PLAN}sessions/9/").status_code == 404


def test_a_talk_for_a_session_that_was_removed_meanwhile_may_go_into_another(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session, other = make_session(workshop), make_session(workshop, hour=11)
    typed = {
        **fields(browser.get(f"{PLAN}sessions/1/?add"), "talk-name"),
        "talk-name": "Ada Lovelace",
        "talk-title": "On Engines",
    }
    plan.remove_session(session, version=1, by=olga, at=AT)
    gone = browser.post(f"{PLAN}talks/add/", typed)
    assert (gone.status_code, "This session was removed" in shown(gone)) == (409, True)
    again = fields(gone, "talk-name")
    assert again["talk-title"] == "On Engines"
    browser.post(f"{PLAN}talks/add/", {**again, "session": other.number})
    assert other.presentations.get().title == "On Engines"
    # A button in a session that is no more: the plan says so.
    gone = browser.post(f"{PLAN}talks/move/", {"session": "1", "talk": "x", "act": "up"})
    assert (gone.status_code, "Somebody has removed this session" in shown(gone)) == (409, True)


def test_a_talk_that_was_taken_out_meanwhile_may_be_added_again(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session = make_session(workshop, "invited")
    talk = make_talk(session, by="Ada Lovelace")
    page = f"{PLAN}sessions/1/talks/1/"
    typed = {**fields(browser.get(page), "abstract"), "title": "On Notes"}
    talks.remove_talk(talk, by=olga, at=AT)
    gone = browser.post(page, typed)
    assert (gone.status_code, "stands in the session no more" in shown(gone)) == (409, True)
    assert "Save the talk" not in shown(gone)
    again = fields(gone, "talk-name")
    assert again["talk-title"] == "On Notes"
    browser.post(f"{PLAN}talks/add/", {**again, "talk-name": "Ada Lovelace"})
    assert session.presentations.get().title == "On Notes"
    plan.remove_session(session, version=1, by=olga, at=AT)
    gone = browser.post(page, typed)
    assert (gone.status_code, fields(gone, "talk-name")["talk-title"]) == (409, "On Notes")


def test_the_name_of_a_talk_in_forms_counts_no_rows(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    """Whoever sees one of two posters cannot tell from it whether the other was there before."""
    three(workshop)
    boards = make_session(workshop, "posters")
    pages = []
    for before in ([], [1]):
        talks.add_talks(boards, [*before, 2], by=olga, at=AT)
        named = boards.presentations.get(submission__number=2)
        pages.append((named.key, plan.held([named])))
        for talk in boards.presentations.all():
            talks.remove_talk(talk, by=olga, at=AT)
    assert pages[0] == pages[1]


def test_up_and_down_say_where_it_stands_and_lead_back_to_it(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    three(workshop)
    block = make_session(workshop)
    boards = make_session(workshop, "posters", hour=11)
    for session in (block, boards):
        talks.add_talks(session, [1, 2, 3], by=olga, at=AT)

    def press(session: int, number: int, act: str) -> tuple[str, str]:
        rows = workshop.presentations.filter(session__number=session)
        key = rows.get(submission__number=number).key
        sent = {"session": session, "talk": key, "act": act}
        page = led_to(browser.post(f"{PLAN}talks/move/", sent))
        here = tree(browser.get(page))
        assert one(here, id=page.partition("#")[2]).name == "li"
        return page.replace(key, "it"), text_of(one(here, css="messages"))

    page = f"{PLAN}sessions/{block.number}/#talk-it"
    assert press(block.number, 3, "up") == (page, "Now at 9:20.")
    assert press(boards.number, 1, "down")[1] == "Now on board 2."
    assert press(boards.number, 2, "up")[1] == "It is the first already."
    assert press(boards.number, 3, "down")[1] == "It is the last already."
    assert (order(block), order(boards)) == ([1, 3, 2], [2, 1, 3])


def test_a_single_talk_is_moved_neither_up_nor_down(workshop: Workshop, browser: Client) -> None:
    session = make_session(workshop)
    make_talk(session, by="Ada")
    page = f"{PLAN}sessions/1/"

    def arrows() -> list[str]:
        found = every(tree(browser.get(page)), "button", "square")
        return [attribute(button, "aria-label") for button in found]

    assert arrows() == []
    make_talk(session, by="Bob")
    assert len(arrows()) == 4


def test_the_page_leads_back_to_the_schedule(workshop: Workshop, browser: Client) -> None:
    make_session(workshop)
    opening = one(tree(browser.get(f"{PLAN}sessions/1/")), "div", "opening")
    first = next(every(opening, "p"))
    assert text_of(first) == "Schedule · session 1"
    assert attribute(one(first, "a"), "href") == f"{PLAN}#session-1"


def test_questions_and_letters_name_the_speaker_of_an_invited_talk(
    workshop: Workshop, olga: User, browser: Client
) -> None:
    session = plan.add_session(workshop, facts("invited"), speaker="Ada", by=olga, at=AT)
    asked = shown(browser.get(f"{PLAN}sessions/1/remove/"))
    assert "Remove “Ada”, Sat 1 May, 9:00?" in asked
    submission = make_submission(workshop, status="oral")
    session.presentations.all().delete()
    make_talk(session, submission)
    plan.remove_session(session, version=1, by=olga, at=AT)
    # Not every organizer may know of a submission: the journal names none.
    said = [row.text for row in workshop.entries.filter(about=None).order_by("pk")]
    assert said == [
        "Olga added “Ada”, Sat 1 May, 9:00",
        "Olga removed “Invited talk”, Sat 1 May, 9:00",
    ]


def test_a_wrong_time_is_said_below_the_row_of_times(workshop: Workshop, browser: Client) -> None:
    page = tree(send(browser, NEW, "starts", ends="8:00"))
    [wrong] = every(page, "p", id="id_ends_error")
    assert text_of(wrong).startswith("A session ends after it begins")
    rows = [row for row in every(page, "div", "row") if list(every(row, id="id_ends"))]
    assert [list(every(row, id="id_ends_error")) for row in rows] == [[]]
