"""Step 9: organizers plan the days: sessions, talks, poster boards, rooms."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission
from filling import shown
from hypothesis import given
from hypothesis import strategies as st
from plan_factories import (
    NEW,
    ORAL,
    PLAN,
    POSTER,
    facts,
    moment,
    order,
    planned_workshop,
    three,
)
from schedule_factories import make_session, make_talk, publish_rows

from schedule import begin, plan, talks
from schedule.models import Session
from schedule.plan import SessionFacts
from schedule.planning import plan_of
from schedule.program import ShownSession
from schedule.talks import TalkFacts
from schedule.usual_day import usual_days
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import Person, User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return planned_workshop()


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def bea(workshop: Workshop) -> User:
    """Organizes too, and is an author of submission 2."""
    return make_organizer(workshop, "bea@example.org", "Bea")


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_by(user: User, session: Session) -> ShownSession:
    return plan_of(session.workshop, user).shown(session.number)


def listed(user: User, session: Session) -> list[tuple[int | None, str]]:
    """The talks of a session as an organizer sees them: by submission, when or on which board."""
    return [
        (
            talk.submission,
            f"board {talk.board}"
            if talk.board
            else f"{talk.starts_at.astimezone(session.workshop.tzinfo):%H:%M}",
        )
        for talk in seen_by(user, session).talks
    ]


def entries(workshop: Workshop, user: User) -> list[str]:
    return [row.text for row in workshop.entries.visible_to(user).order_by("pk")]


# ---- a session


def test_a_session_is_added_changed_and_removed(workshop: Workshop, olga: User) -> None:
    workshop.rooms.create(name="Hall A")
    first = plan.add_session(workshop, facts("panel", panelists=("Jane Wang",)), by=olga, at=AT)
    assert [(p.name, p.speaker_position) for p in workshop.people.all()] == [("Jane Wang", None)]
    changed = facts(
        "panel", 14, 16, title="What next", room="Hall A", panelists=("jane wang", "Bo")
    )
    assert plan.change_session(first, changed, version=1, by=olga, at=AT)
    shown = seen_by(olga, first)
    assert (shown.name, shown.room, shown.panelists) == ("What next", "Hall A", ("Jane Wang", "Bo"))
    assert (shown.starts_at, shown.ends_at) == (moment(14), moment(16))
    assert not plan.change_session(first, changed, version=2, by=olga, at=AT)
    plan.remove_session(first, version=2, by=olga, at=AT)
    assert not workshop.sessions.exists()
    assert entries(workshop, olga) == [
        "Olga added “Panel”, Sat 1 May, 9:00",
        "Olga changed “What next”, Sat 1 May, 14:00",
        "Olga removed “What next”, Sat 1 May, 14:00",
    ]


def test_numbers_go_on_where_the_published_ones_end(workshop: Workshop, olga: User) -> None:
    one = plan.add_session(workshop, facts(), by=olga, at=AT)
    publish_rows(workshop)
    plan.remove_session(one, version=1, by=olga, at=AT)
    assert plan.add_session(workshop, facts(), by=olga, at=AT).number == 2


def test_a_second_click_adds_nothing(workshop: Workshop, olga: User) -> None:
    block = plan.add_session(workshop, facts("contributed"), by=olga, at=AT)
    with pytest.raises(Refused, match="The same session is in the plan already"):
        plan.add_session(workshop, facts("contributed"), by=olga, at=AT)
    talks.add_person_talk(block, TalkFacts("On Engines"), name="Ada Lovelace", by=olga, at=AT)
    with pytest.raises(Refused, match="The same talk stands in this session already"):
        talks.add_person_talk(block, TalkFacts("On Engines"), name="ada lovelace", by=olga, at=AT)
    assert [workshop.sessions.count(), workshop.presentations.count()] == [1, 1]


def test_an_invited_talk_is_given_its_speaker_at_once(workshop: Workshop, olga: User) -> None:
    ada = workshop.people.create(name="Ada Lovelace", speaker_position=1)
    session = plan.add_session(workshop, facts("invited"), speaker="ada  lovelace", by=olga, at=AT)
    assert session.presentations.get().presenter == ada
    with pytest.raises(Refused, match="Only an invited talk has its speaker here"):
        plan.add_session(workshop, facts("coffee"), speaker="Ada Lovelace", by=olga, at=AT)


@pytest.mark.parametrize("until", [moment(9), moment(8), moment(3, day=2)])
def test_a_session_ends_later_on_its_day(workshop: Workshop, olga: User, until: datetime) -> None:
    with pytest.raises(Refused, match="ends after it begins, on the same day") as refused:
        plan.add_session(workshop, SessionFacts("lunch", moment(9), until), by=olga, at=AT)
    assert refused.value.field == "ends"


def test_what_does_not_go_together_is_refused(workshop: Workshop, olga: User) -> None:
    for wrong, sentence in [
        (facts(room="Hall Z"), "There is no such room any more."),
        (facts("coffee", panelists=("Bo",)), "Only a panel has panelists."),
    ]:
        with pytest.raises(Refused, match=re.escape(sentence)):
            plan.add_session(workshop, wrong, by=olga, at=AT)


def test_nobody_overwrites_or_removes_what_somebody_else_has_saved(
    workshop: Workshop, olga: User
) -> None:
    session = plan.add_session(workshop, facts(), by=olga, at=AT)
    plan.change_session(session, facts(hour=8), version=1, by=olga, at=AT)
    with pytest.raises(Stale):
        plan.change_session(session, facts(title="Mine"), version=1, by=olga, at=AT)
    with pytest.raises(Stale):
        plan.remove_session(session, version=1, by=olga, at=AT)
    plan.remove_session(session, version=2, by=olga, at=AT)
    with pytest.raises(Refused, match="Somebody has removed this session"):
        plan.change_session(session, facts(), version=2, by=olga, at=AT)


# ---- what stands in it


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


# ---- an organizer behind a barrier


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


# ---- a usual day


def test_a_usual_day_is_laid_out_where_nothing_is_planned(workshop: Workshop, olga: User) -> None:
    for n, name in enumerate(["Ada", "Bob", "Cem"], start=1):
        workshop.people.create(name=name, speaker_position=n)
    three(workshop)
    make_submission(workshop, status=POSTER)
    count = begin.begin(workshop, by=olga, at=AT)
    shown_plan = plan_of(workshop, olga)
    zone = workshop.tzinfo
    assert count == 12
    assert [
        (
            f"{one.starts_at.astimezone(zone):%a %H:%M}–{one.ends_at.astimezone(zone):%H:%M}",
            one.name,
        )
        for one in shown_plan.program.sessions
    ] == [
        ("Sat 08:45–09:00", "Opening remarks"),
        ("Sat 09:00–10:00", "Ada"),
        ("Sat 10:00–10:30", "Coffee and posters"),
        ("Sat 10:30–11:30", "Bob"),
        ("Sat 12:30–14:00", "Lunch break"),
        ("Sat 14:00–14:40", "Contributed talks"),
        ("Sun 09:00–10:00", "Cem"),
        ("Sun 10:00–10:30", "Coffee and posters"),
        ("Sun 12:30–14:00", "Lunch break"),
        ("Sun 14:00–14:20", "Contributed talks"),
        ("Sun 15:30–16:00", "Coffee break"),
        ("Sun 16:00–17:30", "Panel discussion"),
    ]
    assert shown_plan.left.counts == [(1, "poster")]
    assert shown_plan.clashes == []
    saturday, sunday = shown_plan.days
    assert [[(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in day.free] for day in (saturday, sunday)] == [
        [("09:30", "10:30")],
        [("08:30", "10:30"), ("12:20", "13:30")],
    ]
    with pytest.raises(Refused, match="There are sessions already"):
        begin.begin(workshop, by=olga, at=AT)


@given(days=st.integers(1, 4), speakers=st.integers(0, 60), orals=st.integers(0, 90))
def test_a_usual_day_overlaps_nowhere_and_keeps_the_order(
    days: int, speakers: int, orals: int
) -> None:
    dates = [date(2027, 5, n + 1) for n in range(days)]
    people = [Person(pk=n, name=f"Speaker {n}") for n in range(1, speakers + 1)]
    papers = [Submission(pk=n, number=n) for n in range(1, orals + 1)]
    blocks = usual_days(dates, people, papers)
    for one, other in itertools.pairwise(blocks):
        assert (one.day, one.starts) < (one.day, one.ends) <= (other.day, other.starts) or (
            one.day < other.day
        )
    invited = [block.speaker.pk for block in blocks if block.speaker]
    assert invited == sorted(set(invited))
    placed = [row.pk for block in blocks for row in block.talks]
    assert len(placed) == len(set(placed))
    if orals <= 6 * days:
        held = [(block, len(block.talks)) for block in blocks if block.talks]
        lengths = {
            ((one.ends.hour - one.starts.hour) * 60 + one.ends.minute - one.starts.minute) / count
            for one, count in held
        }
        assert len(lengths) <= 1
    if speakers <= 7 * days and orals <= 3 * days:
        assert (len(invited), placed) == (speakers, [row.pk for row in papers])
