"""What an outside decider does not see, and when none is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AT, make_submission, make_user
from outside import DORA, SECRET, Stage, make_stage, signed_in, text
from pytest_django import DjangoAssertNumQueries
from review_factories import bar

from schedule.readers.doors import Doors
from schedule.readers.facts import facts_of
from submissions import deciders, submit
from submissions.authorship import bar_authors
from submissions.models import Submission
from submissions.permissions import handlers_of
from submissions.status import Status
from workshop.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def test_nobody_takes_a_decider_away_by_naming_them(stage: Stage) -> None:
    dora = stage.ask()
    mallory = make_user("mallory@example.org")
    row = make_submission(stage.workshop, mallory, authors=[mallory.email, DORA], number=77)
    assert stage.workshop.barriers.filter(user=dora, number=77).exists()
    assert handlers_of(stage.hidden) == [dora]
    assert not deciders.is_wanted(stage.workshop, AT)
    # Who has sent something that stands is not outside.
    Submission.everywhere.filter(pk=row.pk).update(submitter=dora)
    assert handlers_of(stage.hidden) == []
    Submission.everywhere.filter(pk=row.pk).update(status=Status.WITHDRAWN)
    assert handlers_of(stage.hidden) == [dora]


def test_what_was_told_before_costs_a_step_of_an_organizer_nothing(stage: Stage) -> None:
    """Else its queries would count what no organizer handles."""

    def asked() -> int:
        deciders.tell(stage.workshop, AT)
        with CaptureQueriesContext(connection) as queries:
            deciders.tell(stage.workshop, AT)
        return len(queries)

    stage.ask()
    one = asked()
    for _ in range(3):
        row = make_submission(stage.workshop, stage.ada)
        bar(stage.olga, row)
        bar(stage.carl, row)
    assert asked() == one


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DESK_REJECTED])
def test_a_decider_reads_nothing_that_is_gone(stage: Stage, status: Status) -> None:
    client = signed_in(stage.ask())
    Submission.everywhere.filter(pk=stage.hidden.pk).update(status=status)
    assert SECRET not in text(client, stage.url("organize_submissions"))
    for name in ("organize_submission", "organize_reviews_of", "organize_decision"):
        assert client.get(stage.url(name, stage.hidden.number)).status_code == 404, name
    assert client.get(stage.url("organize_assignment")).status_code == 404


@pytest.mark.breaks_invariants
def test_after_the_release_the_committee_is_closed_to_a_decider(stage: Stage) -> None:
    client = signed_in(stage.ask())
    assert client.get(stage.url("organize_assignment")).status_code == 200
    Submission.everywhere.filter(pk=stage.hidden.pk).update(status=Status.REJECTED)
    assert client.get(stage.url("organize_assignment")).status_code == 404
    assert client.get(stage.url("organize_reviews_of", stage.hidden.number)).status_code == 200


@pytest.mark.breaks_invariants
def test_nobody_is_asked_for_where_nothing_is_left_to_decide(stage: Stage) -> None:
    def wanted(status: Status, at: datetime) -> bool:
        Submission.everywhere.filter(pk=stage.hidden.pk).update(status=status)
        return deciders.is_wanted(stage.workshop, at)

    over = AT + timedelta(days=400)
    after = (Status.ORAL, Status.REJECTED, Status.WITHDRAWN)
    assert [wanted(status, AT) for status in after] == [True, True, False]
    assert [wanted(status, over) for status in (Status.SUBMITTED, Status.ORAL)] == [True, False]


def test_it_is_asked_again_if_it_was_not_wanted_in_between(stage: Stage) -> None:
    deciders.tell(stage.workshop, AT)
    stage.workshop.conflicts.filter(user=stage.carl).delete()
    stage.workshop.barriers.filter(user=stage.carl).delete()
    for _ in range(2):
        deciders.tell(stage.workshop, AT)
    assert len(stage.letters(deciders.WANTED)) == 2
    assert not stage.workshop.entries.visible_to(stage.carl).filter(verb="settled").exists()
    bar(stage.carl, stage.hidden)
    for _ in range(2):
        deciders.tell(stage.workshop, AT)
    assert len(stage.letters(deciders.WANTED)) == 4


def test_who_handles_it_is_one_question(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dora = stage.ask()
    with django_assert_num_queries(1):
        assert handlers_of(stage.hidden) == [dora]


def test_an_authors_request_does_not_depend_on_who_may_decide(stage: Stage) -> None:
    """Nobody barred from it, everybody, somebody asked: the same number of queries."""

    def asked() -> int:
        row = Submission.everywhere.select_related("workshop").get(pk=stage.hidden.pk)
        with CaptureQueriesContext(connection) as queries:
            bar_authors(row, AT)
        return len(queries)

    wanted = asked()
    stage.ask()
    assert asked() == wanted
    stage.workshop.conflicts.all().delete()
    stage.workshop.barriers.filter(number=stage.hidden.number, reason="conflict").delete()
    assert asked() == wanted


@pytest.mark.breaks_invariants
def test_who_could_read_it_from_outside_is_told_by_the_same_rule(stage: Stage) -> None:
    """What they send keeps them away while it stands; withdrawn, it is nobody's."""
    dora, seen = User.objects.get(email=DORA), []
    facts: dict[str, Any] = {"by": dora}

    def look(at: datetime) -> None:
        reads = stage.workshop.submissions.organized_by(dora).filter(pk=stage.hidden.pk).exists()
        doors = Doors(stage.workshop, 1, facts_of(stage.workshop, 1))
        now = [one for one in doors.deciders.get(dora.pk, ()) if one[0] <= at < one[1]]
        seen.append((reads, bool(now)))

    times = [AT + timedelta(hours=n) for n in range(6)]
    look(times[0])
    deciders.invite(stage.workshop, email=DORA, name="", by=stage.olga, at=times[1])
    look(times[1])
    stage.workshop.deadlines.filter(step="submit").update(closes_at=times[-1])
    draft = make_submission(stage.workshop, dora, status=Status.DRAFT, number=60, paper=True)
    submit.submit(draft, **facts, at=times[2])
    look(times[2])
    draft.refresh_from_db()
    submit.withdraw(draft, version=draft.version, **facts, at=times[3])
    look(times[3])
    stage.hidden.refresh_from_db()
    version = stage.hidden.version
    submit.withdraw(stage.hidden, version=version, by=stage.ada, at=times[4])
    look(times[4])
    assert seen == [(is_, is_) for is_ in (False, True, False, True, False)]
