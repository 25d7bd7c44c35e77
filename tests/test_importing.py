"""A workshop file: loaded again it changes nothing, changed it changes that and no more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import make_submission, make_user
from small_file import FILE, change, everything, load, refusal

from submissions.status import Status
from workshop.dates import end_of_day
from workshop.models import Letter, Step


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(FILE)
    return path


def test_a_second_run_changes_no_row(db: None, file: Path) -> None:
    load(file)
    before = everything()
    load(file)
    assert everything() == before
    assert {label: len(rows) for label, rows in before.items() if rows} == {
        "schedule.Panelist": 2,
        "schedule.Presentation": 2,
        "schedule.Room": 1,
        "schedule.ScheduleVersion": 1,
        "schedule.Session": 3,
        "submissions.Author": 2,
        "submissions.Submission": 1,
        "workshop.Deadline": 1,
        "workshop.Entry": 1,
        "workshop.Page": 1,
        "workshop.Person": 3,
        "workshop.Spell": 1,
        "workshop.SubmissionKind": 2,
        "workshop.Topic": 2,
        "workshop.Workshop": 1,
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_others_may_still_write_rows_of_the_workshop_meanwhile(db: None, file: Path) -> None:
    load(file)
    with CaptureQueriesContext(connection) as found:
        load(file)
    locks = {query["sql"].partition(" FOR ")[2] for query in found if " FOR " in query["sql"]}
    assert locks == {"NO KEY UPDATE"}


def test_changed_facts_are_updated_in_their_rows_and_noted_once(db: None, file: Path) -> None:
    workshop = load(file)
    people = {person.name: person.pk for person in workshop.people.all()}
    change(file, 'affiliation = "North"', 'affiliation = "South"')
    change(file, 'title = "Large Things"', 'title = "Larger Things"')
    change(file, "day = 2020-06-15", "day = 2020-06-20")
    change(file, 'topics = ["Learning", "Memory"]', 'topics = ["Memory", "Sleep"]')
    workshop = load(file)
    assert {person.name: person.pk for person in workshop.people.all()} == people
    assert workshop.people.get(name="Ada Berg").affiliation == "South"
    assert [talk.title for talk in workshop.presentations.order_by("pk")] == ["Larger Things", ""]
    deadline = workshop.deadlines.get()
    assert deadline.closes_at == end_of_day(dt.date(2020, 6, 20))
    assert (deadline.was_closing_at, deadline.version) == (None, 2)
    assert [topic.name for topic in workshop.topics.all()] == ["Memory", "Sleep"]
    assert [entry.verb for entry in workshop.entries.all()] == ["loaded", "loaded"]
    assert [version.number for version in workshop.schedule_versions.all()] == [1, 2]
    assert Letter.everywhere.count() == 0


def test_a_session_that_moves_keeps_its_row(db: None, file: Path) -> None:
    before = {session.pk: session.number for session in load(file).sessions.all()}
    change(file, 'starts = "9:00"\nends = "9:30"', 'starts = "14:00"\nends = "14:30"')
    workshop = load(file)
    assert {session.pk: session.number for session in workshop.sessions.all()} == before
    invited = workshop.sessions.get(kind="invited")
    assert invited.starts_at == dt.datetime(2020, 7, 14, 12, 0, tzinfo=dt.UTC)


def test_what_the_file_no_longer_names_goes(db: None, file: Path) -> None:
    load(file)
    text = file.read_text()
    file.write_text(text[: text.index('[[day.session]]\nkind = "contributed"')])
    change(file, '[[person]]\nname = "Mia Dahl"\n', "")
    change(
        file, 'authors = ["Olu Cole", "Mia Dahl"]\npresenter = "Mia Dahl"', 'presenter = "Olu Cole"'
    )
    change(file, '[[kind]]\nname = "Long paper"\npages = 8\n', "")
    workshop = load(file)
    assert [person.name for person in workshop.people.all()] == ["Ada Berg", "Olu Cole"]
    assert [session.kind for session in workshop.sessions.all()] == ["invited"]
    assert [author.name for author in workshop.submissions.get().authors.all()] == ["Olu Cole"]
    assert [kind.name for kind in workshop.kinds.all()] == ["Short paper"]


def test_a_file_without_days_leaves_the_schedule_alone(db: None, file: Path) -> None:
    load(file)
    text = file.read_text()
    file.write_text(text[: text.index("[[day]]")])
    workshop = load(file)
    assert workshop.sessions.count() == 3
    assert workshop.schedule_versions.count() == 1


def test_a_panel_sits_in_the_order_of_the_file(db: None, file: Path) -> None:
    def panel() -> list[str]:
        return [str(seat) for seat in load(file).sessions.get(kind="panel").panelists.all()]

    assert panel() == ["Olu Cole", "Ada Berg"]
    change(file, '["Olu Cole", "Ada Berg"]', '["Ada Berg", "Olu Cole"]')
    assert panel() == ["Ada Berg", "Olu Cole"]


def test_a_call_whose_opening_nobody_remembers_has_opened(db: None, file: Path) -> None:
    deadline = load(file).deadlines.get(step=Step.SUBMIT)
    assert deadline.opens_at == deadline.closes_at
    assert deadline.has_opened(deadline.closes_at)
    assert not deadline.is_open(deadline.closes_at - dt.timedelta(days=1))


def test_a_call_that_says_when_it_opens_opens_then(db: None, file: Path) -> None:
    change(file, "day = 2020-06-15", "day = 2020-06-15\nopens = 2020-05-01")
    deadline = load(file).deadlines.get(step=Step.SUBMIT)
    assert deadline.opens_at == dt.datetime(2020, 5, 1, 12, 0, tzinfo=dt.UTC)
    assert deadline.is_open(deadline.closes_at - dt.timedelta(seconds=1))


def test_once_leaves_alone_what_the_same_file_made(db: None, file: Path) -> None:
    workshop = load(file)
    workshop.people.filter(name="Ada Berg").update(affiliation="East")
    assert load(file, once=True).people.get(name="Ada Berg").affiliation == "East"
    change(file, 'title = "Large Things"', 'title = "Larger Things"')
    assert load(file, once=True).people.get(name="Ada Berg").affiliation == "North"


def test_what_somebody_sent_is_never_written_over(db: None, file: Path) -> None:
    workshop = load(file)
    workshop.presentations.all().delete()
    workshop.submissions.all().delete()
    submission = make_submission(workshop, make_user())
    before = everything()
    assert refusal(file) == [
        "small.toml: submission[1].number: expected a number that nobody’s submission has, found 1",
        "Nothing was written.",
    ]
    assert everything() == before
    assert submission.status == Status.SUBMITTED


def test_a_kind_that_submissions_have_cannot_go(db: None, file: Path) -> None:
    workshop = load(file)
    long = workshop.kinds.get(name="Long paper")
    make_submission(workshop, make_user(), kind=long)
    change(file, '[[kind]]\nname = "Long paper"\npages = 8\n', "")
    before = everything()
    assert refusal(file) == [
        "small.toml: kind: expected Long paper to be here still, for the site uses it",
        "Nothing was written.",
    ]
    assert everything() == before
