"""Step 10: the schedule for calendars and for search engines."""

from __future__ import annotations

from typing import Any

import extruct  # type: ignore[import-untyped]
import pytest
from django.test import Client
from icalendar import Calendar
from people_fixtures import organizer_olga  # noqa: F401
from publish_fixtures import block_with_two_talks, two_days_in_july  # noqa: F401
from publish_story import AT, accepted
from schedule_factories import make_session, make_talk

from schedule.freezing import next_number
from schedule.models import Session
from schedule.publish import publish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


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
