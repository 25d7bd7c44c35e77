"""A workshop file that is wrong: what is said about it, and that nothing of it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_file import FILE, change, everything, load, refusal

from workshop.models import Entry, Workshop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(FILE)
    return path


MISTAKES = [
    (
        'slug = "small-2020"',
        'slug = "Small_2020"',
        (
            "workshop.slug: expected small letters, digits and hyphens, as in vision-2027, "
            'found "Small_2020"'
        ),
    ),
    (
        'slug = "small-2020"',
        'slug = "account"',
        (
            "workshop.slug: expected small letters, digits and hyphens, as in vision-2027, "
            'found "account"'
        ),
    ),
    (
        'title = "Small"\n',
        "",
        "workshop.title: expected a text of at most 200 characters, found nothing",
    ),
    (
        'title = "Small"\n',
        'title = ""\n',
        'workshop.title: expected a text of at most 200 characters, found ""',
    ),
    (
        'title = "Small"\n',
        'title = "Sm\\u0000all"\n',
        'workshop.title: expected a text of at most 200 characters, found "Sm\x00all"',
    ),
    (
        'zone = "Europe/Stockholm"',
        'zone = "CEST"',
        'workshop.zone: expected a time zone by its place, as in Europe/Stockholm, found "CEST"',
    ),
    (
        "last_day = 2020-07-15",
        "last_day = 2020-07-13",
        "workshop.last_day: expected 2020-07-14 or a later day, found 2020-07-13",
    ),
    (
        "first_day = 2020-07-14",
        'first_day = "14 July"',
        'workshop.first_day: expected a day such as 2027-06-15, without quotes, found "14 July"',
    ),
    (
        'call = "Write to us."',
        'call = "Write."\nreview = "double-blind"',
        'workshop.review: expected single-blind, found "double-blind"',
    ),
    (
        'call = "Write to us."',
        'call = "Write."\nink = "red"',
        (
            "workshop.ink: expected one of verdigris, cornflower, plum, madder, ochre, moss, "
            'petrol, graphite, found "red"'
        ),
    ),
    (
        'call = "Write to us."',
        'call = "Write."\ncontact = "us"',
        'workshop.contact: expected an address such as name@example.org, found "us"',
    ),
    (
        'call = "Write to us."',
        'call = "Write."\npublished_work_welcome = "yes"',
        'workshop.published_work_welcome: expected true or false, found "yes"',
    ),
    (
        '["Learning", "Memory"]',
        '["Learning", "Learning"]',
        'workshop.topics[2]: expected each text once, found "Learning"',
    ),
    (
        '["Learning", "Memory"]',
        '"Learning"',
        'workshop.topics: expected a list of texts such as ["One", "Another"], found "Learning"',
    ),
    ("pages = 4", "pages = 0", "kind[1].pages: expected a whole number from 1 to 999, found 0"),
    (
        "pages = 4",
        "pages = true",
        "kind[1].pages: expected a whole number from 1 to 999, found true",
    ),
    (
        'name = "Long paper"',
        'name = "Short paper"',
        'kind[2].name: expected each name once, found "Short paper"',
    ),
    (
        'step = "submit"',
        'step = "call"',
        (
            "deadline[1].step: expected one of submit, assign, review, decide, notify, "
            'camera-ready, post, plan, publish, found "call"'
        ),
    ),
    (
        "day = 2020-06-15",
        "day = 2020-06-15\nopens = 2020-06-16",
        "deadline[1].opens: expected 2020-06-15 or an earlier day, found 2020-06-16",
    ),
    (
        "day = 2020-06-15",
        "day = 2099-06-15",
        (
            "deadline[1].opens: expected the day on which the call opens, for the deadline is"
            " still to come, found nothing"
        ),
    ),
    (
        'homepage = "https://example.org/olu"',
        'homepage = "javascript:alert(1)"',
        (
            "speaker[2].homepage: expected an address such as https://example.org/, found "
            '"javascript:alert(1)"'
        ),
    ),
    (
        '[[organizer]]\nname = "Ada Berg"',
        '[[organizer]]\nname = "Ada Berg"\naffiliation = "West"',
        'organizer[1].affiliation: expected "North", as said before of Ada Berg, found "West"',
    ),
    (
        "number = 1\n",
        "",
        "submission[1].number: expected a whole number from 1 to 9999, found nothing",
    ),
    (
        'decision = "oral"',
        'decision = "reject"',
        'submission[1].decision: expected one of oral, poster, found "reject"',
    ),
    (
        'kind = "Short paper"',
        'kind = "Poster"',
        'submission[1].kind: expected one of Short paper, Long paper, found "Poster"',
    ),
    (
        'presenter = "Mia Dahl"',
        'presenter = "Ada Berg"',
        'submission[1].presenter: expected one of the authors, found "Ada Berg"',
    ),
    (
        "date = 2020-07-14",
        "date = 2020-07-16",
        ("day[1].date: expected a day of the workshop, 2020-07-14 to 2020-07-15, found 2020-07-16"),
    ),
    (
        'starts = "9:00"',
        'starts = "9am"',
        'day[1].session[1].starts: expected a time such as "14:00", found "9am"',
    ),
    (
        'starts = "10:00"',
        'starts = "25:00"',
        'day[1].session[3].starts: expected a time such as "14:00", found "25:00"',
    ),
    (
        'ends = "11:00"',
        'ends = "9:00"',
        'day[1].session[3].ends: expected a time after 10:00, found "9:00"',
    ),
    (
        'by = "Ada Berg"',
        'by = "Ada Breg"',
        (
            "day[1].session[1].talk[1].by: expected a name from [[speaker]], [[organizer]] or"
            " [[person]] (the nearest is Ada Berg), found Ada Breg"
        ),
    ),
    (
        'panelists = ["Olu Cole", "Ada Berg"]',
        'panelists = ["Olu Cole", "Zoe"]',
        (
            "day[1].session[3].panelists[2]: expected a name from [[speaker]], [[organizer]] "
            "or [[person]], found Zoe"
        ),
    ),
    (
        "[[day.session.talk]]\nsubmission = 1",
        "[[day.session.talk]]\nsubmission = 2",
        "day[1].session[2].talk[1].submission: expected the number of a [[submission]], found 2",
    ),
    (
        "[[day.session.talk]]\nsubmission = 1",
        '[[day.session.talk]]\nsubmission = 1\nby = "Ada Berg"',
        "day[1].session[2].talk[1].by: no such key; the keys here are submission, slides",
    ),
    (
        'kind = "panel"',
        'kind = "lunch"',
        (
            "day[1].session[3].panelists: no such key; the keys here are kind, starts, ends, "
            "title, room"
        ),
    ),
    (
        'kind = "panel"',
        'kind = "invited"',
        (
            "day[1].session[3].talk: expected a [[day.session.talk]] that says by whom the "
            "talk is, found nothing"
        ),
    ),
    (
        'body = "By train."',
        'text = "By train."',
        "page[1].text: no such key; the keys here are slug, title, body",
    ),
    (
        "[[page]]",
        "[[pages]]",
        (
            "pages: no such key; the keys here are workshop, kind, deadline, speaker, "
            "organizer, person, page, submission, day"
        ),
    ),
    ("[[page]]", "[page]", "page: expected tables [[page]], found a table"),
    (
        '["Learning", "Memory"]',
        '["Learning", " Learning"]',
        'workshop.topics[2]: expected each text once, found " Learning"',
    ),
    (
        'name = "Long paper"',
        'name = "Short paper "',
        'kind[2].name: expected each name once, found "Short paper "',
    ),
    (
        'name = "Olu Cole"\nhome',
        'name = "Ada Berg "\nhome',
        'speaker[2].name: expected each name once, found "Ada Berg "',
    ),
    (
        "[[page]]",
        '[[page]]\nslug = " getting-there"\ntitle = "Again"\nbody = "So."\n\n[[page]]',
        'page[2].slug: expected each slug once, found "getting-there"',
    ),
    (
        'panelists = ["Olu Cole", "Ada Berg"]',
        'panelists = ["Olu Cole", "Olu Cole "]',
        'day[1].session[3].panelists[2]: expected each text once, found "Olu Cole "',
    ),
    (
        'ends = "11:00"',
        'ends = "00:00"',
        'day[1].session[3].ends: expected a time after 10:00, found "00:00"',
    ),
    (
        "day = 2020-06-15",
        "day = 9999-12-31",
        "deadline[1].day: expected a day between the years 1970 and 2100, found 9999-12-31",
    ),
    (
        "last_day = 2020-07-15",
        "last_day = 9999-12-31",
        "workshop.last_day: expected a day between the years 1970 and 2100, found 9999-12-31",
    ),
    (
        "pages = 4",
        f"pages = 0x{'f' * 6000}",
        "kind[1].pages: expected a whole number from 1 to 999, found a huge number",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), MISTAKES, ids=[m[2].split(":")[0] for m in MISTAKES]
)
def test_a_mistake_is_answered_with_its_place_and_nothing_is_written(
    db: None, file: Path, old: str, new: str, expected: str
) -> None:
    change(file, old, new)
    lines = refusal(file)
    assert f"small.toml: {expected}" in lines
    assert lines[-1] == "Nothing was written."
    assert Workshop.objects.count() == Entry.everywhere.count() == 0


def test_all_mistakes_are_said_at_once(db: None, file: Path) -> None:
    change(file, "pages = 4", "pages = 0")
    change(file, 'starts = "9:00"', 'starts = "9am"')
    change(file, 'body = "By train."', "")
    assert refusal(file) == [
        "small.toml: kind[1].pages: expected a whole number from 1 to 999, found 0",
        "small.toml: page[1].body: expected a text, found nothing",
        'small.toml: day[1].session[1].starts: expected a time such as "14:00", found "9am"',
        "Nothing was written.",
    ]


def test_a_file_with_a_mistake_leaves_a_loaded_workshop_as_it_was(db: None, file: Path) -> None:
    load(file)
    before = everything()
    change(file, 'title = "Small"\n', 'title = "Smaller"\n')
    change(file, 'starts = "10:00"', 'starts = "25:00"')
    refusal(file)
    assert everything() == before


def test_what_is_no_toml_is_answered_with_line_and_column(db: None, file: Path) -> None:
    file.write_text('[workshop]\ntitle = "Small\n')
    assert refusal(file) == [
        "small.toml: expected TOML: Illegal character '\\n' (at line 2, column 15)",
        "Nothing was written.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"a = {'[' * 5000}{']' * 5000}", "lists and tables that are not so deep in each other"),
        (f"a = {'9' * 5000}", "TOML: Exceeds the limit"),
    ],
)
def test_what_is_too_much_for_the_parser_is_a_mistake_too(
    db: None, file: Path, text: str, said: str
) -> None:
    file.write_text(text)
    first, last = refusal(file)
    assert first.startswith(f"small.toml: expected {said}")
    assert last == "Nothing was written."


def test_a_file_that_is_not_there_is_said_to_be_missing(db: None, tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.toml") == [
        "none.toml: expected a file that can be read (No such file or directory)",
        "Nothing was written.",
    ]


def test_an_empty_file_lacks_the_workshop(db: None, file: Path) -> None:
    file.write_text("")
    assert refusal(file)[0] == "small.toml: workshop: expected a table [workshop], found nothing"
