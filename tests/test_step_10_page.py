"""Step 10: the page on which organizers see what would be published, and publish it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer, make_user, make_workshop
from filling import fields, led_to, shown
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import organizer_olga  # noqa: F401
from publish_fixtures import block_with_two_talks, two_days_in_july  # noqa: F401
from publish_story import AT, PAGE, accepted, client_of, leaf, letters, press
from review_factories import bar
from schedule_factories import make_session, make_talk, publish_rows

from schedule.models import Session
from schedule.publish import publish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_the_page_says_what_has_changed_and_publishes_it(
    workshop: Workshop, block: Session, olga: User
) -> None:
    client = client_of(olga)
    assert text_of(one(tree(client.get(PAGE)), "h1")) == "Publish the schedule"
    assert led_to(press(client)) == PAGE
    said = "Version 1 is published. Authors whose slot has changed get a letter."
    assert said in shown(client.get(PAGE))
    assert text_of(one(tree(client.get(PAGE)), "h1")) == "Version 1 is what everybody reads"
    workshop.sessions.filter(pk=block.pk).update(room=workshop.rooms.create(name="Hall B"))
    assert text_of(one(tree(client.get(PAGE)), "h1")) == "1 thing has changed since version 1"
    assert leaf(client, "Changes") == (
        "Contributed talks, Sat 14 July, 14:00: now in Hall B, no longer in Hall A."
    )
    press(client)
    assert workshop.schedule_versions.count() == 2
    history = leaf(client, "Versions")
    assert history.index("Version 2") < history.index("now in Hall B") < history.index("Version 1")
    assert (history.count("by Olga"), history.count("The first one.")) == (2, 1)


def test_the_page_shows_whom_letters_go_to_and_one_of_them(
    workshop: Workshop, block: Session, olga: User
) -> None:
    client = client_of(olga)
    page = tree(client.get(PAGE))
    assert [texts(every(row, "td"))[:2] for row in every(one(page, "tbody"), "tr")] == [
        ["1", "Author ada, Author bo"],
        ["2", "Author olu"],
        ["3", "Author mia"],
    ]
    assert "Dear Author ada," in text_of(one(page, "article", "letter"))
    page = tree(client.get(f"{PAGE}?letter=3"))
    preview = text_of(one(one(page, "article", "letter"), css="prose"))
    publish(workshop, by=olga, at=AT)
    assert preview == " ".join(letters(workshop, 1)[-1].body.split())
    assert leaf(client, "Letters") == ""


def test_clashes_are_said_lead_to_their_sessions_and_forbid_nothing(
    workshop: Workshop, block: Session, olga: User
) -> None:
    make_session(workshop, hour=14, title="Elsewhere", room=block.room)
    client = client_of(olga)
    assert "Two sessions are in Hall A on Sat 14 July" in leaf(client, "Clashes")
    assert "It may be published as it is" in leaf(client, "Clashes")
    page = tree(client.get(PAGE))
    links = [attribute(a, "href") for a in every(page, "a") if text_of(a).startswith("Change the")]
    assert links == [f"/credit/organize/schedule/sessions/{n}/?change" for n in (1, 4)]
    press(client)
    assert workshop.schedule_versions.count() == 1
    assert "It may be published" not in leaf(client, "Clashes")


def test_what_has_no_place_is_said_before_it_is_published_without_it(
    workshop: Workshop, block: Session, olga: User
) -> None:
    client = client_of(olga)
    assert list(every(tree(client.get(PAGE)), css="notice")) == []
    for n in range(2):
        accepted(workshop, f"Poster {n}", f"p{n}", status="poster")
    accepted(workshop, "Late", "late")
    notice = one(tree(client.get(PAGE)), css="notice")
    said = "1 talk has no place yet. 2 posters have no board yet. Plan them first"
    assert text_of(notice) == said
    assert attribute(one(notice, "a"), "href") == "/credit/organize/schedule/#left"
    bar(olga, workshop.submissions.get(number=5))
    assert text_of(one(tree(client.get(PAGE)), css="notice")).count("1 poster has no board") == 1


def test_the_button_stands_in_the_opening_and_counts_the_letters_that_one_sees(
    workshop: Workshop, block: Session, olga: User
) -> None:
    client = client_of(olga)

    def buttons() -> list[tuple[str, str]]:
        found = every(one(tree(client.get(PAGE)), id="main"), "button")
        return [(text_of(b), attribute(b, "form")) for b in found if "Publish" in text_of(b)]

    said = "Publish version 1, send 4 letters"
    assert buttons() == [(said, "publish"), (said, "")]
    bar(olga, workshop.submissions.get(number=2))
    assert buttons()[0][0] == "Publish version 1, send 3 letters"
    press(client)
    assert buttons() == []
    workshop.sessions.filter(kind="coffee").update(title="Tea")
    assert buttons()[0][0] == "Publish version 2"


def test_a_double_click_publishes_once(workshop: Workshop, block: Session, olga: User) -> None:
    client = client_of(olga)
    form = fields(client.get(PAGE), "seen")
    first, second = client.post(PAGE, form), client.post(PAGE, form)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Nothing was published. Nothing has changed since version 1" in shown(second)
    assert (workshop.schedule_versions.count(), workshop.letters.count()) == (1, 4)


def test_nobody_publishes_what_they_have_not_seen(
    workshop: Workshop, block: Session, olga: User
) -> None:
    client = client_of(olga)
    form = fields(client.get(PAGE), "seen")
    make_session(workshop, Session.Kind.LUNCH, hour=12)
    answer = client.post(PAGE, form)
    assert answer.status_code == 409
    assert "The plan has changed since you opened this page" in shown(answer)
    assert "New: Lunch break, Sat 14 July, 12:00–13:00." in shown(answer)
    assert workshop.schedule_versions.count() == 0
    assert client.post(PAGE, {}).status_code == 409


def test_the_page_is_there_for_organizers_only(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    missing = client_of(olga).get("/nowhere/organize/schedule/publish/")
    for stranger in (make_user(), make_organizer(make_workshop()), make_user("ada@example.org")):
        answer = client_of(stranger).get(PAGE)
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert client_of(stranger).post(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302
    assert workshop.schedule_versions.count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_the_same_few_questions(workshop: Workshop, olga: User, rows: int) -> None:
    make_session(workshop, Session.Kind.COFFEE)
    for n in range(1, rows + 1):
        publish_rows(workshop, AT)
        session = make_session(workshop, hour=n % 24, room=workshop.rooms.create(name=f"R{n}"))
        make_talk(session, accepted(workshop, f"T{n}", f"a{n}", f"b{n}"))
        session.panelists.create(person=workshop.people.create(name=f"P{n}"), position=1)
    client = client_of(olga)
    with CaptureQueriesContext(connection) as found:
        assert client.get(PAGE).status_code == 200
    assert len(found) == 15
