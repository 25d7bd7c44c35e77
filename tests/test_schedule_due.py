"""What of the schedule an organizer is told to do next."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_workshop
from people_fixtures import organizer_olga  # noqa: F401
from plan_factories import POSTER, facts, three
from plan_fixtures import author_bea, two_days_in_may  # noqa: F401
from review_factories import bar
from schedule_factories import make_session, publish_rows

from schedule import plan, talks
from schedule.due import due_next
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def due(workshop: Workshop, user: User) -> list[tuple[int, str, str]]:
    return [(one.count, one.what, one.act) for one in due_next(workshop, user, AT)]


def test_nothing_is_due_before_decisions_are_out(workshop: Workshop, olga: User) -> None:
    make_submission(workshop)
    assert due(workshop, olga) == []
    early = make_workshop("early", at=AT)
    make_session(early)
    assert due(early, make_organizer(early)) == []


def test_papers_without_a_place_then_the_act_then_what_came_since(
    workshop: Workshop, olga: User
) -> None:
    three(workshop)
    three(workshop, POSTER)
    posters, orals = (3, "Posters without a board", "Plan"), (3, "Talks to plan", "Plan")
    assert due(workshop, olga) == [posters, orals]
    block, boards = make_session(workshop), make_session(workshop, "posters")
    to_publish = (1, "Schedule to publish", "Publish")
    talks.add_talks(block, [1, 2], by=olga, at=AT)
    assert due(workshop, olga) == [posters, (1, "Talk to plan", "Plan"), to_publish]
    talks.add_talks(block, [3], by=olga, at=AT)
    talks.place_posters(boards, by=olga, at=AT)
    assert due(workshop, olga) == [to_publish]
    publish_rows(workshop, AT)
    assert due(workshop, olga) == []
    later = AT.replace(year=AT.year + 1)
    plan.add_session(workshop, facts("coffee"), by=olga, at=later)
    assert due(workshop, olga) == [(1, "Step planned since version 1", "Publish")]


def test_behind_a_barrier_nothing_hidden_is_counted(
    workshop: Workshop, olga: User, bea: User
) -> None:
    hidden = three(workshop)[1]
    block = make_session(workshop)
    bar(bea, hidden)
    talks.add_talks(block, [1, 3], by=olga, at=AT)
    assert due(workshop, bea) == [(1, "Schedule to publish", "Publish")]
    publish_rows(workshop, AT)
    talks.add_talks(block, [2], by=olga, at=AT.replace(year=AT.year + 1))
    assert due(workshop, bea) == []
    assert due(workshop, olga) == [(1, "Step planned since version 1", "Publish")]


def test_it_asks_two_questions_at_most(workshop: Workshop, olga: User) -> None:
    three(workshop)
    make_session(workshop)
    publish_rows(workshop, AT)
    list(workshop.deadlines.all())
    with CaptureQueriesContext(connection) as asked:
        due(workshop, olga)
    assert len([one for one in asked if "workshop_deadline" not in one["sql"]]) == 2
