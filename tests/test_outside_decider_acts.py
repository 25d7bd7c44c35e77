"""What an outside decider does beside deciding, and what becomes of what they have typed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AT, make_organizer
from filling import fields
from outside import SECRET, Stage, make_stage, signed_in, text
from review_factories import assign as give
from review_factories import make_reviewer
from schedule_factories import make_session

from reviews import conflicts, remind
from reviews.models import Conflict
from schedule.talks import add_talks
from submissions import deciders
from submissions.models import Change
from submissions.permissions import handlers_of
from workshop.models import Barrier, Letter, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def reminded(stage: Stage) -> list[Letter]:
    return stage.letters("reviews/review_reminder")


def found(stage: Stage, user: User, evidence: str = "example.edu") -> Conflict:
    """A conflict with the hidden submission, with the barrier that it brings."""
    facts: dict[str, Any] = {"source": Conflict.Source.AFFILIATION, "found_at": AT}
    stage.workshop.barriers.get_or_create(
        user=user, number=stage.hidden.number, reason=Barrier.Reason.CONFLICT
    )
    row: Conflict = stage.workshop.conflicts.create(
        user=user, submission=stage.hidden, evidence=evidence, **facts
    )
    return row


def shown(row: Conflict) -> dict[str, str]:
    """What a button that judges it sends."""
    row.refresh_from_db()
    return {"seen": conflicts.seen(row)}


def test_a_decider_reminds_the_reviewers_of_what_is_theirs(stage: Stage) -> None:
    give(stage.hidden, stage.rita)
    rosa = make_reviewer(stage.workshop, "rosa@example.org", "Rosa")
    give(stage.other, rosa)
    dora = signed_in(stage.ask())
    page = text(dora, stage.url("organize_reviews"))
    assert "Rita" in page
    assert "Rosa" not in page
    preview = text(dora, stage.url("remind_reviewers"))
    [shown] = re.findall(r'name="seen" value="(\w+)"', preview)
    everybody = {"to": [stage.rita.pk, rosa.pk], "seen": shown}
    assert dora.post(stage.url("remind_reviewers"), everybody).status_code == 302
    assert [letter.recipient for letter in reminded(stage)] == [stage.rita.email]
    assert dora.post(stage.url("remind_reviewers"), everybody).status_code == 409
    assert len(reminded(stage)) == 1


def test_a_reminder_from_outside_changes_nothing_for_an_organizer(stage: Stage) -> None:
    """Who has one paper that they see and one that they do not: a form tells of the one alone."""
    for submission in (stage.hidden, stage.other):
        give(submission, stage.rita)
    dora = stage.ask()
    before = remind.seen(remind.reminders(stage.workshop, stage.olga))
    facts: dict[str, Any] = {"by": dora, "at": AT}
    shown = remind.seen(remind.reminders(stage.workshop, dora))
    remind.remind(stage.workshop, [stage.rita.pk], shown=shown, **facts)
    assert remind.seen(remind.reminders(stage.workshop, stage.olga)) == before
    facts["by"] = stage.olga
    remind.remind(stage.workshop, [stage.rita.pk], shown=before, **facts)
    assert [letter.revision for letter in reminded(stage)] == [1, 2]


def test_a_decider_dismisses_a_false_conflict_with_what_is_theirs(stage: Stage) -> None:
    row = found(stage, stage.rita)
    dora = signed_in(stage.ask())
    assert "Rita" in text(dora, stage.url("organize_conflicts"))
    page = f"{stage.url('dismiss_conflict')}?conflict={row.key}"
    assert "Let Rita handle" in text(dora, page)
    assert dora.post(page, shown(row)).status_code == 302
    row.refresh_from_db()
    assert row.dismissed_at
    assert not stage.workshop.barriers.filter(user=stage.rita).exists()
    assert dora.post(page).status_code == 404


def test_a_decider_confirms_a_conflict_and_takes_that_back(stage: Stage) -> None:
    """No organizer, as all are barred: to them it is as absent as the submission."""
    row = found(stage, stage.rita)
    dora, olga = signed_in(stage.ask()), signed_in(stage.olga)
    for name, is_confirmed in (("confirm_conflict", True), ("reopen_conflict", False)):
        page, pressed = f"{stage.url(name)}?conflict={row.key}", shown(row)
        assert olga.post(page, pressed).status_code == 404
        assert dora.post(page, pressed).status_code == 302
        row.refresh_from_db()
        assert bool(row.confirmed_at) == is_confirmed
    assert not stage.workshop.entries.visible_to(stage.olga).filter(verb="confirmed").exists()


def test_an_organizer_takes_it_back_whose_conflict_was_false(stage: Stage) -> None:
    stage.workshop.conflicts.filter(user=stage.olga).delete()
    row = found(stage, stage.olga)
    asked = stage.ask()
    dora = signed_in(asked)
    page = f"{stage.url('dismiss_conflict')}?conflict={row.key}"
    answer = dora.post(page, shown(row), follow=True)
    assert "Olga may handle submission" in answer.content.decode()
    assert "Nothing is yours to decide" in answer.content.decode()
    assert handlers_of(stage.hidden) == [stage.olga]


def test_a_conflict_with_what_is_not_theirs_is_as_absent(stage: Stage) -> None:
    facts: dict[str, Any] = {"source": Conflict.Source.AFFILIATION, "found_at": AT}
    user = make_reviewer(stage.workshop, "rosa@example.org", "Rosa")
    row = stage.workshop.conflicts.create(user=user, submission=stage.other, **facts)
    stage.workshop.barriers.create(
        user=user, number=stage.other.number, reason=Barrier.Reason.CONFLICT
    )
    dora = signed_in(stage.ask())
    assert "Rosa" not in text(dora, stage.url("organize_conflicts"))
    assert dora.get(f"{stage.url('dismiss_conflict')}?conflict={row.key}").status_code == 404


def test_a_change_that_waits_is_told_once_to_who_answers_it(stage: Stage) -> None:
    """By the sweep: the author's own request takes as long whoever handles it."""
    asked = stage.ask()
    type(stage.hidden).everywhere.filter(pk=stage.hidden.pk).update(status="oral")
    facts: dict[str, Any] = {"number": 1, "title": "Another", "authors": [], "proposed_at": AT}
    change = stage.hidden.changes.create(**facts)
    for _ in range(2):
        conflicts.detect_everywhere(AT)
    [letter] = stage.letters(deciders.CHANGE_WAITS)
    assert (letter.recipient, letter.about) == (asked.email, stage.hidden.number)
    assert letter.is_private
    assert stage.url("answer_change", stage.hidden.number) in letter.body
    assert "Camera-ready papers are due" in letter.body
    assert SECRET not in letter.body
    change.state = change.State.TAKEN_BACK
    change.save()
    stage.hidden.changes.create(**facts | {"number": 2})
    make_organizer(stage.workshop, "fay@example.org")
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.CHANGE_WAITS) == [letter]


