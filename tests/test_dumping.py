"""A workshop as a file: what is written is what load_workshop reads, and it is public."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from factories import make_submission, make_user, make_workshop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schedule_factories import make_session, make_talk, publish_rows
from small_file import FILE, change, everything

from schedule.models import Session
from submissions.models import Consent, Submission
from submissions.status import Status
from workshop.exporting import as_text, clean
from workshop.management.commands.dump_workshop import dump
from workshop.management.commands.load_workshop import load, read
from workshop.models import Step, Workshop

YEAR_2018 = Path(site.BASE_DIR) / "workshop" / "data" / "credit-assignment-2018.toml"
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def dumped(slug: str) -> str:
    return dump(Workshop.objects.get(slug=slug), at=AT)[0]


def elsewhere(text: str, path: Path) -> str:
    """Loaded into a database without anything in it, and dumped from there."""
    path.write_text(text)
    with transaction.atomic():
        load(path, at=AT)
        again = dumped(tomllib.loads(text)["workshop"]["slug"])
        transaction.set_rollback(True)
    return again


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dumped.toml"


def test_the_workshop_of_2018_loaded_from_its_dump_is_the_same(db: None, path: Path) -> None:
    load(YEAR_2018, at=AT)
    before = everything()
    path.write_text(dumped("credit-assignment-2018"))
    assert str(load(path, at=AT)[1]) == "0 added, 0 changed, 0 removed"
    assert everything() == before
    assert read(path, AT) == read(YEAR_2018, AT)


@pytest.mark.parametrize("source", [YEAR_2018.read_text(), FILE], ids=["2018", "small"])
def test_a_dump_of_what_was_loaded_from_a_dump_is_the_same_text(
    db: None, source: str, path: Path
) -> None:
    first = elsewhere(source, path)
    assert Workshop.objects.count() == 0
    assert elsewhere(first, path) == first


def test_a_call_that_says_when_it_opens_and_every_deadline_come_back(db: None, path: Path) -> None:
    path.write_text(FILE)
    change(path, "day = 2020-06-15", "day = 2020-06-15\nopens = 2020-05-01")
    change(
        path,
        '[[speaker]]\nname = "Ada',
        '[[deadline]]\nstep = "notify"\nday = 2020-06-30\n\n[[speaker]]\nname = "Ada',
    )
    again = elsewhere(path.read_text(), path)
    assert tomllib.loads(again)["deadline"] == [
        {"step": "submit", "day": date(2020, 6, 15), "opens": date(2020, 5, 1)},
        {"step": "notify", "day": date(2020, 6, 30)},
    ]


def test_long_texts_are_folded_so_that_people_can_read_them(db: None) -> None:
    load(YEAR_2018, at=AT)
    text = dumped("credit-assignment-2018")
    assert YEAR_2018.read_text().count(text[text.index("call = ") : text.index("description = ")])
    lines = text.splitlines()
    assert max(len(line) for line in lines if line.endswith(" \\")) == 100


@pytest.fixture
def workshop(db: None) -> Workshop:
    """Of this site: its submissions were sent here, by people with addresses."""
    workshop = make_workshop("real", call="closed", at=AT)
    workshop.people.create(name="Ada Berg", affiliation="North", speaker_position=7)
    return workshop


def accepted(workshop: Workshop, status: str = Status.ORAL) -> Submission:
    author = make_user()
    return make_submission(
        workshop, author, status=status, authors=[author.email, f"co-{author.email}"]
    )


def post(submission: Submission) -> None:
    submission.consents.create(artefact=Consent.Artefact.PAGE, given_at=AT)


def test_only_what_is_public_of_sent_submissions_is_in_it(workshop: Workshop, path: Path) -> None:
    scheduled, posted, hidden = accepted(workshop), accepted(workshop, "poster"), accepted(workshop)
    for status in set(Status) - {Status.ORAL, Status.POSTER}:
        make_submission(workshop, status=status, title="Not accepted")
    post(posted)
    contributed = make_session(workshop, title="Contributed talks")
    make_talk(contributed, scheduled, slides_label="Slides to come")
    make_talk(make_session(workshop, Session.Kind.INVITED, hour=10), by="Ada Berg")
    publish_rows(workshop)
    make_talk(contributed, hidden, title="Not out yet")
    text = dumped("real")
    names = [[author.name for author in row.authors.all()] for row in (scheduled, posted)]
    file = tomllib.loads(text)
    assert file["submission"] == [
        {
            "number": row.number,
            "decision": row.status,
            "title": row.title,
            "kind": "Short paper",
            "presenter": authors[0],
            "authors": authors,
        }
        for row, authors in zip((scheduled, posted), names, strict=True)
    ]
    assert file["day"] == [
        {
            "date": workshop.first_day,
            "session": [
                {
                    "kind": "contributed",
                    "title": "Contributed talks",
                    "starts": "9:00",
                    "ends": "10:00",
                    "talk": [{"submission": 1, "slides": "Slides to come"}],
                },
                {
                    "kind": "invited",
                    "starts": "10:00",
                    "ends": "11:00",
                    "talk": [{"by": "Ada Berg"}],
                },
            ],
        }
    ]
    assert file["person"] == [{"name": name} for authors in names for name in authors]
    assert "@" not in text
    for secret in ("Not accepted", "Not out yet", hidden.title, "Example University"):
        assert secret not in text


def test_a_workshop_of_this_site_comes_back_elsewhere(workshop: Workshop, path: Path) -> None:
    one, two = accepted(workshop), accepted(workshop, "poster")
    workshop.pages.create(slug="venue", title="Venue", body="By *train*.\r\n\r\nOr by boat.")
    room = workshop.rooms.create(name="Hall")
    make_talk(make_session(workshop, room=room, minutes=45), one)
    make_talk(make_session(workshop, Session.Kind.POSTERS, hour=10.5, title="Posters"), two)
    make_talk(make_session(workshop, Session.Kind.INVITED, day=1), by="Olu Cole", title="On α")
    make_session(workshop, Session.Kind.LUNCH, hour=12)
    panel = make_session(workshop, Session.Kind.PANEL, hour=14, day=1)
    panel.panelists.create(person=workshop.people.get(name="Ada Berg"), position=1)
    publish_rows(workshop)
    text, left_out = dump(workshop, at=AT)
    assert left_out == []
    for model in ("presentations", "submissions", "people", "kinds"):
        getattr(workshop, model).all().delete()
    workshop.delete()
    assert elsewhere(text, path) == text


def test_what_a_file_cannot_say_is_left_out_and_named(workshop: Workshop) -> None:
    workshop.deadlines.filter(step=Step.SUBMIT).update(
        opens_at=None, closes_at=AT + timedelta(days=9)
    )
    make_session(workshop, Session.Kind.INVITED)
    make_session(workshop, title="Dinner", hour=20, minutes=300)
    make_session(workshop, title="Hike", day=5)
    make_session(workshop, Session.Kind.COFFEE, title="Coffee", hour=9.0125)
    publish_rows(workshop)
    text, left_out = dump(workshop, at=AT)
    assert left_out == [
        "the session “Invited talk”, which has no speaker",
        "the session “Dinner”, which ends on another day than it begins",
        "the session “Hike”, which is on none of the workshop’s days",
        "the deadline to submit, for nobody has said when the call opens",
    ]
    file = tomllib.loads(text)
    assert [session["title"] for day in file["day"] for session in day["session"]] == ["Coffee"]
    assert file["day"][0]["session"][0]["starts"].isoformat() == "09:00:45"
    assert "submit" not in [deadline["step"] for deadline in file["deadline"]]


def test_a_plan_that_is_not_out_is_not_in_it(workshop: Workshop) -> None:
    """Nor who would sit on its panel or be asked to speak. Who speaks is on the site anyway."""
    make_talk(make_session(workshop, Session.Kind.INVITED), by="Ada Berg")
    make_talk(make_session(workshop, Session.Kind.INVITED, hour=10), by="Olu Cole")
    panel = make_session(workshop, Session.Kind.PANEL, hour=14)
    person = workshop.people.create(name="Wei Zhang", affiliation="South")
    panel.panelists.create(person=person, position=1)
    file = tomllib.loads(dumped("real"))
    assert "day" not in file
    assert "person" not in file
    assert [row["name"] for row in file["speaker"]] == ["Ada Berg"]
    publish_rows(workshop)
    assert tomllib.loads(dumped("real"))["person"] == [
        {"name": "Olu Cole"},
        {"name": "Wei Zhang", "affiliation": "South"},
    ]


def test_the_command_writes_to_the_terminal_or_to_a_file(
    workshop: Workshop, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_session(workshop, Session.Kind.INVITED)
    publish_rows(workshop)
    call_command("dump_workshop", "real")
    said = capsys.readouterr()
    assert said.err == "Left out: the session “Invited talk”, which has no speaker.\n"
    call_command("dump_workshop", "real", to=path)
    assert path.read_text() == said.out
    assert capsys.readouterr().out == f"Real: written to {path}.\n"


def test_the_command_says_what_is_wrong(workshop: Workshop, path: Path) -> None:
    with pytest.raises(CommandError, match=r"^There is no workshop at /unreal/\.$"):
        call_command("dump_workshop", "unreal")
    workshop.kinds.update(page_limit=5000)
    with pytest.raises(CommandError) as refused:
        call_command("dump_workshop", "real", to=path)
    assert str(refused.value).splitlines() == [
        "This workshop cannot be said in a file:",
        "kind[1].pages: expected a whole number from 1 to 999, found 5000",
        "kind[2].pages: expected a whole number from 1 to 999, found 5000",
    ]
    assert not path.exists()


# Whatever can stand in a row; quotes, backslashes and line ends often.
LETTERS = st.one_of(
    st.sampled_from("\"'\\\n\r\t #[]=à\u2028\u0085\x07"),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
)
TEXTS = st.text(LETTERS, min_size=1, max_size=30).filter(clean)


@given(texts=st.lists(TEXTS, min_size=4, max_size=4), gap=st.sampled_from([" ", "  ", "\n"]))
def test_any_text_is_read_as_it_was_written(texts: list[str], gap: str) -> None:
    long = gap.join(texts * 5)
    values: dict[str, Any] = {
        "workshop": {"title": texts[0], "topics": texts, "call": long},
        "day": [{"session": [{"title": texts[1], "talk": [{"abstract": long}] * 2}]}],
        "page": [],
    }
    found = tomllib.loads(as_text(values))
    once = list(dict.fromkeys(map(clean, texts)))
    assert found == {
        "workshop": {"title": clean(texts[0]), "topics": once, "call": f"{clean(long)}\n"},
        "day": [
            {
                "session": [
                    {"title": clean(texts[1]), "talk": [{"abstract": f"{clean(long)}\n"}] * 2}
                ]
            }
        ],
    }


@given(texts=st.lists(TEXTS, min_size=3, max_size=3, unique_by=clean))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_people_have_typed_survives(
    db: None, new_file: Callable[[], Path], texts: list[str]
) -> None:
    one, two, three = texts
    with transaction.atomic():
        workshop = make_workshop("typed", call="closed", at=AT, title=one, description=two * 9)
        workshop.topics.create(name=two)
        workshop.people.create(name=three, affiliation=one)
        workshop.pages.create(slug="venue", title=two, body=" ".join(texts))
        make_talk(make_session(workshop, title=one), by=three, title=two, abstract=three)
        publish_rows(workshop)
        text = dumped("typed")
        file = new_file()
        file.write_text(text)
        ground, _, [block] = read(file, AT)
        assert (ground.facts["title"], ground.facts["description"]) == (clean(one), clean(two * 9))
        assert (block.title, block.talks[0].abstract) == (clean(one), clean(three))
        load(file, at=timezone.now())
        assert dumped("typed") == text
        transaction.set_rollback(True)


@pytest.fixture
def new_file(tmp_path: Path) -> Callable[[], Path]:
    return lambda: tmp_path / "typed.toml"
