"""Publications in what other programs write: Zotero, DBLP's search, single papers, JSON lines."""

from __future__ import annotations

import json

import pytest

from reviews.publications.publication import Publication
from reviews.publications.reading import read


def only(data: object) -> Publication:
    found = read(data if isinstance(data, str) else json.dumps(data))
    assert found.problems == []
    [one] = found.publications
    return one


# ---- BibTeX


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"T" # " two"', "T two"),
        ("{Trees} # { and } # oaks", "Trees and Oaks"),
        ('"A {\\"U}ber # b" # {"}', 'A Über # b"'),
        ("trees", "trees"),
        ("{x = y} # {, z}", "x = y, z"),
        ("{a} {b}", "a b"),
    ],
)
def test_pieces_of_a_value_are_joined(value: str, title: str) -> None:
    text = f'@string{{oak = "Oak"}}\n@string{{oaks = oak # {{s}}}}\n@misc{{a, title = {value}}}'
    assert only(text).title == title


@pytest.mark.parametrize(
    ("entry", "line", "name"),
    [
        ("title={X y} year={2020}", 1, "year"),
        ('title="X y"\n  year=2020, journal=j', 2, "year"),
        ("year = 2020 title = {X}", 1, "title"),
        ("author={A B},\n title={X} # {y}\n\n journal = {J}", 4, "journal"),
    ],
)
def test_where_a_comma_is_missing_is_said_with_its_line(entry: str, line: int, name: str) -> None:
    found = read(f"@misc{{a, {entry}}}\n@misc{{b, title={{Second}}}}")
    assert [one.title for one in found.publications] == ["Second"]
    assert found.problems == [f"Entry 1 (line {line}) has no comma before “{name}”."]


def test_an_address_of_the_web_without_braces_lacks_no_comma() -> None:
    assert only("@misc{a, title={T}, url = http://a.example/?b=c}").title == "T"


# ---- CSL-JSON

CSL = {
    "id": "x",
    "type": "article-journal",
    "title": "On <i>Trees</i>",
    "author": [
        {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
        {"literal": "The Foresters"},
    ],
    "issued": {"date-parts": [["2017", 3]]},
    "container-title": "J. Wood",
    "abstract": "<jats:p>They grow.</jats:p>",
}
TREES = Publication(
    "On Trees", "They grow.", 2017, ("Anna van der Berg", "The Foresters"), "J. Wood", "CSL-JSON"
)


@pytest.mark.parametrize(
    "data",
    [
        [CSL],
        CSL,
        {"items": [CSL]},
        {"message": {**CSL, "title": ["On Trees"], "container-title": ["J. Wood"]}},
        [{**CSL, "issued": {"raw": "2017-03"}}],
        [{**CSL, "issued": {"literal": "2017"}}],
    ],
)
def test_csl_json_keeps_authors_and_years(data: object) -> None:
    assert only(data) == TREES


def test_json_of_unknown_kind_is_refused_and_not_read_in_part() -> None:
    found = read(json.dumps([{"title": "T", "writers": ["Ann"], "published": 2017}]))
    assert found.publications == []
    assert "This JSON is neither CSL-JSON nor an export from ORCID" in found.summary


# ---- DBLP's search

HIT = {
    "authors": {"author": [{"@pid": "1", "text": "A. Namesake 0002"}, {"text": "Bo &amp; Co"}]},
    "title": "Trees &amp; Woods.",
    "venue": ["J. Wood"],
    "year": "2018",
}
FROM_DBLP = Publication("Trees & Woods", "", 2018, ("A. Namesake", "Bo & Co"), "J. Wood", "DBLP")


def test_what_a_search_in_dblp_finds_is_read() -> None:
    assert only({"result": {"hits": {"@total": "1", "hit": [{"info": HIT}]}}}) == FROM_DBLP
    alone = {**HIT, "authors": {"author": {"text": "Ann Oak"}}}
    assert only({"result": {"hits": {"hit": [{"info": alone}]}}}).authors == ("Ann Oak",)
    xml = (
        '<?xml version="1.0"?><result><query>x</query><hits total="1"><hit score="1"><info>'
        '<authors><author pid="1">A. Namesake 0002</author><author>Bo &amp; Co</author></authors>'
        "<title>Trees &amp; Woods.</title><venue>J. Wood</venue><year>2018</year></info></hit>"
        "</hits></result>"
    )
    assert only(xml) == FROM_DBLP


# ---- single papers, and one on a line

PAPER = {"paperId": "1", "title": "Trees", "year": 2017.0, "authors": [{"name": "Ann Oak"}]}
NOTE = {"id": "a", "content": {"title": {"value": "Trees"}, "authors": {"value": ["Ann Oak"]}}}


@pytest.mark.parametrize("data", [PAPER, [{"authorId": "1", "papers": [PAPER]}]])
def test_a_single_paper_and_a_list_of_authors_are_read(data: object) -> None:
    assert only(data) == Publication("Trees", "", 2017, ("Ann Oak",), "", "Semantic Scholar")


def test_a_note_alone_and_notes_on_lines_are_read() -> None:
    assert only(NOTE) == Publication("Trees", "", None, ("Ann Oak",), "", "OpenReview")
    other = {**NOTE, "content": {"title": "Leaf\u2028fall"}}
    lines = f"{json.dumps(NOTE)}\r\n\n{json.dumps(other, ensure_ascii=False)}\n"
    assert [one.title for one in read(lines).publications] == ["Trees", "Leaf fall"]
    assert "broken at line 2, column 1" in read(f"{json.dumps(NOTE)}\n{{").summary
