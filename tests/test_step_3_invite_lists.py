"""Step 3: lists of people as they come out of mail programs, spreadsheets and forms."""

from __future__ import annotations

from typing import Any

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import INVITE, as_one, paper
from django.test import Client
from factories import make_organizer
from review_factories import bar

from reviews.invitees import People, read
from workshop.models import Topic, User, Workshop

MEMORY = Topic(name="Memory")
ANN = ("ann@kth.example", "Ann Berg", None)


def found(text: str) -> list[tuple[str, str, int | None]]:
    people = read(text, [MEMORY])
    assert people.wrong == []
    return [(one.email, one.name, one.load) for one in people.invitees]


def wrong(text: str) -> list[str]:
    return [str(remark) for remark in read(text, [MEMORY]).wrong]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Berg, ann@kth.example",
        "Ann Berg,ann@kth.example,,",
        "ann@kth.example, Ann Berg",
        "Ann Berg; ann@kth.example",
        "Ann Berg\tANN@kth.example",
        "Ann Berg ann@kth.example",
        "- Ann Berg <ann@kth.example>,",
        "Ann Berg (ann@kth.example).",
        "ann@kth.example (Ann Berg)",
        '"Ann Berg" <mailto:ann@kth.example>',
        "Ann Berg: mailto:ann@kth.example",
    ],
)
def test_a_line_with_one_address_has_the_name_beside_it(line: str) -> None:
    assert found(line) == [ANN]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Li, Bo <bo@mit.example>", "Li, Bo"),
        ('"Li, Bo",bo@mit.example', "Li, Bo"),
        ("Li, Bo; bo@mit.example", "Li, Bo"),
        ('Bo "B" Li (MIT) <bo@mit.example>', 'Bo "B" Li (MIT)'),
        ("bo@mit.example Bo (B) Li", "Bo (B) Li"),
        ("<bo@mit.example>;", ""),
    ],
)
def test_a_name_is_kept_as_it_is_written(line: str, name: str) -> None:
    assert found(line) == [("bo@mit.example", name, None)]


def test_several_on_a_line_are_told_apart() -> None:
    line = 'Ann Berg <ann@kth.example>; "Li, Bo" <bo@mit.example>; Cy, cy@mit.example'
    assert [name for _, name, _ in found(line)] == ["Ann Berg", "Li, Bo", "Cy"]
    assert len(found("ann@kth.example bo@mit.example\tcy@mit.example")) == 3
    [sentence] = wrong("Ann <ann@kth.example> Bo <bo@mit.example>")
    assert "here is more than one address. Put each person on a line of their own." in sentence


def test_a_table_without_a_first_line_is_read_in_the_named_order() -> None:
    people = read("Ann Berg,ann@kth.example,memory,3\n,bo@mit.example,,4", [MEMORY])
    assert [(one.name, one.topics, one.load) for one in people.invitees] == [
        ("Ann Berg", (MEMORY,), 3),
        ("", (), 4),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ann,Berg,ann@kth.example", "it is not clear what is the name here."),
        ("ann@kth.example, Memory, 3", "it is not clear what is the name here."),
        ("ann@kth.example, Memory", "it is not clear what is the name here."),
        ("ann@kth.example 3", "it is not clear what is the name here."),
        ("Ann <ann@kth.example> KTH", "it is not clear what is the name here."),
        ("Ann Berg, ann@kth.example, KTH", "“KTH” is no topic of this workshop."),
        ("Ann Berg, ann@kth", "this is not a whole address. Write ann@university.edu"),
    ],
)
def test_what_is_not_clear_is_asked_and_not_guessed(line: str, said: str) -> None:
    [sentence] = wrong(f"bo@mit.example\n{line}\ncy@mit.example")
    assert sentence.startswith(f"Line 2, “{line}”: {said}")


@pytest.mark.parametrize(
    "first",
    [
        "Name,Email address (work)",
        "Your name,Your email",
        "Name,What is your e-mail?",
        "Name,E-MAIL",
        "Name,Address",
    ],
)
def test_a_first_line_that_says_mail_names_the_columns(first: str) -> None:
    assert found(f"{first}\nAnn Berg,ann@kth.example") == [ANN]


