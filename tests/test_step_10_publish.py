"""Step 10: a version is frozen and told to those whose slot has changed."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people_fixtures import organizer_olga  # noqa: F401
from publish_fixtures import block_with_two_talks, two_days_in_july  # noqa: F401
from publish_story import AT, accepted, letters, told
from schedule_factories import make_session, make_talk, publish_rows

from schedule.models import Session
from schedule.publish import publish
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


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
    assert [statements(2), statements(10)] == [17, 17]


def test_a_session_laid_out_anew_at_the_same_time_writes_to_nobody(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    again = make_session(workshop, hour=14, minutes=30, room=block.room)
    block.presentations.update(session=again)
    block.delete()
    publish(workshop, by=olga, at=AT)
    assert told(workshop, 2) == []
