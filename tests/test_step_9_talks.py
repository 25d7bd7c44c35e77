"""Step 9: what stands in a session: talks, poster boards, people."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AT, make_submission
from people_fixtures import organizer_olga  # noqa: F401
from plan_factories import ORAL, POSTER, facts, listed, order, seen_by, three
from plan_fixtures import two_days_in_may  # noqa: F401
from schedule_factories import make_session, make_talk

from schedule import plan, talks
from schedule.planning import plan_of
from schedule.talks import TalkFacts
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_talks_share_the_time_and_posters_number_the_boards(workshop: Workshop, olga: User) -> None:
    three(workshop)
    block = make_session(workshop)
    assert talks.add_talks(block, [3, 1, 2], by=olga, at=AT) == 3
    assert listed(olga, block) == [(1, "09:00"), (2, "09:20"), (3, "09:40")]
    boards = make_session(workshop, "posters")
    talks.add_talks(boards, [2], by=olga, at=AT)
    three(workshop, POSTER)
    assert talks.place_posters(boards, by=olga, at=AT) == 3
    assert listed(olga, boards) == [
        (2, "board 1"),
        (4, "board 2"),
        (5, "board 3"),
        (6, "board 4"),
    ]
    assert plan_of(workshop, olga).left.counts == []
    with pytest.raises(Refused, match="Every accepted poster has its board"):
        talks.place_posters(boards, by=olga, at=AT)


def test_a_submission_has_one_talk_and_one_poster_and_a_poster_no_talk(
    workshop: Workshop, olga: User
) -> None:
    make_submission(workshop, status=ORAL)
    make_submission(workshop, status=POSTER)
    block, later = make_session(workshop), make_session(workshop, "invited", hour=11)
    boards, more = make_session(workshop, "posters"), make_session(workshop, "posters", hour=11)
    lunch = make_session(workshop, "lunch", hour=12)
    talks.add_talks(block, [1], by=olga, at=AT)
    talks.add_talks(boards, [1, 2], by=olga, at=AT)
    talk, board = block.presentations.get(), boards.presentations.get(submission__number=1)
    for session, number, moved, sentence in [
        (later, 1, board, "Submission 1 has its talk already."),
        (more, 1, talk, "Submission 1 has its board already."),
        (later, 2, None, "Submission 2 is accepted as a poster: it gets a board and no talk."),
        (lunch, 1, talk, "A session of the kind “lunch break” holds no talks."),
    ]:
        with pytest.raises(Refused, match=re.escape(sentence)):
            talks.add_talks(session, [number], by=olga, at=AT)
        if moved:
            with pytest.raises(Refused, match=re.escape(sentence)):
                talks.move_talk(moved, to=session, by=olga, at=AT)
    assert order(boards) == [1, 2]


@pytest.mark.parametrize("status", [s for s in Status if s not in {ORAL, POSTER}])
def test_what_is_not_accepted_is_not_planned(workshop: Workshop, olga: User, status: str) -> None:
    submission = make_submission(workshop, status=status)
    block = make_session(workshop)
    with pytest.raises(Refused, match="Choose among the accepted submissions"):
        talks.add_talks(block, [1], by=olga, at=AT)
    make_talk(block, submission)
    assert listed(olga, block) == []
    assert plan_of(workshop, olga).left.counts == []


def test_talks_move_up_and_down_and_to_other_sessions(workshop: Workshop, olga: User) -> None:
    three(workshop)
    block, later = make_session(workshop), make_session(workshop, hour=11)
    talks.add_talks(block, [1, 2, 3], by=olga, at=AT)
    last = block.presentations.get(submission__number=3)
    assert talks.shift_talk(last, up=True, by=olga, at=AT)
    assert order(block) == [1, 3, 2]
    assert talks.shift_talk(last, up=False, by=olga, at=AT)
    assert not talks.shift_talk(last, up=False, by=olga, at=AT)
    assert order(block) == [1, 2, 3]
    talks.move_talk(block.presentations.get(submission__number=1), to=later, by=olga, at=AT)
    talks.move_talk(block.presentations.get(submission__number=2), to=later, by=olga, at=AT)
    assert (order(block), order(later)) == ([3], [1, 2])
    talks.remove_talk(last, by=olga, at=AT)
    assert [row.number for row in plan_of(workshop, olga).left.orals] == [3]
    with pytest.raises(Refused, match="stands in the plan no more"):
        talks.remove_talk(last, by=olga, at=AT)


def test_a_talk_by_a_person(workshop: Workshop, olga: User) -> None:
    ada = workshop.people.create(name="Ada Lovelace", speaker_position=1)
    session = make_session(workshop, "invited")
    assert plan_of(workshop, olga).left.speakers == [ada]
    said = TalkFacts(title="On Engines", slides_label="Slides to come")
    talk = talks.add_person_talk(session, said, name="ada lovelace", by=olga, at=AT)
    assert plan_of(workshop, olga).left.speakers == []
    seen = talks.talk_seen(talk)
    assert talks.change_talk(
        talk, TalkFacts("On Numbers", "Of *Bernoulli*."), seen=seen, by=olga, at=AT
    )
    with pytest.raises(Stale):
        talks.change_talk(talk, TalkFacts("Mine"), seen=seen, by=olga, at=AT)
    [shown] = seen_by(olga, session).talks
    assert (shown.presenter, shown.title, shown.abstract) == (
        "Ada Lovelace",
        "On Numbers",
        "Of *Bernoulli*.",
    )


def test_a_kind_that_holds_no_talks_is_refused_while_there_are_some(
    workshop: Workshop, olga: User
) -> None:
    three(workshop, POSTER)
    boards = make_session(workshop, "posters")
    talks.place_posters(boards, by=olga, at=AT)
    with pytest.raises(Refused, match="holds no talks") as refused:
        plan.change_session(boards, facts("coffee"), version=1, by=olga, at=AT)
    assert refused.value.field == "kind"
    with pytest.raises(Refused, match="Submission 1 is accepted as a poster"):
        plan.change_session(boards, facts("contributed"), version=1, by=olga, at=AT)
    assert order(boards) == [1, 2, 3]


def test_what_stood_in_a_removed_session_is_left_to_plan(workshop: Workshop, olga: User) -> None:
    three(workshop)
    block = make_session(workshop)
    talks.add_talks(block, [1, 3], by=olga, at=AT)
    plan.remove_session(block, version=1, by=olga, at=AT)
    assert plan_of(workshop, olga).left.counts == [(3, "talks")]


def test_a_correction_to_poster_is_said_of_a_talk(workshop: Workshop, olga: User) -> None:
    submission, *_ = three(workshop)
    talks.add_talks(make_session(workshop), [1], by=olga, at=AT)
    workshop.submissions.filter(pk=submission.pk).update(status=POSTER)
    assert [clash.sentence for clash in plan_of(workshop, olga).clashes] == [
        (
            "Submission 1 is accepted as a poster: it gets a board and no talk. "
            "It stands in “Contributed talks”."
        )
    ]


def test_posters_get_their_boards_beside_one_of_somebody_without_a_submission(
    workshop: Workshop, olga: User
) -> None:
    make_submission(workshop, status=POSTER)
    boards = make_session(workshop, "posters")
    said = TalkFacts(title="What we all build on")
    talks.add_person_talk(boards, said, name="Ann Speaker", by=olga, at=AT)
    assert talks.place_posters(boards, by=olga, at=AT) == 1


@pytest.mark.parametrize("count", [2, 40])
def test_many_posters_take_as_few_statements_as_two(
    workshop: Workshop, olga: User, count: int
) -> None:
    for _ in range(count):
        make_submission(workshop, status=POSTER)
    boards = make_session(workshop, "posters")
    with CaptureQueriesContext(connection) as statements:
        talks.place_posters(boards, by=olga, at=AT)
    assert len(statements) == 9
    assert order(boards) == list(range(1, count + 1))
