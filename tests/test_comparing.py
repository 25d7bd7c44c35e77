"""Two versions of the schedule in words: nothing that differs goes unsaid, nothing else is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.comparing import differences, slots_changed
from schedule.program import Program, ShownSession, ShownTalk, from_json

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# Two in the afternoon in Stockholm.
TWO = datetime(2018, 7, 14, 12, 0, tzinfo=UTC)


def talk(by: str, title: str = "", minutes: int = 0, **facts: Any) -> ShownTalk:
    starts_at = TWO + timedelta(minutes=minutes)
    return ShownTalk(
        **{
            "title": title,
            "abstract": "",
            "presenter": by,
            "coauthors": (),
            "submission": None,
            "slides": "",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=15),
            "board": None,
            **facts,
        }
    )


def session(
    number: int, *talks: ShownTalk, kind: str = "contributed", hours: int = 0, **facts: Any
) -> ShownSession:
    starts_at = TWO + timedelta(hours=hours)
    return ShownSession(
        **{
            "number": number,
            "kind": kind,
            "title": "",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=30),
            "room": "",
            "talks": talks,
            "panelists": (),
            **facts,
        }
    )


ADA = talk("Ada", "Small Things", submission=1, coauthors=("Bo",))
OLU = talk("Olu", "Large Things", 15, submission=2)
BLOCK = session(1, ADA, OLU, room="Hall A")
PAUSE = session(2, kind="coffee", hours=1)
TWO_HOURS = timedelta(hours=2)


def poster(one: ShownTalk, board: int, **facts: Any) -> ShownTalk:
    times = {"starts_at": TWO + TWO_HOURS, "ends_at": TWO + TWO_HOURS + timedelta(minutes=30)}
    return replace(one, board=board, **{**times, **facts})


POSTERS = session(3, kind="posters", hours=2)


def at(one: ShownTalk, minutes: int) -> ShownTalk:
    starts_at = TWO + timedelta(minutes=minutes)
    return replace(one, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=15))


def moved(one: ShownSession, by: timedelta) -> ShownSession:
    """With its talks, which go with it."""
    later = [
        replace(each, starts_at=each.starts_at + by, ends_at=each.ends_at + by)
        for each in one.talks
    ]
    starts_at, ends_at = one.starts_at + by, one.ends_at + by
    return replace(one, starts_at=starts_at, ends_at=ends_at, talks=tuple(later))


INVITED = session(4, talk("Mia", "What Next"), kind="invited", hours=3)
PANEL = session(5, kind="panel", hours=4, title="What for?", panelists=("Ada", "Olu"))
Sessions = list[ShownSession]
SENTENCES: dict[str, tuple[Sessions, Sessions, list[str]]] = {
    "a first version": (
        [],
        [BLOCK, PAUSE, INVITED],
        [
            "New: Contributed talks, Sat 14 July, 14:00–14:30, in Hall A, with 2 talks.",
            "New: Coffee break, Sat 14 July, 15:00–15:30.",
            "New: Mia: What Next, Sat 14 July, 17:00–17:30.",
        ],
    ),
    "a session that is gone": (
        [BLOCK, PAUSE],
        [PAUSE],
        ["Gone: Contributed talks, Sat 14 July, 14:00–14:30, in Hall A, with 2 talks."],
    ),
    "a session on another day": (
        [BLOCK],
        [moved(BLOCK, timedelta(hours=19))],
        [("Contributed talks: moved from Sat 14 July, 14:00–14:30 to Sun 15 July, 9:00–9:30.")],
    ),
    "another room": (
        [BLOCK],
        [replace(BLOCK, room="Hall B")],
        ["Contributed talks, Sat 14 July, 14:00: now in Hall B, no longer in Hall A."],
    ),
    "no room": (
        [BLOCK],
        [replace(BLOCK, room="")],
        ["Contributed talks, Sat 14 July, 14:00: no longer in Hall A."],
    ),
    "another name": (
        [PAUSE],
        [replace(PAUSE, title="Tea")],
        ["Coffee break, Sat 14 July, 15:00: now called Tea."],
    ),
    "another kind": (
        [PAUSE],
        [replace(PAUSE, kind="lunch")],
        ["Lunch break, Sat 14 July, 15:00: now of the kind lunch break, no longer coffee break."],
    ),
    "another panel": (
        [PANEL],
        [replace(PANEL, panelists=("Olu", "Mia"))],
        ["What for?, Sat 14 July, 18:00: on the panel now Olu, Mia."],
    ),
    "a talk more": (
        [replace(BLOCK, talks=(ADA,))],
        [BLOCK],
        ["New in Contributed talks: “Large Things” by Olu, Sat 14 July, 14:15–14:30."],
    ),
    "a talk less": (
        [BLOCK],
        [replace(BLOCK, talks=(ADA,))],
        ["Gone from Contributed talks, Sat 14 July, 14:00: “Large Things” by Olu."],
    ),
    "two talks that change places": (
        [BLOCK],
        [replace(BLOCK, talks=(at(OLU, 0), at(ADA, 15)))],
        [
            (
                "“Large Things” by Olu: now Sat 14 July, 14:00–14:15, "
                "no longer Sat 14 July, 14:15–14:30."
            ),
            (
                "“Small Things” by Ada: now Sat 14 July, 14:15–14:30, "
                "no longer Sat 14 July, 14:00–14:15."
            ),
        ],
    ),
    "a talk that becomes a poster": (
        [BLOCK, POSTERS],
        [replace(BLOCK, talks=(OLU,)), replace(POSTERS, talks=(poster(ADA, 7),))],
        [
            (
                "“Small Things” by Ada: moved from Contributed talks, Sat 14 July, 14:00–14:15, "
                "to Posters, board 7."
            )
        ],
    ),
    "a poster beside its talk": (
        [BLOCK, POSTERS],
        [BLOCK, replace(POSTERS, talks=(poster(ADA, 7),))],
        ["New in Posters: “Small Things” by Ada, board 7."],
    ),
    "a talk in a session that is new": (
        [BLOCK],
        [replace(BLOCK, talks=(OLU,)), session(6, at(ADA, 360), hours=6)],
        [
            "New: Contributed talks, Sat 14 July, 20:00–20:30.",
            (
                "“Small Things” by Ada: moved from Contributed talks, Sat 14 July, 14:00–14:15, "
                "to Contributed talks, Sat 14 July, 20:00–20:15."
            ),
        ],
    ),
    "another board": (
        [replace(POSTERS, talks=(poster(ADA, 1), poster(OLU, 2)))],
        [replace(POSTERS, talks=(poster(OLU, 1),))],
        [
            "“Large Things” by Olu: now on board 1, no longer on board 2.",
            "Gone from Posters, Sat 14 July, 16:00: “Small Things” by Ada.",
        ],
    ),
    "another title of a submission": (
        [BLOCK],
        [replace(BLOCK, talks=(replace(ADA, title="Tiny Things"), OLU))],
        ["The title of Ada’s talk is now “Tiny Things”, no longer “Small Things”."],
    ),
    "a title for an invited talk": (
        [replace(INVITED, talks=(talk("Mia", minutes=180),))],
        [replace(INVITED, talks=(talk("Mia", "What Next", 180),))],
        ["The title of Mia’s talk is now “What Next”, no longer open."],
    ),
    "a co-author who presents": (
        [BLOCK],
        [replace(BLOCK, talks=(replace(ADA, presenter="Bo", coauthors=("Ada",)), OLU))],
        ["“Small Things”: now presented by Bo, no longer presented by Ada."],
    ),
    "a co-author more": (
        [BLOCK],
        [replace(BLOCK, talks=(replace(ADA, coauthors=("Bo", "Cy")), OLU))],
        ["“Small Things” by Ada: now with Bo, Cy."],
    ),
    "an abstract and slides": (
        [INVITED],
        [replace(INVITED, talks=(replace(INVITED.talks[0], abstract="So.", slides="Slides"),))],
        ["“What Next” by Mia: another abstract.", "“What Next” by Mia: now with Slides."],
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_every_difference_is_a_sentence(case: str) -> None:
    old, new, sentences = SENTENCES[case]
    assert differences(Program(tuple(old)), Program(tuple(new)), STOCKHOLM) == sentences


def changed(old: list[ShownSession], new: list[ShownSession]) -> set[int]:
    return slots_changed(Program(tuple(old)), Program(tuple(new)))


def test_the_slots_of_a_first_version_are_all_new() -> None:
    assert slots_changed(None, Program((BLOCK, PAUSE, INVITED))) == {1, 2}


def test_a_slot_changes_with_its_time_room_session_or_board_and_with_nothing_else() -> None:
    assert changed([BLOCK], [BLOCK]) == set()
    assert changed([BLOCK], [moved(BLOCK, timedelta(minutes=5))]) == {1, 2}
    assert changed([BLOCK], [replace(BLOCK, room="Hall B")]) == {1, 2}
    assert changed([BLOCK], [replace(BLOCK, number=9)]) == set()
    assert changed([BLOCK], [replace(BLOCK, number=9, title="Others")]) == {1, 2}
    assert changed([BLOCK], [replace(BLOCK, talks=(ADA,))]) == {2}
    assert changed([BLOCK], [replace(BLOCK, talks=(at(OLU, 0), at(ADA, 15)))]) == {1, 2}
    assert changed([POSTERS], [replace(POSTERS, talks=(poster(ADA, 3),))]) == {1}
    both = replace(POSTERS, talks=(poster(ADA, 3),))
    assert changed([BLOCK, both], [BLOCK, replace(POSTERS, talks=(poster(ADA, 4),))]) == {1}
    told = replace(ADA, title="Tiny", abstract="So.", presenter="Bo", slides="Slides")
    assert changed([BLOCK], [replace(BLOCK, title="Talks", talks=(told, OLU))]) == set()
    assert changed([BLOCK], [replace(BLOCK, panelists=("Ada",)), PAUSE]) == set()


# ---- whatever the programs ----------------------------------------------------------------------

WORDS = st.sampled_from(["", "Ada", "Olu"])
MOMENTS = st.integers(0, 3).map(lambda n: TWO + timedelta(minutes=15 * n))
TALKS = st.builds(
    ShownTalk,
    title=WORDS,
    abstract=WORDS,
    presenter=WORDS,
    coauthors=st.lists(WORDS, max_size=2).map(tuple),
    submission=st.sampled_from([None, 1, 2]),
    slides=WORDS,
    starts_at=MOMENTS,
    ends_at=MOMENTS,
    board=st.sampled_from([None, 1, 2]),
)
SESSIONS = st.builds(
    ShownSession,
    number=st.integers(1, 3),
    kind=st.sampled_from(["contributed", "posters", "invited"]),
    title=WORDS,
    starts_at=MOMENTS,
    ends_at=MOMENTS,
    room=WORDS,
    talks=st.lists(TALKS, max_size=3).map(tuple),
    panelists=st.lists(WORDS, max_size=2).map(tuple),
)


def in_order(sessions: list[ShownSession]) -> Program:
    return Program(tuple(sorted(sessions, key=lambda one: (one.starts_at, one.number))))


PROGRAMS = st.lists(SESSIONS, max_size=3, unique_by=lambda one: one.number).map(in_order)


@settings(max_examples=80, deadline=None)
@given(PROGRAMS, PROGRAMS)
def test_something_is_said_exactly_when_something_differs(old: Program, new: Program) -> None:
    assert bool(differences(old, new, STOCKHOLM)) == (old != new)


@settings(max_examples=80, deadline=None)
@given(PROGRAMS, st.data())
def test_a_single_fact_that_differs_is_said(old: Program, data: st.DataObject) -> None:
    """Two programs drawn apart differ in everything: this one is the other but for one fact."""
    sessions = list(old.sessions)
    if not sessions:
        return
    n = data.draw(st.integers(0, len(sessions) - 1))
    other = data.draw(SESSIONS)
    name = data.draw(st.sampled_from(["kind", "title", "room", "panelists", "talks"]))
    sessions[n] = replace(sessions[n], **{name: getattr(other, name)})
    if name == "talks" and data.draw(st.booleans()):
        sessions[n] = replace(sessions[n], talks=old.sessions[n].talks[::-1])
    new = Program(tuple(sessions))
    assert bool(differences(old, new, STOCKHOLM)) == (old != new)


@settings(max_examples=30, deadline=None)
@given(PROGRAMS)
def test_a_program_that_was_frozen_is_the_same(program: Program) -> None:
    frozen = from_json(program.as_json())
    assert frozen == program
    assert differences(frozen, program, STOCKHOLM) == []
    assert slots_changed(frozen, program) == set()
