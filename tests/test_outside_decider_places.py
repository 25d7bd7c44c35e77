"""What the page that places one submission keeps to itself, overwrites not, and leaves behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from factories import AT
from filling import fields
from outside import Stage, make_stage, signed_in
from review_factories import bar
from schedule_factories import make_session, make_talk

from schedule import talks
from schedule.publish import publish
from submissions import submit
from submissions.status import Status
from workshop.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def stage() -> Stage:
    """What is hidden from the organizers is accepted as a talk."""
    made = make_stage()
    type(made.hidden).everywhere.filter(workshop=made.workshop).update(status="oral")
    return made


@pytest.fixture
def page(stage: Stage) -> str:
    return stage.url("place_submission", stage.hidden.number)


def opened(client: Client, page: str) -> dict[str, Any]:
    return fields(client.get(page), "seen")


def sessions_of(stage: Stage) -> list[int]:
    rows = stage.workshop.presentations.filter(submission=stage.hidden)
    return list(rows.values_list("session__number", flat=True))


def test_a_session_that_the_form_does_not_offer_is_as_absent(stage: Stage, page: str) -> None:
    dora = signed_in(stage.ask())
    make_session(stage.workshop, kind="contributed", title="Talks")
    coffee = make_session(stage.workshop, kind="coffee", title="Coffee", hour=11)
    keynote = make_session(stage.workshop, kind="invited", hour=14)
    make_talk(keynote, by="Famous Speaker")
    typed = opened(dora, page)
    answers = [
        dora.post(page, typed | {"session": number})
        for number in (coffee.number, keynote.number, 999)
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    bodies = {
        re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", a.content.decode()) for a in answers
    }
    assert len(bodies) == 1
    assert "Somebody has removed this session" in bodies.pop()
    assert not sessions_of(stage)


def test_a_place_chosen_meanwhile_is_not_overwritten(stage: Stage, page: str) -> None:
    dora = signed_in(stage.ask())
    early, late, last = (
        make_session(stage.workshop, kind="contributed", title=title, hour=hour)
        for title, hour in (("Early", 9), ("Late", 11), ("Last", 14))
    )
    old = opened(dora, page)
    assert dora.post(page, old | {"session": early.number}).status_code == 302
    # A second click on the same button.
    assert dora.post(page, old | {"session": early.number}).status_code == 302
    refused = dora.post(page, old | {"session": late.number})
    assert refused.status_code == 409
    assert sessions_of(stage) == [early.number]
    again = fields(refused, "seen")
    assert again["session"] == str(late.number)
    assert "It stands in “Early”" in refused.content.decode()
    out = {"seen": again["seen"], "out": early.number}
    assert dora.post(page, again).status_code == 302
    assert dora.post(page, out).status_code == 409
    # A form that says nothing of what its page showed.
    assert dora.post(page, {"out": late.number}).status_code == 409
    assert sessions_of(stage) == [late.number]
    assert dora.post(page, out | {"seen": opened(dora, page)["seen"]}).status_code == 409
    now = opened(dora, page)["seen"]
    assert dora.post(page, {"seen": now, "out": late.number}).status_code == 302
    assert sessions_of(stage) == []
    assert dora.post(page, again | {"session": last.number}).status_code == 409


def test_who_is_barred_while_it_is_placed_sees_it_no_more(
    stage: Stage, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = stage.ask()
    dora = signed_in(asked)
    session = make_session(stage.workshop, kind="contributed", title="Talks")
    typed = opened(dora, page) | {"session": session.number}
    real = talks.place

    def place(*args: Any, **facts: Any) -> None:
        bar(asked, stage.hidden)
        real(*args, **facts)

    monkeypatch.setattr(talks, "place", place)
    answer = dora.post(page, typed)
    assert answer.status_code == 404
    assert stage.hidden.title not in answer.content.decode()


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REJECTED])
def test_the_next_version_clears_a_place_that_nobody_can_clear(
    stage: Stage, page: str, status: Status
) -> None:
    """Nobody handles it, so nobody would ever take it out: what comes after it moves up."""
    dora = stage.ask()
    session = make_session(stage.workshop, kind="contributed", title="Talks")
    talks.place(stage.hidden, session=session, by=dora, at=AT)
    talks.add_talks(session, [stage.other.number], by=stage.olga, at=AT)
    publish(stage.workshop, by=stage.olga, at=AT)
    fall(stage, status, by=stage.ada)
    assert signed_in(dora).get(page).status_code == 404
    publish(stage.workshop, by=stage.olga, at=AT)
    assert sessions_of(stage) == []
    assert stage.workshop.presentations.count() == 1
    entry = stage.workshop.entries.get(verb="left to plan")
    assert entry.about == stage.hidden.number
    assert entry not in stage.workshop.entries.visible_to(stage.olga)


def test_the_place_of_what_an_organizer_handles_is_theirs_to_clear(stage: Stage) -> None:
    session = make_session(stage.workshop, kind="contributed", title="Talks")
    talks.add_talks(session, [stage.other.number], by=stage.olga, at=AT)
    publish(stage.workshop, by=stage.olga, at=AT)
    type(stage.other).everywhere.filter(pk=stage.other.pk).update(status=Status.WITHDRAWN)
    publish(stage.workshop, by=stage.olga, at=AT)
    assert stage.workshop.presentations.count() == 1


def fall(stage: Stage, status: Status, *, by: User) -> None:
    row = stage.workshop.submissions.get(pk=stage.hidden.pk)
    if status == Status.WITHDRAWN:
        submit.withdraw(row, version=row.version, by=by, at=AT)
    else:
        type(row).everywhere.filter(pk=row.pk).update(status=status)
