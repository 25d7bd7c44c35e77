"""Publications out of anything: whatever is sent, they or a sentence; and what is well-formed comes
out as it went in, in any order and encoding. And none of it takes long."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.publications import bibtex
from reviews.publications.publication import NAMES, TITLE, YEARS, Publication
from reviews.publications.reading import BYTES, read

Writer = Callable[[list[Publication]], str]
# What the formats are made of, in any order.
TOKENS = (
    '@article{ @string{ @misc @comment{ x= title= author= { } " , # = \\ \\" \' { {\\"u} and $ % '
    "<dblp> <dblpperson> <article> </article> <title> </title> &ouml; &#0; & <!ENTITY <!DOCTYPE "
    "<?xml "
    '[ ] "title": "paperId": "notes": "content": {"value": "group": "work-summary": null 1e999 -1 '
    "2019 \\u0000 \\ud800 \n \x00 \ufeff é 漢 \u0301 @ < {} []"
).split(" ")
MADE = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
BEGUN = st.tuples(
    st.sampled_from(["@misc{a, title={T}, ", "<dblp><article>", '{"notes": [', "[{", ""]), MADE
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "title content notes value group groups works work-summary bulk work authors name "
                "data papers paperId year cdate venue contributors contributor credit-name "
                "journal".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200) | BEGUN | JSON.map(json.dumps))
def test_anything_gives_publications_or_a_sentence(data: bytes | str) -> None:
    found = read(data)
    assert found.publications or not found.read
    assert found.summary or not found.found
    assert found.read <= found.found
    for one in found.publications:
        assert 0 < len(one.title) <= TITLE
        assert one.year is None or one.year in YEARS
        assert len(one.authors) <= NAMES
        assert all(one.authors)
        f"{one}".encode()  # what no database takes is gone


# ---- what is well-formed

WORD = st.text("abcdefgzéüøñšÅÇ", min_size=2, max_size=6)
WRITTEN = st.lists(
    st.builds(
        Publication,
        title=st.lists(WORD, min_size=1, max_size=4).map(" ".join),
        year=st.none() | st.integers(1950, 2030),
        authors=st.lists(st.tuples(WORD, WORD).map(" ".join), max_size=3).map(tuple),
        venue=st.just("") | WORD,
    ),
    max_size=6,
    unique_by=lambda one: "".join(one.title.split()).casefold(),
)


def _bibtex(written: list[Publication]) -> str:
    return "\n".join(
        f"@article{{key{n}, title = {{{one.title}}}, author = {{{' and '.join(one.authors)}}},"
        f" journal = {{{one.venue}}}{f', year = {one.year}' if one.year else ''}, month = jan}}"
        for n, one in enumerate(written)
    )


def _dblp(written: list[Publication]) -> str:
    rows = (
        f'<r><article key="k{n}">{"".join(f"<author>{a}</author>" for a in one.authors)}'
        f"<title>{escape(one.title)}.</title>"
        f"{f'<year>{one.year}</year>' if one.year else ''}"
        f"<journal>{one.venue}</journal></article></r>"
        for n, one in enumerate(written)
    )
    return f'<?xml version="1.0"?><dblpperson name="x">{"".join(rows)}</dblpperson>'


def _orcid(written: list[Publication]) -> str:
    rows = [
        {
            "title": {"title": {"value": one.title}, "subtitle": None},
            "publication-date": {"year": {"value": str(one.year)}} if one.year else None,
            "journal-title": {"value": one.venue} if one.venue else None,
            "contributors": {"contributor": [{"credit-name": {"value": a}} for a in one.authors]},
        }
        for one in written
    ]
    groups = [{"work-summary": [row]} for row in rows]
    return json.dumps({"path": "/0000/works", "group": groups}, ensure_ascii=False)


def _semantic_scholar(written: list[Publication]) -> str:
    rows = [
        {
            "paperId": "a",
            "title": one.title,
            "abstract": None,
            "year": one.year,
            "venue": one.venue,
            "authors": [{"authorId": None, "name": author} for author in one.authors],
        }
        for one in written
    ]
    return json.dumps({"offset": 0, "data": [*rows, None]}, ensure_ascii=False)


def _openreview(written: list[Publication]) -> str:
    rows = [
        {
            "pdate": (one.year - 1970) * 31_556_952_000 + 10**10 if one.year else None,
            "content": {
                "title": {"value": one.title},
                "authors": {"value": list(one.authors)},
                "venue": {"value": one.venue},
            },
        }
        for one in written
    ]
    review = {"replyto": "x", "content": {"title": {"value": "Official Review"}}}
    return json.dumps({"notes": [*rows, review]}, ensure_ascii=False)


WRITERS = [_bibtex, _dblp, _orcid, _semantic_scholar, _openreview]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-with-mark"]


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-16-be-with-mark":
        return b"\xfe\xff" + text.encode("utf-16-be")
    return text.encode(encoding)


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=15, deadline=None)
@given(written=WRITTEN.filter(bool), encoding=st.sampled_from(ENCODINGS), drawn=st.randoms())
def test_what_goes_in_comes_out(
    write: Writer, written: list[Publication], encoding: str, drawn: object
) -> None:
    found = read(_encoded(write(written), encoding))
    assert [_plain(one) for one in found.publications] == [_plain(one) for one in written]
    assert found.problems == []
    shuffled = list(written)
    drawn.shuffle(shuffled)  # type: ignore[attr-defined]
    again = read(write(shuffled))
    assert {_plain(one) for one in again.publications} == {_plain(one) for one in written}


def _plain(one: Publication) -> tuple[object, ...]:
    return one.title, one.year, one.authors, one.venue


def test_the_site_of_orcid_calls_names_otherwise_than_the_rest() -> None:
    work = {
        "title": {"value": "T"},
        "contributorsGroupedByOrcid": [{"creditName": {"content": "Ann"}}],
    }
    found = read(json.dumps({"groups": [{"works": [work]}]}))
    assert found.publications[0].authors == ("Ann",)


def test_what_semantic_scholar_says_of_a_venue_and_bibtex_of_others() -> None:
    paper = {"paperId": "1", "title": "T", "venue": "", "publicationVenue": {"name": "MFL"}}
    assert read(json.dumps([paper, None])).publications[0].venue == "MFL"
    found = read("@misc{a, title={T}, author={Ann Oak\n   and others}}")
    assert found.publications[0].authors == ("Ann Oak",)


# ---- made to take long


def _filled(before: str, unit: str, after: str = "") -> str:
    return before + unit * ((LARGE - len(before) - len(after)) // len(unit)) + after


# Quadratic time at this size is ten seconds; at the largest that is taken, hours.
LARGE = BYTES // 40
HOSTILE = {
    "braces": _filled("@misc{a, title={", "{"),
    "pairs": _filled("@misc{a, title={", "{}", "}}"),
    "white space": _filled("@misc{a, title={x}, author={A", " ", "}}"),
    "lines": _filled("@misc{a, title={x}, author={A", " \n", "}}"),
    "entries not closed": "@misc{a,title={x\n" * 3999 + _filled("", "y,={\n"),
    "a chain of strings": "@string{a0={x}}\n"
    + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 3900))
    + "@misc{a, title=a3899}",
    "commands": _filled("@misc{a, title={", "\\alpha", "}}"),
    "elements": _filled("<dblp>", "<r>"),
    "entities": _filled("<dblp><article><title>", "&aaaa;", "</title></article></dblp>"),
    "declarations": _filled("<!DOCTYPE dblp [", "<!ATTLIST a b CDATA 'x'>", "]><dblp/>"),
    "lists": _filled("", "["),
    "digits": _filled("[0.", "9", "]"),
    "numbers": "[" + ",".join(["9" * 4300] * (LARGE // 4301)) + "]",
    "marks": _filled('[{"paperId":"1","title":"a', "\u0301\u0327", '"}]'),
    "marks in abstracts": json.dumps(
        [{"paperId": n, "title": n, "abstract": "\u0301\u0327" * 25_000} for n in "ab"]
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_or_read_before_long(name: str) -> None:
    begun = time.process_time()
    read(HOSTILE[name])
    assert time.process_time() - begun < 3


def test_a_string_that_stands_many_times_over_fills_no_memory() -> None:
    many = "#".join("b" * 5000)
    text = f"@string{{b = {{{'x' * 2000}}}}}\n@misc{{a, title = {many}}}"
    [entry] = bibtex.entries(text)
    assert 0 < len(entry.title) <= len(many) + 5_000