def test_changes_proposed_again_and_again_are_told_once_a_day(stage: Stage) -> None:
    """Each replaces the one before; a button pressed often must not fill a mailbox."""
    asked = stage.ask()
    type(stage.hidden).everywhere.filter(pk=stage.hidden.pk).update(status="oral")
    for number, minutes in enumerate((0, 1, 1439, 1440), start=1):
        at = AT + timedelta(minutes=minutes)
        stage.hidden.changes.update(state=Change.State.TAKEN_BACK)
        facts: dict[str, Any] = {"title": "Another", "authors": [], "proposed_at": at}
        stage.hidden.changes.create(number=number, **facts)
        deciders.tell(stage.workshop, at)
    told = [(one.recipient, one.revision) for one in stage.letters(deciders.CHANGE_WAITS)]
    assert told == [(asked.email, 1), (asked.email, 4)]


def test_a_change_that_still_waits_after_a_day_is_told_then(stage: Stage) -> None:
    stage.ask()
    type(stage.hidden).everywhere.filter(pk=stage.hidden.pk).update(status="oral")
    facts: dict[str, Any] = {"title": "Another", "authors": [], "proposed_at": AT}
    for number in (1, 2):
        stage.hidden.changes.update(state=Change.State.TAKEN_BACK)
        stage.hidden.changes.create(number=number, **facts)
        deciders.tell(stage.workshop, AT)
    for hours in (1, 24, 48, 72):
        deciders.tell(stage.workshop, AT + timedelta(hours=hours))
    assert [one.revision for one in stage.letters(deciders.CHANGE_WAITS)] == [1, 2]


