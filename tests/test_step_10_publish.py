"""Step 10: a version is frozen, read by everybody, and told to those whose slot has changed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import extruct  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer, make_submission, make_user, make_workshop
from filling import fields, led_to, send, shown
from html_tree import attribute, every, one, text_of, texts, tree
from icalendar import Calendar
from review_factories import bar
from schedule_factories import make_session, make_talk, publish_rows

from schedule.freezing import next_number, planned_for
from schedule.models import Session
from schedule.publish import publish
from schedule.talks import remove_talk
from submissions import submit
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import Letter, User, Workshop

pytestmark = pytest.mark.django_db

AT = dt.datetime(2018, 7, 11, 8, 0, tzinfo=dt.UTC)
DAY = dt.date(2018, 7, 14)
PAGE = "/credit/organize/schedule/publish/"


@pytest.fixture
def workshop() -> Workshop:
    facts: dict[str, Any] = {"first_day": DAY, "last_day": DAY + dt.timedelta(days=1)}
    return make_workshop("credit", call="closed", contact="ask@example.org", **facts)


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def accepted(workshop: Workshop, title: str, *authors: str, status: str = "oral") -> Submission:
    addresses = [f"{name}@example.org" for name in authors]
    return make_submission(workshop, status=status, title=title, authors=addresses)


@pytest.fixture
def block(workshop: Workshop) -> Session:
    """Two talks in Hall A, a coffee break, a poster."""
    room = workshop.rooms.create(name="Hall A")
    block = make_session(workshop, hour=14, minutes=30, room=room)
    make_talk(block, accepted(workshop, "Small Things", "ada", "bo"))
    make_talk(block, accepted(workshop, "Large Things", "olu"))
    make_session(workshop, Session.Kind.COFFEE, hour=15, minutes=30)
    posters = make_session(workshop, Session.Kind.POSTERS, hour=16)
    make_talk(posters, accepted(workshop, "On Paper", "mia", status="poster"))
    return block


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letters(workshop: Workshop, revision: int) -> list[Letter]:
    return list(workshop.letters.filter(revision=revision).order_by("about", "recipient"))


def told(workshop: Workshop, revision: int) -> list[tuple[int | None, str]]:
    return [(letter.about, letter.recipient) for letter in letters(workshop, revision)]


# ---- the act ------------------------------------------------------------------------------------


def test_the_first_version_is_announced_to_every_author(
    workshop: Workshop, block: Session, olga: User
) -> None:
    version = publish(workshop, by=olga, at=AT)
    assert (version.number, version.published_at, version.published_by) == (1, AT, olga)
    assert told(workshop, 1) == [
        (1, "ada@example.org"),
        (1, "bo@example.org"),
        (2, "olu@example.org"),
        (3, "mia@example.org"),
    ]
    assert {letter.event for letter in letters(workshop, 1)} == {"schedule/slot_changed"}
    first, *_, last = letters(workshop, 1)
    assert first.subject == "When and where you present submission 1"
    assert first.body == (
        "Dear Author ada,\n\n"
        'the schedule of Workshop credit is out. Submission 1, "Small Things", is on it:\n\n'
        "    Contributed talks, Sat 14 July, 14:00–14:15, in Hall A\n\n"
        "Times are those of Stockholm. If you cannot be there, please tell the organizers at "
        "ask@example.org soon.\n\n"
        "The whole schedule is here:\nhttp://127.0.0.1:8000/credit/schedule/\n\n"
        "The organizers of Credit\n"
    )
    assert "    Posters, Sat 14 July, 16:00–17:00, board 1\n" in last.body
    entry = workshop.entries.get()
    facts = ("published", "Olga published version 1 of the schedule", None, AT)
    assert (entry.verb, entry.text, entry.about, entry.at) == facts


def test_later_versions_are_told_only_to_those_whose_slot_has_changed(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    block.presentations.get(submission__number=2).delete()
    make_session(workshop, Session.Kind.PANEL, hour=18, title="What for?")
    publish(workshop, by=olga, at=AT)
    assert told(workshop, 2) == [
        (1, "ada@example.org"),
        (1, "bo@example.org"),
        (2, "olu@example.org"),
    ]
    first, _, last = letters(workshop, 2)
    assert first.subject == "Submission 1 has another slot on the schedule"
    assert first.body.split("\n")[4:9:4] == [
        "    Contributed talks, Sat 14 July, 14:00–14:15, in Hall A",
        "    Contributed talks, Sat 14 July, 14:00–14:30, in Hall A",
    ]
    assert last.subject == "Your submission 2 is no longer on the schedule"
    assert "    Contributed talks, Sat 14 July, 14:15–14:30, in Hall A\n" in last.body
    assert "It is now" not in last.body


def test_what_changes_no_slot_is_told_to_nobody(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.submissions.filter(number=1).update(title="Tiny Things")
    workshop.sessions.filter(pk=block.pk).update(title="Talks")
    assert publish(workshop, by=olga, at=AT).number == 2
    assert told(workshop, 2) == []


def test_an_author_without_an_address_gets_no_letter(
    workshop: Workshop, block: Session, olga: User
) -> None:
    workshop.submissions.get(number=1).authors.filter(position=2).update(email="")
    publish(workshop, by=olga, at=AT)
    assert [who for n, who in told(workshop, 1) if n == 1] == ["ada@example.org"]


def test_the_same_plan_is_not_published_twice(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    with pytest.raises(Refused, match=r"^Nothing has changed since version 1: it is what every"):
        publish(workshop, by=olga, at=AT)
    assert (workshop.schedule_versions.count(), workshop.entries.count()) == (1, 1)


def test_a_plan_without_sessions_is_not_published(workshop: Workshop, olga: User) -> None:
    with pytest.raises(Refused, match=r"^Nothing is planned yet: plan a session first"):
        publish(workshop, by=olga, at=AT)


@pytest.mark.parametrize("status", ["submitted", "rejected", "withdrawn", "desk-rejected"])
def test_what_is_not_accepted_is_not_frozen(
    workshop: Workshop, block: Session, olga: User, status: str
) -> None:
    workshop.submissions.filter(number=1).update(status=status)
    version = publish(workshop, by=olga, at=AT)
    assert "Small Things" not in json.dumps(version.content)
    assert told(workshop, 1) == [(2, "olu@example.org"), (3, "mia@example.org")]


def test_plans_made_later_change_nothing_that_is_read(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    addresses = ["", "schedule/", "speakers/", "schedule.ics"]
    before = [client.get(f"/credit/{path}").content for path in addresses]
    make_session(workshop, Session.Kind.PANEL, hour=18, title="What for?")
    block.delete()
    assert [client.get(f"/credit/{path}").content for path in addresses] == before


def test_publishing_asks_the_same_few_questions_whatever_its_size(
    workshop: Workshop, olga: User
) -> None:
    def statements(talks: int) -> int:
        session = make_session(workshop, hour=9, minutes=4 * talks)
        for n in range(talks):
            make_talk(session, accepted(workshop, f"T{n}", f"a{talks}-{n}", f"b{talks}-{n}"))
        with CaptureQueriesContext(connection) as found:
            publish(workshop, by=olga, at=AT)
        return len(found)

    publish_rows(workshop, AT)
    assert [statements(2), statements(10)] == [16, 16]


# ---- the organizer's page -----------------------------------------------------------------------


def leaf(client: Client, rubric: str) -> str:
    """What the page says under this rubric; nothing if it has none."""
    leaves = every(tree(client.get(PAGE)), "section", "leaf")
    found = [text_of(leaf) for leaf in leaves if text_of(one(leaf, "h2")) == rubric]
    return found[0].removeprefix(rubric).strip() if found else ""


def press(client: Client) -> Any:
    """Send the form of the page as it is."""
    return send(client, PAGE, "seen")


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


# ---- conflicts ----------------------------------------------------------------------------------


@pytest.fixture
def barred(workshop: Workshop, block: Session) -> User:
    """Organizes, and is a stranger to submission 2."""
    user = make_organizer(workshop, "bea@example.org", "Bea")
    bar(user, workshop.submissions.get(number=2))
    return user


def test_a_barred_organizer_sees_neither_the_talk_nor_that_there_is_one(
    workshop: Workshop, block: Session, barred: User
) -> None:
    client = client_of(barred)
    with_it = client.get(PAGE).content.decode()
    block.presentations.get(submission__number=2).delete()
    without = client.get(PAGE).content.decode()
    token = slice(with_it.index("csrfmiddlewaretoken"), with_it.index('name="seen"'))
    assert with_it.replace(with_it[token], "") == without.replace(without[token], "")
    assert "with 1 talk." in leaf(client, "The plan")
    (first, *_) = planned_for(workshop, barred, None).sessions
    assert [(talk.title, talk.ends_at) for talk in first.talks] == [("Small Things", first.ends_at)]


def test_what_a_barred_organizer_publishes_holds_everything(
    workshop: Workshop, block: Session, barred: User
) -> None:
    press(client_of(barred))
    assert [n for n, _ in told(workshop, 1)] == [1, 1, 2, 3]
    assert leaf(client_of(barred), "Changes") == ""
    assert text_of(one(tree(client_of(barred).get(PAGE)), "h1")).startswith("Version 1 is what")


def test_what_is_published_is_public_and_its_letters_are_still_not_theirs(
    workshop: Workshop, block: Session, barred: User, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.sessions.filter(pk=block.pk).update(room=None)
    client = client_of(barred)
    assert leaf(client, "Changes").endswith("no longer in Hall A.")
    rows = every(one(tree(client.get(PAGE)), "tbody"), "tr")
    assert [texts(every(row, "td"))[0] for row in rows] == ["1"]
    assert {letter.about for letter in workshop.letters.visible_to(barred)} == {1, 3}


# ---- what everybody reads -----------------------------------------------------------------------


def page_of(client: Client) -> str:
    return text_of(tree(client.get("/credit/schedule/")))


def test_a_withdrawn_talk_disappears_at_once_from_everything(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    paper = workshop.submissions.get(number=1)
    addresses = ["schedule/", "schedule.ics", "", "speakers/"]
    public = [f"/credit/{path}" for path in addresses] + ["/api/v1/workshops/credit/schedule/"]
    assert [b"Small Things" in client.get(url).content for url in public[:2]] == [True, True]
    submit.withdraw(paper, version=paper.version, by=olga, at=AT)
    for url in public:
        answer = client.get(url)
        assert (answer.status_code, b"Small Things" in answer.content) == (200, False)
    inside = client_of(olga)
    assert leaf(inside, "Changes").startswith(
        "Gone from Contributed talks, Sat 14 July, 14:00: “Small Things” by Author ada."
    )
    press(inside)
    # Its authors have been told that it is withdrawn, and nobody else has to come earlier.
    assert told(workshop, 2) == []


def test_the_place_of_a_withdrawn_talk_stays_empty_until_it_is_taken_out(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.submissions.filter(number=1).update(status="withdrawn")
    publish(workshop, by=olga, at=AT)
    talk = workshop.presentations.get(submission__number=1)
    inside = client_of(olga)
    assert "Small Things empty place" in shown(inside.get("/credit/organize/schedule/"))
    assert planned_for(workshop, olga, workshop.schedule_versions.last()).submissions == {2, 3}
    remove_talk(talk, by=olga, at=AT)
    publish(workshop, by=olga, at=AT)
    assert told(workshop, 3) == [(2, "olu@example.org")]


def test_the_page_has_times_within_a_block_and_says_which_version_it_is(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    talks = [list(every(each, "li")) for each in every(page, "ol", "talks")]
    assert [[text_of(one(talk, "b")) for talk in block] for block in talks] == [
        ["14:00 Author ada", "14:15 Author olu"],
        ["Board 1, Author mia"],
    ]
    first = next(every(talks[0][0], "time"))
    assert attribute(first, "datetime") == "2018-07-14T14:00:00+02:00"
    facts = texts(every(one(next(every(page, "aside", "side")), "dl"), "div"))
    assert facts[-1] == "Version 1, published 11 July 2018"


def test_the_usual_room_is_said_once_a_day_and_another_beside_its_session(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    workshop.sessions.filter(kind="posters").update(room=block.room)
    make_session(workshop, "panel", hour=18, room=workshop.rooms.create(name="Annex"))
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    sides = [texts(every(side, "div")) for side in every(page, "aside", "side")]
    assert sides[0][:2] == ["Hours 14:00 to 19:00", "Room Hall A, unless another is named"]
    rows = texts(every(page, css="what"))
    assert [("Hall A" in row, "Annex" in row) for row in rows] == [
        *[(False, False)] * 3,
        (False, True),
    ]
    # A talk without a room may be anywhere: then each says its own.
    make_session(workshop, "panel", hour=20)
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    assert "unless another" not in text_of(next(every(page, "aside", "side")))
    assert sum("Hall A" in text_of(each) for each in every(page, css="what")) == 2


def test_many_posters_are_folded_but_for_printing(
    workshop: Workshop, olga: User, client: Client
) -> None:
    posters = make_session(workshop, Session.Kind.POSTERS)
    for n in range(1, 8):
        make_talk(posters, accepted(workshop, f"Poster {n}", f"a{n}", status="poster"))
    publish(workshop, by=olga, at=AT)
    for query, is_open in (("", False), ("?print", True)):
        fold = one(tree(client.get(f"/credit/schedule/{query}")), "details")
        assert text_of(one(fold, "summary")) == "7 posters"
        assert ("open" in dict(fold.attributes)) == is_open
        assert len(list(every(fold, "li"))) == 7
    opening = one(tree(client.get("/credit/schedule/")), css="opening")
    assert texts(every(opening, "a", "button")) == ["Add to calendar", "Open all to print"]


def test_a_title_leads_to_its_paper_if_that_is_posted(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.submissions.get(number=2).consents.create(artefact="page", given_at=AT)
    page = tree(client.get("/credit/schedule/"))
    links = [a for block in every(page, "ol", "talks") for a in every(block, "a")]
    assert [(text_of(a), attribute(a, "href")) for a in links] == [
        ("Large Things", "/credit/papers/2/")
    ]


def test_authors_find_their_slot_on_their_own_page_once_it_is_out(
    workshop: Workshop, block: Session, olga: User
) -> None:
    ada = client_of(make_user("ada@example.org"))
    own = "/credit/submissions/1/"
    slot = "Contributed talks, Sat 14 July, 14:00–14:15, in Hall A"
    assert slot not in text_of(tree(ada.get(own)))
    publish(workshop, by=olga, at=AT)
    (link,) = [a for a in every(tree(ada.get(own)), "a") if text_of(a) == slot]
    assert attribute(link, "href") == f"/credit/schedule/#session-{block.number}"


# ---- for machines -------------------------------------------------------------------------------


def events(client: Client) -> dict[str, tuple[str, str]]:
    """By identity, what a calendar shows and how often it has changed."""
    calendar = Calendar.from_ical(client.get("/credit/schedule.ics").content.decode())
    return {
        str(event["uid"]): (str(event["summary"]), str(event["sequence"]))
        for event in calendar.walk("VEVENT")
    }


def test_a_calendar_knows_its_events_again_and_no_number_is_used_twice(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    assert events(client) == {
        "credit-session-1@127.0.0.1": ("Contributed talks", "0"),
        "credit-session-2@127.0.0.1": ("Coffee break", "0"),
        "credit-session-3@127.0.0.1": ("Posters", "0"),
    }
    workshop.sessions.get(number=3).delete()
    publish(workshop, by=olga, at=AT)
    assert next_number(workshop) == 4
    make_session(workshop, Session.Kind.PANEL, hour=18)
    publish(workshop, by=olga, at=AT)
    assert events(client) == {
        "credit-session-1@127.0.0.1": ("Contributed talks", "2"),
        "credit-session-2@127.0.0.1": ("Coffee break", "2"),
        "credit-session-4@127.0.0.1": ("Panel", "2"),
    }


def linked_data(client: Client, path: str) -> dict[str, Any]:
    html = client.get(f"/credit/{path}").content.decode()
    (found,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return dict(found)


def test_search_engines_read_an_event_with_its_sessions(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    workshop.people.create(name="Olga", affiliation="MILA", organizer_position=1)
    publish(workshop, by=olga, at=AT)
    found = linked_data(client, "schedule/")
    sessions = found.pop("subEvent")
    place = {"@type": "Place", "name": "Stockholm, Sweden", "address": "Stockholm, Sweden"}
    mila = {"@type": "Organization", "name": "MILA"}
    assert found == {
        "@context": "https://schema.org",
        "@type": "Event",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "name": "Workshop credit",
        "startDate": "2018-07-14T14:00:00+02:00",
        "endDate": "2018-07-14T17:00:00+02:00",
        "location": place,
        "url": "http://127.0.0.1:8000/credit/schedule/",
        "organizer": [{"@type": "Person", "name": "Olga", "affiliation": mila}],
    }
    assert [one["name"] for one in sessions] == ["Contributed talks", "Posters"]
    first, posters = sessions
    assert first["location"] == {**place, "name": "Hall A"}
    assert first["url"] == "http://127.0.0.1:8000/credit/schedule/#session-1"
    assert [(talk["name"], talk["startDate"], talk["performer"]) for talk in first["subEvent"]] == [
        ("Small Things", "2018-07-14T14:00:00+02:00", {"@type": "Person", "name": "Author ada"}),
        ("Large Things", "2018-07-14T14:15:00+02:00", {"@type": "Person", "name": "Author olu"}),
    ]
    assert "subEvent" not in posters


def test_the_home_page_is_an_event_of_days(workshop: Workshop, block: Session) -> None:
    found = linked_data(Client(), "")
    assert (found["startDate"], found["endDate"]) == ("2018-07-14", "2018-07-15")
    assert found["url"] == "http://127.0.0.1:8000/credit/"
    assert "subEvent" not in found


def test_no_title_ends_the_block_that_it_stands_in(
    workshop: Workshop, olga: User, client: Client
) -> None:
    session = make_session(workshop)
    title = "</script><script>alert(1)</script> & <b>more</b>"
    make_talk(session, accepted(workshop, title, "ada"))
    publish(workshop, by=olga, at=AT)
    assert b"<script>alert" not in client.get("/credit/schedule/").content
    (block,) = linked_data(client, "schedule/")["subEvent"]
    assert block["subEvent"][0]["name"] == title


def test_a_barred_organizer_cannot_try_whether_something_hidden_has_changed(
    workshop: Workshop, block: Session, olga: User, barred: User
) -> None:
    publish(workshop, by=olga, at=AT)
    client = client_of(barred)
    nothing_hidden = client.post(PAGE)
    workshop.presentations.get(submission__number=2).delete()
    something_hidden = client.post(PAGE)
    assert [nothing_hidden.status_code, something_hidden.status_code] == [409, 409]
    assert shown(nothing_hidden) == shown(something_hidden)
    assert workshop.schedule_versions.count() == 1


def test_a_session_laid_out_anew_at_the_same_time_writes_to_nobody(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    again = make_session(workshop, hour=14, minutes=30, room=block.room)
    block.presentations.update(session=again)
    block.delete()
    publish(workshop, by=olga, at=AT)
    assert told(workshop, 2) == []


def test_of_two_authors_by_one_name_one_presents_and_the_other_is_named_beside(
    workshop: Workshop,
) -> None:
    paper = accepted(workshop, "Small Things", "wei", "zhang", "ada")
    paper.authors.exclude(position=3).update(name="Wei Zhang")
    paper.authors.update(is_presenter=Q(position=2))
    talk = make_talk(make_session(workshop), paper)
    ada = [author.name for author in paper.authors.all()][-1]
    assert (talk.presented_by, talk.coauthors) == ("Wei Zhang", ["Wei Zhang", ada])
    talk.presenter = workshop.people.create(name=ada)
    assert (talk.presented_by, talk.coauthors) == (ada, ["Wei Zhang", "Wei Zhang"])
    talk.presenter = workshop.people.create(name="Wei Zhang")
    assert talk.coauthors == ["Wei Zhang", ada]
    paper.authors.filter(position=2).update(person=workshop.people.create(name="W. Zhang"))
    talk.presenter = paper.authors.get(position=2).person
    assert talk.coauthors == ["Wei Zhang", ada]
    talk.presenter = workshop.people.create(name="Olu Cole")
    assert talk.coauthors == ["Wei Zhang", "Wei Zhang", ada]
