"""Publications from pasted lists and export files, and sentences on what cannot be read."""

import json
import re

import pytest

from reviews.publications.publication import ENTRIES, Publication
from reviews.publications.reading import from_paper, read

BIBTEX = r"""
@string{mfl = "Meeting on Forest Learning"}
@inproceedings{a1,
  title = {{\"U}ber {BERT} and $x^2$ trees},
  author = {M{\"u}ller, G{\'e}za and Anna van der Berg and Sm\'{\i}d, Jr., Ed},
  booktitle = mfl, year = 2019, abstract = "Trees
    grow."
}
@article{a1, title = "Repeated key", year = {n.d.}, journal = {J. Wood}}
@article{a3, year = 2020}
@article{a4, title = {Never closed, year = 2021,
@misc{a5, title = {After it}}
"""


def test_bibtex_is_read_and_what_cannot_be_is_named_with_its_line() -> None:
    found = read(BIBTEX)
    first = found.publications[0]
    assert first == Publication(
        title="Über BERT and $x^2$ trees",
        abstract="Trees grow.",
        year=2019,
        authors=("Géza Müller", "Anna van der Berg", "Ed Smíd Jr."),
        venue="Meeting on Forest Learning",
        source="BibTeX",
    )
    assert [one.title for one in found.publications[1:]] == ["Repeated key", "After it"]
    assert found.summary == (
        "3 of 5 entries were read. Entry 3 (line 10) has no title. "
        "Entry 4 (line 11) is not closed, or has a comma or a quote amiss."
    )


DBLP = """<?xml version="1.0" encoding="US-ASCII"?>
<!DOCTYPE dblp SYSTEM "https://example.org/dblp.dtd">
<dblpperson name="A. Namesake"><person key="x"><author>A. Namesake 0002</author></person>
<r><article key="k"><author>A. Namesake 0002</author><author>J&ouml;rg Wald</author>
<title>Trees &amp; <i>Woods</i>.</title><year>2018</year><journal>J. Wood</journal></article></r>
<r><inproceedings key="l"><booktitle>MFL</booktitle></inproceedings></r>
</dblpperson>"""


def test_dblp_is_read_without_its_document_type() -> None:
    found = read(DBLP.encode())
    assert found.publications == [
        Publication(
            "Trees & Woods", "", 2018, ("A. Namesake", "Jörg Wald"), "J. Wood", source="DBLP"
        )
    ]
    assert found.summary == "1 of 2 entries were read. Entry 2 (line 6) has no title."


def test_a_broken_export_from_dblp_is_read_as_far_as_it_goes() -> None:
    found = read(DBLP[: DBLP.index("</r>") - 6])
    assert [one.title for one in found.publications] == ["Trees & Woods"]
    assert "is broken" in found.summary


ORCID_WORK = {
    "title": {"title": {"value": "Trees"}},
    "journal-title": {"value": "J. Wood"},
    "publication-date": {"year": {"value": "2017"}},
    "short-description": "They grow.",
    "contributors": {"contributor": [{"credit-name": {"value": "Ann Oak"}}]},
}
TREES = Publication("Trees", "They grow.", 2017, ("Ann Oak",), "J. Wood", "ORCID")


@pytest.mark.parametrize(
    "data",
    [
        {"group": [{"work-summary": [ORCID_WORK, {"title": None}]}]},
        {"activities-summary": {"works": {"group": [{"work-summary": [ORCID_WORK]}]}}},
        {"bulk": [{"work": ORCID_WORK}]},
        {
            "groups": [
                {
                    "works": [
                        {
                            "title": {"value": "Trees"},
                            "journalTitle": {"value": "J. Wood"},
                            "publicationDate": {"year": "2017"},
                            "shortDescription": {"value": "They grow."},
                            "contributorsGroupedByOrcid": [{"creditName": {"value": "Ann Oak"}}],
                        }
                    ]
                }
            ]
        },
    ],
)
def test_every_shape_of_an_orcid_record_is_read(data: object) -> None:
    assert read(json.dumps(data)).publications == [TREES]