def test_of_two_columns_of_a_kind_one_is_read_and_the_other_said() -> None:
    text = "Address,Name,Mail sent,Email,Email 2\n1 Road,Ann Berg,yes,ann@kth.example,a@b.example"
    people: People = read(text, [])
    assert [(one.email, one.name) for one in people.invitees] == [ANN[:2]]
    assert people.unused == ["Address", "Mail sent", "Email 2"]


@pytest.mark.parametrize(
    "table",
    [
        'Email,Name\nann@kth.example,"Ann Berg\nbo@mit.example,Bo\ncy@mit.example,Cy',
        'Name,Email\n"Ann Berg,ann@kth.example\nBo,bo@mit.example',
        'Email,Name\nann@kth.example,"Ann\nbo@mit.example,"Bo"',
    ],
)
def test_a_quote_that_is_not_closed_takes_nobody_away_without_a_word(table: str) -> None:
    [sentence] = wrong(table)
    assert sentence.startswith("Line 2, ")
    assert sentence.endswith("a quote is opened here and not closed. Close it, or take it out.")


def test_a_cell_in_quotes_may_have_several_lines() -> None:
    both = 'Email,Name\n"ann@kth.example\nbo@mit.example",Ann'
    assert "Line 2" in wrong(both)[0]
    assert "here is more than one address." in wrong(both)[0]
    table = 'Name,Email,Affiliation\nAnn Berg,ann@kth.example,"KTH\nStockholm"\n\nBo,bo@mit'
    people = read(table, [])
    assert [one.email for one in people.invitees] == ["ann@kth.example"]
    assert people.affiliations == {"ann@kth.example": "KTH Stockholm"}
    assert [remark.line for remark in people.wrong] == [5]


# ---- on the page


def look(user: User, text: str) -> Any:
    return as_one(user).post(INVITE, {"addresses": text, "load": "4", "act": "look"})


@pytest.mark.django_db
def test_a_table_that_cannot_be_read_is_told_how_to_begin(workshop: Workshop, olga: User) -> None:
    page = look(olga, "Nom,Courriel\nAnn,Berg,ann@kth.example").content.decode()
    assert "Without a first line that names its columns, one of them Email" in page
    assert "Without a first line" not in look(olga, "ann@").content.decode()
    alone = look(olga, "Name,Email\n").content.decode()
    assert "The first line names columns, and nobody stands below it." in alone


@pytest.mark.django_db
def test_names_are_shown_before_a_letter_leaves(browser: Client, workshop: Workshop) -> None:
    data = {"addresses": "Ann Berg, ann@kth.example", "load": "4", "act": "look"}
    page = browser.post(INVITE, data).content.decode()
    assert '<span class="title">Ann Berg</span> <small>ann@kth.example</small>' in page


@pytest.mark.django_db
def test_an_affiliation_tells_of_conflicts_and_is_not_kept(workshop: Workshop, olga: User) -> None:
    carl = make_organizer(workshop, "carl@far.example", "Carl")
    named, hidden, by_address = (paper(workshop, authors=[f"{n}@x{n}.example"]) for n in "abc")
    for row in (named, hidden):
        row.authors.update(affiliation="Northern University, Oslo")
    by_address.authors.update(email="c@kth.example")
    bar(carl, hidden)
    text = "Email,Institution\nann@kth.example,northern university\nbo@one.example,\n"

    def known(user: User) -> list[tuple[str, list[int]]]:
        page = look(user, text)
        assert "Affiliations are compared with those of the authors, and not kept." in (
            page.content.decode()
        )
        return [(line.known.institution, line.known.colleague_of) for line in page.context["lines"]]

    both = "northern university or kth.example"
    assert known(olga) == [(both, [named.number, hidden.number, by_address.number]), ("", [])]
    assert known(carl) == [(both, [named.number, by_address.number]), ("", [])]
