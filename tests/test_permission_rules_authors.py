"""What authors may do with their submissions, and read of their outcome, at every status.

The site and its numbers are told in `rules_world`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import AT
from rules_world import Site

from submissions import outcome
from submissions.models import Change, ReleasedDecision, ReleasedReview, Submission
from submissions.permissions import (
    can_edit_submission,
    can_send_camera_ready,
    can_withdraw_submission,
)
from submissions.status import MOVES, Status, check_move
from workshop.errors import Refused
from workshop.models import Deadline

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

ONE = timedelta(microseconds=1)

# ---- what authors may do ----------------------------------------------------------------------

OPEN = Deadline(opens_at=AT, closes_at=AT + timedelta(days=1))
MOMENTS = {
    "before": AT - ONE,
    "opening": AT,
    "last": OPEN.closes_at - ONE,
    "closing": OPEN.closes_at,
    "after": OPEN.closes_at + ONE,
}


def test_drafts_and_submitted_ones_are_edited_while_the_call_is_open(site: Site) -> None:
    may = {
        (status.value, moment)
        for status in Status
        for moment, at in MOMENTS.items()
        if can_edit_submission(Submission(status=status), OPEN, at)
    }
    assert may == {
        ("draft", "opening"),
        ("draft", "last"),
        ("submitted", "opening"),
        ("submitted", "last"),
    }


def test_without_a_deadline_nothing_is_edited(site: Site) -> None:
    never = Deadline(opens_at=None, closes_at=AT)
    for status in Status:
        assert can_edit_submission(Submission(status=status), None, AT) is False
        assert can_edit_submission(Submission(status=status), never, AT - ONE) is False


def test_the_camera_ready_is_of_accepted_ones_until_the_deadline(site: Site) -> None:
    may = {
        (status.value, moment)
        for status in Status
        for moment, at in MOMENTS.items()
        if can_send_camera_ready(Submission(status=status), OPEN, at)
    }
    moments = ("before", "opening", "last")  # it is open from the release on
    assert may == {(status, moment) for status in ("oral", "poster") for moment in moments}


def test_without_a_deadline_the_camera_ready_stays_open(site: Site) -> None:
    may = {
        status.value
        for status in Status
        if can_send_camera_ready(Submission(status=status), None, AT)
    }
    assert may == {"oral", "poster"}


def test_what_stands_and_is_not_rejected_can_be_withdrawn(site: Site) -> None:
    may = {s.value for s in Status if can_withdraw_submission(Submission(status=s))}
    assert may == {"draft", "submitted", "oral", "poster"}


def test_a_submission_moves_only_so(site: Site) -> None:
    moves = {old.value: sorted(new.value for new in Status if _moves(old, new)) for old in Status}
    assert moves == {
        "draft": ["submitted", "withdrawn"],
        "submitted": ["desk-rejected", "oral", "poster", "rejected", "submitted", "withdrawn"],
        "withdrawn": [],
        "desk-rejected": [],
        "oral": ["poster", "rejected", "withdrawn"],
        "poster": ["oral", "rejected", "withdrawn"],
        "rejected": ["oral", "poster"],
    }
    assert set(MOVES) == set(Status)


def test_a_change_waits_until_it_is_answered_or_is_accepted_no_more(site: Site) -> None:
    facts = {"number": 1, "title": "Anew", "authors": [], "proposed_at": AT}
    site.number(6).changes.create(**facts)
    site.number(8).changes.create(**facts)
    site.number(11).changes.create(**facts, state=Change.State.APPROVED)
    assert [change.submission.number for change in Change.objects.waiting()] == [6]


def _moves(old: Status, new: Status) -> bool:
    try:
        check_move(old, new)
    except Refused:
        return False
    return True


# ---- what authors read ------------------------------------------------------------------------


def test_authors_are_told_after_the_release_and_never_at_the_desk(site: Site) -> None:
    submission = released(site)
    told = set()
    for status in Status:
        submission.status = status
        if outcome.outcome_of(submission):
            told.add(status.value)
    assert told == {"oral", "poster", "rejected", "withdrawn"}
    assert outcome.outcome_of(site.number(7)) is None


def test_authors_read_what_the_last_release_said(site: Site) -> None:
    submission = released(site)
    first = outcome.outcome_of(submission)
    assert first is not None
    assert (first.decision, first.note, first.at, first.corrected) == ("oral", "Well.", AT, False)
    assert [(each.label, each.text) for each in first.reviews] == [(1, "One."), (2, "Two.")]
    release(site, "correction", "poster", ["Corrected."])
    second = outcome.outcome_of(submission)
    assert second is not None
    assert (second.decision, second.corrected) == ("poster", True)
    assert [(each.label, each.text) for each in second.reviews] == [(1, "Corrected.")]


def test_authors_read_the_reviews_of_their_own_alone(site: Site) -> None:
    released(site)
    assert outcome.reviews_of(site.number(7)) == []


def released(site: Site) -> Submission:
    release(site, "decisions", "oral", ["One.", "Two."])
    return site.number(6)


def release(site: Site, kind: str, told: str, texts: list[str]) -> None:
    number = site.here.releases.count() + 1
    row = {
        "release": site.here.releases.create(number=number, kind=kind, at=AT),
        "submission": site.number(6),
    }
    ReleasedDecision.objects.create(**row, outcome=told, note="Well.")
    for label, text in enumerate(texts, start=1):
        ReleasedReview.objects.create(**row, label=label, text=text, rating=3, confidence=2)
