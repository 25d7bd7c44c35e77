"""The schedule as a calendar: one event for each session, the same bytes for the same version."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from factories import make_submission, make_workshop
from icalendar import Calendar, Component
from schedule_factories import make_session, make_talk, publish_rows

from schedule.models import Session
from submissions.status import Status
from workshop.models import Workshop

DAY = dt.date(2027, 7, 14)
PUBLISHED = dt.datetime(2027, 6, 20, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def workshop(db: None) -> Workshop:
    """A talk in a room, a block with one talk, a panel."""
    vienna: dict[str, Any] = {"place": "Vienna, Austria", "zone": "Europe/Vienna"}
    workshop = make_workshop("small-2027", first_day=DAY, last_day=DAY, **vienna)
    ada = workshop.people.create(name="Ada Berg")
    olu = workshop.people.create(name="Olu Cole")
    talk = make_session(
        workshop, Session.Kind.INVITED, hour=9, minutes=30, room=workshop.rooms.create(name="Hall")
    )
    workshop.presentations.create(
        session=talk, presenter=ada, title="Large; small, and\nother things", abstract="They *are*."
    )
    block = make_session(workshop, Session.Kind.CONTRIBUTED, hour=10, minutes=30)
    paper = make_submission(workshop, status=Status.ORAL, title="On Small Things")
    workshop.presentations.create(session=block, presenter=olu, submission=paper)
    panel = make_session(workshop, Session.Kind.PANEL, hour=11, minutes=30, title="What next?")
    panel.panelists.create(person=olu, position=1)
    panel.panelists.create(person=ada, position=2)
    return workshop


def events(client: Client) -> list[Component]:
    response = client.get("/small-2027/schedule.ics")
    assert response.status_code == 200
    return Calendar.from_ical(response.content.decode()).walk("VEVENT")


def test_there_is_no_calendar_before_the_schedule_is_published(
    workshop: Workshop, client: Client
) -> None:
    assert client.get("/small-2027/schedule.ics").status_code == 404


def test_every_session_is_an_event(workshop: Workshop, client: Client) -> None:
    publish_rows(workshop, PUBLISHED)
    found = [
        (str(event["summary"]), str(event.get("description", "")), str(event["location"]))
        for event in events(client)
    ]
    assert found == [
        ("Ada Berg: Large; small, and\nother things", "They *are*.", "Hall, Vienna, Austria"),
        ("Contributed talks", "Olu Cole: On Small Things", "Vienna, Austria"),
        ("What next?", "With Olu Cole, Ada Berg", "Vienna, Austria"),
    ]


def test_times_are_in_utc(workshop: Workshop, client: Client) -> None:
    publish_rows(workshop, PUBLISHED)
    body = client.get("/small-2027/schedule.ics").content.decode()
    assert body.count("DTSTART:20270714T070000Z\r\n") == 1
    assert body.count("DTEND:20270714T073000Z\r\n") == 1


def test_the_same_version_gives_the_same_bytes(workshop: Workshop, client: Client) -> None:
    publish_rows(workshop, PUBLISHED)
    first = client.get("/small-2027/schedule.ics")
    assert client.get("/small-2027/schedule.ics").content == first.content
    assert first.content.decode().count("DTSTAMP:20270620T080000Z\r\n") == 3
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Content-Disposition"] == 'inline; filename="small-2027.ics"'


def test_an_event_that_moves_keeps_its_identity_and_counts_on(
    workshop: Workshop, client: Client
) -> None:
    publish_rows(workshop, PUBLISHED)
    before = [(str(event["uid"]), event["sequence"]) for event in events(client)]
    for session in workshop.sessions.all():
        session.ends_at += dt.timedelta(minutes=15)
        session.save()
    publish_rows(workshop, PUBLISHED)
    after = [(str(event["uid"]), event["sequence"]) for event in events(client)]
    assert [uid for uid, _ in after] == [uid for uid, _ in before]
    assert len({uid for uid, _ in before}) == 3
    assert ([n for _, n in before], [n for _, n in after]) == ([0, 0, 0], [1, 1, 1])


def test_an_event_links_to_its_session_on_the_site(workshop: Workshop, client: Client) -> None:
    publish_rows(workshop, PUBLISHED)
    first = workshop.sessions.earliest("starts_at")
    address = f"http://127.0.0.1:8000/small-2027/schedule/#session-{first.number}"
    assert str(events(client)[0]["url"]) == address


def test_a_talk_whose_paper_was_withdrawn_is_not_in_it(workshop: Workshop, client: Client) -> None:
    publish_rows(workshop, PUBLISHED)
    workshop.submissions.update(status=Status.WITHDRAWN)
    assert "description" not in events(client)[1]


def test_posters_are_listed_with_their_boards(workshop: Workshop, client: Client) -> None:
    posters = make_session(workshop, Session.Kind.POSTERS, hour=12)
    for n in (1, 2):
        by: dict[str, Any] = {"authors": [f"mia{n}@example.org"], "title": f"Poster {n}"}
        make_talk(posters, make_submission(workshop, status=Status.POSTER, **by))
    publish_rows(workshop, PUBLISHED)
    assert str(events(client)[-1]["description"]) == (
        "Board 1: Author mia1: Poster 1\nBoard 2: Author mia2: Poster 2"
    )


def test_a_calendar_that_follows_asks_again_within_hours(
    workshop: Workshop, client: Client
) -> None:
    publish_rows(workshop, PUBLISHED)
    body = client.get("/small-2027/schedule.ics").content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in body
    assert "X-PUBLISHED-TTL:PT6H\r\n" in body