def test_a_change_that_was_told_costs_a_step_of_an_organizer_nothing(stage: Stage) -> None:
    """Else its queries would count the changes that wait where no organizer looks."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            deciders.tell(stage.workshop, AT + timedelta(days=3))
        return len(queries)

    stage.ask()
    type(stage.hidden).everywhere.filter(pk=stage.hidden.pk).update(status="oral")
    deciders.tell(stage.workshop, AT)
    none = asked()
    facts: dict[str, Any] = {"title": "Another", "authors": [], "proposed_at": AT}
    stage.hidden.changes.create(number=1, **facts)
    deciders.tell(stage.workshop, AT)
    assert asked() == none


def test_letters_say_by_when(stage: Stage) -> None:
    deciders.tell(stage.workshop, AT)
    stage.ask()
    deciders.tell(stage.workshop, AT)
    for event in (deciders.WANTED, deciders.INVITED, deciders.NEEDED):
        assert "Decisions are due" in stage.letters(event)[0].body, event


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("organize_decision", {"outcome": "oral", "version": "0", "note": "Kept <b>words</b>."}),
        ("answer_change", {"act": "refuse", "number": "1", "answer": "Kept <b>words</b>."}),
    ],
)
def test_what_was_typed_is_given_back_if_it_became_another_ones(
    stage: Stage, page: str, typed: dict[str, str]
) -> None:
    """Nothing of the submission is shown, and it looks like one that never was there."""
    dora = signed_in(stage.ask())
    make_organizer(stage.workshop, "fay@example.org")
    answer = dora.post(stage.url(page, stage.hidden.number), typed)
    assert answer.status_code == 404
    body = answer.content.decode()
    assert "Nothing was saved" in body
    assert "Kept &lt;b&gt;words&lt;/b&gt;." in body
    assert SECRET not in body
    absent = dora.post(stage.url(page, 999), typed).content.decode()
    assert _plain(absent) == _plain(body)
    assert not stage.workshop.decisions.exists()
    # Where nothing was typed there is nothing to give back.
    assert b"Your words" not in dora.post(stage.url(page, 999)).content


@pytest.mark.parametrize(
    ("page", "typed"),
    [("organize_decision", {"note": "Kept words."}), ("answer_change", {"answer": "Kept words."})],
)
def test_what_was_typed_is_given_back_to_who_decides_here_no_more(
    stage: Stage, page: str, typed: dict[str, str]
) -> None:
    """And to anybody else: nothing tells whether there is such a workshop."""
    asked = stage.ask()
    deciders.remove(stage.workshop, user_id=asked.pk, by=stage.olga, at=AT)
    number, client = stage.hidden.number, signed_in(asked)
    answer = client.post(stage.url(page, number), typed)
    body = answer.content.decode()
    assert (answer.status_code, "Kept words." in body) == (404, True)
    never = client.post(reverse(page, args=["never-was", number]), typed)
    assert (never.status_code, _plain(never.content.decode())) == (404, _plain(body))
    assert "Credit" not in body


def _plain(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def test_a_decider_places_what_they_accepted_and_sees_nothing_else_of_the_plan(
    stage: Stage,
) -> None:
    asked = stage.ask()
    dora, olga = signed_in(asked), signed_in(stage.olga)
    page = stage.url("place_submission", stage.hidden.number)
    assert dora.get(page).status_code == 404  # not accepted
    rows = type(stage.hidden).everywhere.filter(workshop=stage.workshop)
    rows.update(status="oral")
    talks = make_session(stage.workshop, kind="contributed", title="Morning talks")
    later = make_session(stage.workshop, kind="contributed", title="Later talks", hour=14)
    make_session(stage.workshop, kind="coffee", title="Coffee", hour=11)
    add_talks(talks, [stage.other.number], by=stage.olga, at=AT)
    shown = text(dora, page)
    assert "Morning talks" in shown
    assert "Coffee" not in shown
    assert "Plain title" not in shown
    plan = _plain(text(olga, stage.url("organize_schedule")))
    for session in (talks, later):
        seen = fields(dora.get(page), "seen")["seen"]
        assert dora.post(page, {"session": session.number, "seen": seen}).status_code == 302
        [talk] = stage.workshop.presentations.filter(submission=stage.hidden)
        assert talk.session == session
    assert _plain(text(olga, stage.url("organize_schedule"))) == plan
    for number in (stage.hidden.number, 999):
        assert olga.post(stage.url("place_submission", number)).status_code == 404
    assert dora.get(stage.url("place_submission", stage.other.number)).status_code == 404
    assert dora.post(page, {"session": 999}).status_code == 409
    seen = fields(dora.get(page), "seen")["seen"]
    assert dora.post(page, {"out": later.number, "seen": seen}).status_code == 302
    assert not stage.workshop.presentations.filter(submission=stage.hidden).exists()
