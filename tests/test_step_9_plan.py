"""Step 9: organizers plan the days: sessions, and a usual day to begin with."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime

import pytest
from factories import AT, make_submission
from hypothesis import given
from hypothesis import strategies as st
from people_fixtures import organizer_olga  # noqa: F401
from plan_factories import POSTER, facts, moment, seen_by, three
from plan_fixtures import two_days_in_may  # noqa: F401
from schedule_factories import publish_rows

from schedule import begin, plan, talks
from schedule.plan import SessionFacts
from schedule.planning import plan_of
from schedule.talks import TalkFacts
from schedule.usual_day import usual_days
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.models import Person, User, Workshop

pytestmark = pytest.mark.django_db


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