PAPER = {
    "paperId": "1",
    "title": "Trees",
    "abstract": None,
    "year": 2017,
    "authors": [{"name": "Ann Oak"}],
    "venue": "",
    "journal": {"name": "J. Wood"},
}


@pytest.mark.parametrize(
    "data", [[PAPER], {"data": [PAPER]}, {"papers": [PAPER]}, {"data": [{"citedPaper": PAPER}]}]
)
def test_every_shape_of_semantic_scholar_is_read(data: object) -> None:
    expected = Publication("Trees", "", 2017, ("Ann Oak",), "J. Wood", "Semantic Scholar")
    assert read(json.dumps(data)).publications == [expected]


CONTENT = {"title": "Trees", "abstract": "They grow.", "authors": ["Ann Oak"], "venue": "MFL"}


@pytest.mark.parametrize(
    "content",
    [
        CONTENT,
        {key: {"value": value} for key, value in CONTENT.items()},
        {**CONTENT, "authors": {"value": [{"fullname": "Ann Oak", "username": "~Ann_Oak1"}]}},
    ],
)
def test_both_versions_of_openreview_are_read(content: object) -> None:
    found = read(json.dumps({"notes": [{"cdate": 1500000000000, "content": content}]}))
    assert found.publications == [
        Publication("Trees", "They grow.", 2017, ("Ann Oak",), "MFL", "OpenReview")
    ]


def test_the_same_title_is_one_publication_and_the_one_with_an_abstract_stays() -> None:
    found = read(
        "@misc{a, title={Trees: a Study}, year=2017}\n@misc{b, title={Other}}\n"
        "@misc{c, title={{TREES} -- A study.}, abstract={They grow.}}"
    )
    assert [one.title for one in found.publications] == ["TREES -- A study.", "Other"]
    assert found.publications[0].abstract == "They grow."
    assert found.publications[0].year == 2017
    assert found.summary == "3 of 3 entries were read."


def test_the_text_of_a_paper_gives_its_title_and_abstract() -> None:
    text = "Trees\nAnn Oak\nAbstract. They\ngrow.\n1 Introduction\nLong ago"
    assert from_paper(text).publications == [
        Publication("Trees", "They grow.", source="PDF", text=text)
    ]
    assert from_paper(text, "Trees and Oaks").publications[0].title == "Trees and Oaks"
    assert from_paper(" \n").summary == "No text was found in this PDF."


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><dblp><title>&b;</title></dblp>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "nothing in it"),
        (b"\x00" * 99, "nothing in it"),
        ("x" * 5_000_001, "more than 5 MB"),
        ("é" * 2_500_001, "more than 5 MB"),
        ("my papers are many", "No publications were recognized"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04..", "unpack it"),
        ("<!DOCTYPE html><html>", "This is a web page"),
        ("<dblp", "is broken"),
        ("<rss></rss>", "not an export from DBLP"),
        (LAUGHS, "defines entities"),
        ("[" * 100_000, "too deep"),
        ('[{"paperId": ' + "9" * 9999 + "}]", "too long"),
        ('{"notes": [', "broken at line 1, column 12"),
        ("null", "No publications were recognized"),
        ("[1, null]", "nor an export"),
        ('{"notes": {"a": []}}', "nor an export"),
        ("@misc{a, title={" + "{" * 9000, "is not closed"),
        ("@a{" * 9000, "is not closed"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data: bytes | str, sentence: str) -> None:
    found = read(data)
    assert found.publications == []
    assert sentence in found.summary
    assert re.match(r"[0-9A-Z].*\.$", found.summary)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    assert read("@misc{a, title={Bäume}}".encode(encoding)).publications[0].title == "Bäume"


def test_characters_that_nothing_can_store_go() -> None:
    found = read(r'[{"paperId": "1", "title": "Tr\u0000e\ud800es \u001b"}]')
    assert found.publications[0].title == "Tr ees"


def test_texts_are_cut_and_entries_counted() -> None:
    papers = [{"paperId": "1", "title": f"{n} " + "x" * 999} for n in range(ENTRIES + 1)]
    found = read(json.dumps(papers))
    assert len(found.publications) == ENTRIES
    assert max(len(one.title) for one in found.publications) == 300
    assert found.summary.endswith("Only the first 2,000 entries were read.")
