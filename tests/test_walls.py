"""Workshops are walls: no row names a row of another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from factories import make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review
from schedule_factories import make_session, make_talk

from reviews.models import Conflict
from schedule.models import Session
from submissions.models import Release, Submission
from workshop.management import invariants
from workshop.models import Workshop
from workshop.walls import Pair, Wall, all_models, is_inside, keys_inside, pairs, parent_name, ties

pytestmark = pytest.mark.django_db

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has composite keys"
)
OURS = {"workshop", "submissions", "reviews", "schedule"}


@on_postgres
def test_every_pair_has_its_composite_key() -> None:
    found = dict(_constraints("f"))
    wanted = {
        pair.name: (
            f"FOREIGN KEY (workshop_id, {pair.key.column}) REFERENCES "
            f"{pair.parent._meta.db_table}(workshop_id, id) DEFERRABLE INITIALLY DEFERRED"
        )
        for pair in pairs()
    }
    assert len(wanted) >= 9
    assert {name: found.get(name) for name in wanted} == wanted
    uniques = dict(_constraints("u"))
    for pair in pairs():
        assert uniques[parent_name(pair.parent)] == "UNIQUE (workshop_id, id)"


def _constraints(kind: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = %s",
            [kind],
        )
        yield from cursor.fetchall()


def test_every_row_of_ours_is_in_a_workshop_or_on_purpose_in_none() -> None:
    """A model says its workshop, or hangs on a row that does: there is no third kind of table."""
    adrift = {
        model.__name__
        for model in all_models()
        if model._meta.app_label in OURS and not is_inside(model) and not keys_inside(model)
    }
    assert adrift == {"Workshop", "User"}


@pytest.fixture
def rows() -> dict[type[models.Model], models.Model]:
    """One row of each model that has a pair, all of them of one workshop."""
    workshop = make_workshop()
    submission = make_submission(workshop)
    assignment = assign(submission, make_user())
    session = make_session(workshop, room=workshop.rooms.create(name="Hall"))
    at = timezone.now()
    made = [
        submission,
        assignment,
        make_review(assignment),
        workshop.decisions.create(submission=submission, decided_at=at),
        _conflict(submission),
        workshop.bids.create(user=make_user(), submission=submission, value=3, placed_at=at),
        workshop.paper_texts.create(submission=submission, extracted_at=at),
        session,
        make_talk(session, submission),
    ]
    return {type(row): row for row in made}


def _conflict(submission: Submission) -> Conflict:
    bar(make_user(), submission)
    return submission.workshop.conflicts.get()


def _elsewhere(pair: Pair) -> models.Model:
    """A row like the one that is named, of another workshop."""
    workshop = make_workshop()
    submission = make_submission(workshop)
    named: dict[str, models.Model] = {
        "SubmissionKind": workshop.kinds.get(position=1),
        "Submission": submission,
        "Assignment": assign(submission, make_user()),
        "Room": workshop.rooms.create(name="Hall"),
        "Session": make_session(workshop),
        "Person": workshop.people.create(name="Speaker"),
    }
    return named[pair.parent.__name__]


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_a_row_across_the_wall_is_refused_and_without_walls_is_found(
    pair: Pair, rows: dict[type[models.Model], models.Model]
) -> None:
    row = rows[pair.child]
    with transaction.atomic():
        across = transaction.savepoint()
        setattr(row, pair.key.name, _elsewhere(pair))
        row.save()
        if connection.vendor == "postgresql":
            with pytest.raises(IntegrityError, match=pair.name):
                connection.check_constraints()
        else:
            assert dict(invariants.broken())[invariants.WALLS] == [row]
        transaction.savepoint_rollback(across)


@on_postgres
def test_what_belongs_to_no_room_any_more_stays_on_the_schedule(
    rows: dict[type[models.Model], models.Model],
) -> None:
    """Removing what a row may do without empties the one column, not its workshop."""
    session = rows[Session]
    assert isinstance(session, Session)
    assert session.room is not None
    session.room.delete()
    connection.check_constraints()
    session.refresh_from_db()
    assert session.room is None


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("tie", ties(), ids=str)
def test_what_no_key_can_hold_is_found(tie: object) -> None:
    assert str(tie) in TIED
    here, there = make_workshop(), make_workshop()
    TIED[str(tie)](here, there)
    assert [sentence for sentence, _ in invariants.broken()] == [invariants.TIES]


def _release(workshop: Workshop) -> Release:
    return workshop.releases.create(number=1, kind="decisions", at=timezone.now())


def _topics(submission: Submission, there: Workshop) -> None:
    submission.topics.add(there.topics.get(position=1))


REVIEW: dict[str, Any] = {"label": 1, "text": "Sound.", "rating": 4, "confidence": 2}
TIED: dict[str, Callable[[Workshop, Workshop], object]] = {
    "Submission_topics.submission, .topic": lambda here, there: _topics(
        make_submission(here), there
    ),
    "Author.submission, .person": lambda here, there: make_submission(here).authors.update(
        person=there.people.create(name="Speaker")
    ),
    "ReleasedDecision.release, .submission": lambda here, there: make_submission(
        here, status="withdrawn"
    ).released_decisions.create(release=_release(there), outcome="poster"),
    "ReleasedReview.release, .submission": lambda here, there: make_submission(
        here
    ).released_reviews.create(release=_release(there), **REVIEW),
    "Invitation_topics.invitation, .topic": lambda here, there: here.invitations.create(
        email="a@example.org", invited_at=timezone.now()
    ).topics.add(there.topics.get(position=1)),
    "ReviewerProfile_topics.reviewerprofile, .topic": lambda here, there: (
        here.reviewer_profiles.create(user=make_user()).topics.add(there.topics.get(position=1))
    ),
    "Panelist.session, .person": lambda here, there: make_session(here).panelists.create(
        person=there.people.create(name="Speaker"), position=1
    ),
}


@on_postgres
def test_a_wall_can_be_taken_down_and_put_up_again() -> None:
    wall, name = Wall("Review", "assignment"), "reviews_review_assignment_id_wall"
    state = MigrationExecutor(connection).loader.project_state()
    with connection.schema_editor() as editor:
        wall.database_backwards("reviews", editor, state, state)
        assert name not in dict(_constraints("f"))
        wall.database_forwards("reviews", editor, state, state)
    assert name in dict(_constraints("f"))


@pytest.mark.django_db(transaction=True)
def test_all_rows_can_be_thrown_away_at_once(
    rows: dict[type[models.Model], models.Model],
) -> None:
    call_command("flush", interactive=False, verbosity=0, stdout=StringIO())
    assert Workshop.objects.count() == 0
