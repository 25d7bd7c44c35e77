"""Step 9: what an organizer behind a barrier sees of the plan, and moves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT
from filling import shown
from people_fixtures import organizer_olga  # noqa: F401
from plan_factories import NEW, ORAL, PLAN, POSTER, facts, listed, three
from plan_fixtures import author_bea, two_days_in_may  # noqa: F401
from schedule_factories import make_session, make_talk, publish_rows

from schedule import plan, talks
from schedule.planning import plan_of
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_behind_a_barrier_a_plan_has_no_gap(workshop: Workshop, olga: User, bea: User) -> None:
    three(workshop)
    block, boards = make_session(workshop), make_session(workshop, "posters")
    for session in (block, boards):
        talks.add_talks(session, [1, 2, 3], by=olga, at=AT)
    assert listed(bea, block) == [(1, "09:00"), (3, "09:30")]
    assert listed(bea, boards) == [(1, "board 1"), (3, "board 2")]


def test_what_is_planned_since_is_not_read_behind_a_barrier(
    workshop: Workshop, olga: User, bea: User
) -> None:
    """Moved, corrected, given another title, taken out, published no more: to Bea it stands."""
    secret = three(workshop)[1]
    block, boards = make_session(workshop), make_session(workshop, "posters", hour=11)
    talks.add_talks(block, [1, 2, 3], by=olga, at=AT)
    publish_rows(workshop)
    before = listed(bea, block)
    workshop.submissions.filter(pk=secret.pk).update(status=POSTER, title="Another Title")
    talks.shift_talk(block.presentations.get(submission=secret), up=True, by=olga, at=AT)
    assert listed(bea, block) == before
    talks.remove_talk(block.presentations.get(submission=secret), by=olga, at=AT)
    talks.place_posters(boards, by=olga, at=AT)
    assert [listed(bea, block), listed(bea, boards)] == [before, []]
    assert plan_of(workshop, bea).changes == []
    assert len(plan_of(workshop, olga).changes) > 0
    boards.presentations.all().delete()
    publish_rows(workshop)
    make_talk(boards, secret)
    assert "On Paper 2" not in str(listed(bea, block) + listed(bea, boards))


def test_behind_a_barrier_what_is_published_is_moved_by_somebody_else(
    workshop: Workshop, olga: User, bea: User
) -> None:
    """Whether it may become a talk would tell how it was decided, or decided anew."""
    secret = three(workshop)[1]
    block, boards = make_session(workshop), make_session(workshop, "posters", hour=11)
    talks.add_talks(boards, [2], by=olga, at=AT)
    publish_rows(workshop)
    refusals = set()
    for status in (ORAL, POSTER):
        workshop.submissions.filter(pk=secret.pk).update(status=status)
        talk = boards.presentations.get()
        for act in (
            lambda talk=talk: talks.move_talk(talk, to=block, by=bea, at=AT),
            lambda talk=talk: talks.remove_talk(talk, by=bea, at=AT),
            lambda: plan.change_session(boards, facts(hour=11, until=12), version=1, by=bea, at=AT),
        ):
            with pytest.raises(Refused) as refused:
                act()
            refusals.add(str(refused.value))
    assert refusals == {
        "Submission 2 is not among those that you handle. Another organizer has to do this.",
        "This stands in the plan no more: somebody has taken it out.",
    }
    make_talk(block, secret)
    assert len(plan_of(workshop, olga).clashes) == 1
    assert plan_of(workshop, bea).clashes == []


def test_a_barred_organizer_reads_nothing_of_it_on_any_page(
    workshop: Workshop, olga: User, bea: User
) -> None:
    for submission, title in zip(three(workshop), ["Alpha", "Secret", "Gamma"], strict=True):
        submission.title = title
        submission.save()
    block = make_session(workshop)
    make_session(workshop, "posters", hour=11)
    pages = [PLAN, f"{PLAN}sessions/{block.number}/", NEW, f"{PLAN}sessions/{block.number}/remove/"]
    before = [shown(browser_of(bea).get(page)) for page in pages]
    talks.add_talks(block, [2], by=olga, at=AT)
    assert [shown(browser_of(bea).get(page)) for page in pages] == before
    assert "Alpha" in before[0]
    assert "Secret" not in "".join(before)
    assert "Secret" in shown(browser_of(olga).get(PLAN))


@pytest.mark.parametrize("act", ["change", "remove"])
def test_how_long_a_session_takes_to_change_tells_of_no_hidden_talk(
    workshop: Workshop, olga: User, bea: User, act: str
) -> None:
    """What of it is sent back is written down together with the change, and unseen by Bea."""
    three(workshop)
    empty, full = (make_session(workshop, "posters", hour=hour) for hour in (9, 11))
    talks.add_talks(full, [2], by=olga, at=AT)
    told = workshop.entries.count()
    took = []
    for session, hour in ((empty, 9), (full, 11)):
        with CaptureQueriesContext(connection) as queries:
            if act == "remove":
                plan.remove_session(session, version=1, holds=plan.held([]), by=bea, at=AT)
            else:
                new = facts("panel", hour=hour, until=hour + 1)
                plan.change_session(session, new, version=1, by=bea, at=AT)
        took.append(len(queries))
    assert took[0] == took[1]
    assert not workshop.presentations.exists()
    assert workshop.entries.count() == told + 3
    assert [row.about for row in workshop.entries.visible_to(bea)[:2]] == [None, None]
