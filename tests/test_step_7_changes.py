"""Step 7: another title, other authors: an author proposes, an organizer answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from change_fixtures import on_credit  # noqa: F401
from change_story import ADA, BOB, CARLA, again, propose
from factories import make_organizer, make_user
from people_fixtures import author_ada, closed_call, now, organizer_olga  # noqa: F401
from review_factories import bar

from submissions import changes, submit
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


def letters(workshop: Workshop) -> list[tuple[str, str]]:
    rows = workshop.letters.order_by("pk")
    return [(row.event.partition("/")[2], row.recipient) for row in rows]


def test_nothing_changes_until_an_organizer_approves(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, BOB, ADA, CARLA)
    row = again(paper)
    assert (row.title, [a.name for a in row.authors.all()]) == (
        "On Credit",
        ["Ada Lovelace", "Bob Berg"],
    )
    assert letters(workshop) == [("change_proposed", ADA.email), ("change_proposed", BOB.email)]
    body = workshop.letters.all()[0].body
    assert (
        "- The title becomes “On Debt”; it was “On Credit”.\n"
        "- Carla Curie (carla@example.org), Radium Institute, becomes author 3.\n"
        "- Ada Lovelace moves from place 1 to place 2.\n\n"
    ) in body
    changes.approve(row, number=1, by=olga, at=at)
    row = again(paper)
    assert row.title == "On Debt"
    assert [(a.position, a.name, a.email, a.is_presenter) for a in row.authors.all()] == [
        (1, "Bob Berg", "bob@example.org", False),
        (2, "Ada Lovelace", "ada@example.org", True),
        (3, "Carla Curie", "carla@example.org", False),
    ]
    assert letters(workshop)[2:] == [
        ("change_answered", BOB.email),
        ("change_answered", ADA.email),
        ("change_answered", CARLA.email),
    ]
    assert [entry.text[:60] for entry in workshop.entries.order_by("pk")] == [
        "Ada Lovelace proposed a change of submission 1",
        "Olga approved a change of submission 1: The title becomes “O",
    ]


def test_who_leaves_reads_of_it_too_and_who_presents_is_said(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    corresponding = replace(BOB, is_corresponding=True, email="berg@example.org")
    propose(paper, ada, at, corresponding, title="On Credit")
    workshop.letters.all().delete()
    changes.approve(paper, number=1, by=olga, at=at)
    told = [("change_answered", e) for e in ("berg@example.org", ADA.email, BOB.email)]
    assert letters(workshop) == told
    assert "- Bob Berg presents, instead of Ada Lovelace." in workshop.letters.all()[0].body
    assert [(a.email, a.is_presenter) for a in again(paper).authors.all()] == [
        ("berg@example.org", True)
    ]


def test_a_refusal_needs_a_reason_and_every_author_reads_it(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, BOB, CARLA)
    with pytest.raises(Refused, match="Give the authors a reason"):
        changes.refuse(paper, number=1, answer=" ", by=olga, at=at)
    workshop.letters.all().delete()
    changes.refuse(paper, number=1, answer="Carla took no part.", by=olga, at=at)
    assert letters(workshop) == [("change_answered", ADA.email), ("change_answered", BOB.email)]
    assert "The organizers write:\n\nCarla took no part.\n" in workshop.letters.all()[0].body
    assert again(paper).title == "On Credit"
    assert paper.changes.get().state == "refused"


def test_nothing_that_differs_is_no_change(paper: Submission, ada: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Nothing differs from what stands"):
        propose(paper, ada, at, title="On Credit")
    assert paper.changes.count() == 0


def test_one_change_waits_and_a_new_one_takes_its_place(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    propose(paper, ada, at, title="On Debts")
    states = list(paper.changes.values_list("number", "title", "state"))
    assert states == [(1, "On Debt", "taken back"), (2, "On Debts", "waiting")]
    with pytest.raises(Refused, match="no longer waits"):
        changes.approve(paper, number=1, by=olga, at=at)
    propose(paper, ada, at, title="On Debts")  # a second click
    assert (paper.changes.count(), workshop.letters.count()) == (2, 4)


def test_a_proposal_over_one_that_was_not_seen_is_stale(
    paper: Submission, ada: User, at: datetime
) -> None:
    shown = changes.seen(again(paper))
    propose(paper, ada, at)
    with pytest.raises(Stale):
        changes.propose(paper, "Mine", (ADA, BOB), "So.", shown=shown, by=ada, at=at)
    assert changes.waiting(paper) == paper.changes.get(title="On Debt")


def test_any_author_takes_it_back_and_it_is_not_answered_any_more(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    changes.take_back(paper, number=1, by=make_user(BOB.email, "Bob"), at=at)
    assert changes.waiting(paper) is None
    with pytest.raises(Refused, match="no longer waits"):
        changes.approve(paper, number=1, by=olga, at=at)
    with pytest.raises(Refused, match="no longer waits"):
        changes.take_back(paper, number=1, by=ada, at=at)


def test_it_is_proposed_until_the_deadline_and_answered_after_it(
    paper: Submission, ada: User, olga: User
) -> None:
    closes = paper.workshop.deadlines.get(step=Step.CAMERA_READY).closes_at
    propose(paper, ada, closes - timedelta(microseconds=1))
    with pytest.raises(Refused, match="Camera-ready papers were due"):
        propose(paper, ada, closes, title="Late")
    changes.approve(paper, number=1, by=olga, at=closes + timedelta(days=1))
    assert again(paper).title == "On Debt"


def test_what_was_withdrawn_meanwhile_is_not_changed(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    submit.withdraw(paper, version=paper.version, by=ada, at=at)
    with pytest.raises(Refused, match="withdrawn by now: nothing was changed"):
        changes.approve(paper, number=1, by=olga, at=at)
    with pytest.raises(Refused, match="it has no camera-ready version"):
        propose(paper, ada, at, title="More")
    assert changes.waiting(paper) is None


def test_an_organizer_behind_a_barrier_answers_nothing(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    propose(paper, ada, at)
    bar(carl, paper)
    with pytest.raises(Refused, match="There is no submission 1 here"):
        changes.approve(paper, number=1, by=carl, at=at)
