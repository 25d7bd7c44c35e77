"""Clashes of a plan, in words: people, rooms, days. They forbid nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedule.clashes import clashes, engagements, overlaps
from schedule.people import key_of
from schedule.program import Program, ShownSession, ShownTalk

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SUNDAY = date(2018, 7, 15)


def moment(minutes: int) -> datetime:
    """So many minutes after noon on the Sunday, in Stockholm."""
    noon = datetime(2018, 7, 15, 12, tzinfo=STOCKHOLM).astimezone(UTC)
    return noon + timedelta(minutes=minutes)


def session(
    number: int, start: int, end: int, *presenters: str, kind: str = "invited", **facts: Any
) -> ShownSession:
    """Its talks share the time evenly; posters have all of it."""
    boards = kind == "posters"
    part = (end - start) / max(len(presenters), 1)
    talks = [
        ShownTalk(
            title="",
            abstract="",
            presenter=name,
            coauthors=(),
            submission=None,
            slides="",
            starts_at=moment(start) if boards else moment(int(start + n * part)),
            ends_at=moment(end) if boards else moment(int(start + (n + 1) * part)),
            board=n + 1 if boards else None,
        )
        for n, name in enumerate(presenters)
    ]
    given = {"title": "", "room": "", "panelists": (), **facts}
    return ShownSession(
        number=number,
        kind=kind,
        starts_at=moment(start),
        ends_at=moment(end),
        talks=tuple(talks),
        **given,
    )


def said(*sessions: ShownSession) -> list[str]:
    found = clashes(Program(sessions), first=SUNDAY, last=SUNDAY, zone=STOCKHOLM)
    return [clash.sentence for clash in found]


def test_a_person_in_two_places_is_said_with_day_and_times() -> None:
    talk = session(1, 120, 150, "Timothy Lillicrap", room="Annex")
    panel = session(2, 135, 225, kind="panel", panelists=("timothy  lillicrap", "Jane Wang"))
    assert said(talk, panel) == [
        (
            "Timothy Lillicrap is in two places on Sun 15 July: 14:00–14:30 “Invited talk” and "
            "14:15–15:45 “Panel”."
        )
    ]


def test_only_their_own_talk_keeps_a_speaker_from_being_elsewhere() -> None:
    block = session(
        1, 0, 60, "Ada", "Bob", "Cem", kind="contributed", title="Short talks", room="Annex"
    )
    assert said(block, session(2, 20, 40, "Ada"), session(3, 40, 60, "Bob")) == []
    assert said(block, session(2, 19, 40, "Ada")) == [
        (
            "Ada is in two places on Sun 15 July: 12:00–12:20 “Short talks” and "
            "12:19–12:40 “Invited talk”."
        )
    ]


def test_what_touches_does_not_clash() -> None:
    assert said(session(1, 0, 30, "Ada", room="A"), session(2, 30, 60, "Ada", room="A")) == []


def test_two_talks_in_a_row_and_a_seat_on_the_same_panel_are_one_place() -> None:
    assert said(session(1, 0, 30, "Ada", "Ada", kind="contributed", panelists=("Ada",))) == []


def test_fifty_posters_are_one_sentence_for_each_person_and_pair_of_sessions() -> None:
    crowd = [f"Author {n}" for n in range(48)]
    posters = session(1, 0, 60, "Ada", "Ada", *crowd, kind="posters", room="Foyer")
    assert said(posters) == []
    assert said(posters, session(2, 0, 60, *crowd[:2], kind="posters", title="More posters")) == [
        f"Author {n} is in two places on Sun 15 July: 12:00–13:00 “Posters” and "
        "12:00–13:00 “More posters”."
        for n in range(2)
    ]
    assert said(posters, session(3, 30, 45, "Ada")) == [
        "Ada is in two places on Sun 15 July: 12:00–13:00 “Posters” and 12:30–12:45 “Invited talk”."
    ]


def test_a_room_holds_one_session_at_a_time() -> None:
    one, other = session(1, 0, 60, "Ada", room="Hall A"), session(2, 30, 90, "Bob", room="Hall A")
    assert said(one, other) == [
        ("Two sessions are in Hall A on Sun 15 July: 12:00–13:00 “Ada” and 12:30–13:30 “Bob”.")
    ]
    assert said(session(1, 0, 60, room="A"), session(2, 0, 60, room="B")) == []


def test_sessions_without_a_room_are_in_one_place() -> None:
    """With a single room for everything, nobody names it."""
    talk, lunch = session(1, 0, 60, "Ada"), session(2, 30, 90, kind="lunch")
    assert said(talk, lunch) == [
        (
            "Two sessions without a room overlap on Sun 15 July: 12:00–13:00 “Ada” and "
            "12:30–13:30 “Lunch break”."
        )
    ]
    assert said(talk, session(2, 60, 90, kind="lunch")) == []
    assert said(talk, session(2, 30, 90, kind="lunch", room="A")) == []
    assert said(session(1, 0, 60, kind="posters"), session(2, 0, 30, kind="coffee")) == []


def test_coffee_is_served_among_the_posters() -> None:
    posters = session(1, 0, 60, kind="posters", room="Foyer")
    assert said(posters, session(2, 0, 30, kind="coffee", room="Foyer")) == []
    assert len(said(posters, session(2, 0, 30, kind="panel", room="Foyer"))) == 1


def test_a_day_that_is_none_of_the_workshop() -> None:
    late = session(1, 24 * 60, 25 * 60, kind="remarks", title="Closing remarks")
    assert said(late) == [
        "“Closing remarks” on Mon 16 July is on none of the days of the workshop."
    ]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    names = st.sampled_from(["Ada", "ada", "Bob", " Bob ", ""])
    sessions = []
    for number in range(draw(st.integers(0, 7))):
        start, length = draw(st.integers(0, 12)), draw(st.integers(1, 6))
        presenters = draw(st.lists(names, max_size=4))
        kind = draw(st.sampled_from(["contributed", "posters"]))
        panel = tuple(draw(st.lists(names, max_size=2)))
        sessions.append(
            session(number, start, start + length, *presenters, kind=kind, panelists=panel)
        )
    return Program(tuple(sessions))


@given(programs())
def test_the_pairs_are_those_of_comparing_all_with_all(program: Program) -> None:
    everything = [each for each in engagements(program) if each.name]
    expected = {
        (key_of(a.name), a.session.number, b.session.number)
        for a in everything
        for b in everything
        if key_of(a.name) == key_of(b.name)
        if a.session.number < b.session.number
        if a.starts_at < b.ends_at and b.starts_at < a.ends_at
    }
    found = [
        (key_of(a.name), *sorted((a.session.number, b.session.number)))
        for a, b in overlaps(engagements(program))
    ]
    assert len(found) == len(set(found))
    assert set(found) == expected
