"""The title and the text of a PDF, of whatever kind it is."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hostile_pdfs import bomb, encrypted, looping, saved, without_text

from submissions.papers.limited import Text, text_in_subprocess
from submissions.papers.sample import sample_pdf
from submissions.papers.text import CHARACTERS, clean, kept, text_of, without_references

ABSTRACT = "Abstract. We ask who is to be praised when several have helped."


def told(body: bytes, **facts: str) -> bytes:
    """With these facts in its metadata."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for name, fact in facts.items():
            pdf.docinfo[f"/{name}"] = fact
        return saved(pdf)


def test_the_first_pages_are_read_and_the_first_line_is_the_title() -> None:
    found = text_in_subprocess(sample_pdf("On Credit", ABSTRACT, pages=40))
    assert found.title == "On Credit"
    assert found.text.startswith(f"On Credit\n{ABSTRACT}")
    assert "Page 12 of 40" in found.text
    assert "Page 13 of 40" not in found.text


def test_what_the_file_says_is_its_title_counts_if_it_stands_on_the_page() -> None:
    paper = sample_pdf("On Credit Where It Is", f"Due {ABSTRACT}")
    assert read(told(paper, Title="On credit where it is due")) == "On credit where it is due"
    assert read(told(paper, Title="Microsoft Word - final-3.doc")) == "On Credit Where It Is"


def read(body: bytes) -> str:
    return text_of(io.BytesIO(body))["title"]


def test_the_largest_letters_are_the_title_over_several_lines() -> None:
    body = sample_pdf("Proceedings", "On Credit and Blame where both are due, Ann Berg. " * 5)
    lines = b"/F1 9 Tf (Proceedings of 2026) Tj T* /F1 20 Tf (On Credit) Tj T* (and Blame) Tj T*"
    with pikepdf.open(io.BytesIO(body)) as pdf:
        small = b" /F1 10 Tf (Ann Berg) Tj T* (Abstract) Tj ET"
        pdf.pages[0].Contents = pdf.make_stream(b"BT 72 770 Td 24 TL " + lines + small)
        assert read(saved(pdf)) == "On Credit and Blame"


@pytest.mark.parametrize(
    "body",
    [encrypted(), looping(), without_text(3000), b"%PDF-1.7 and nothing else", b"", b"%PDF" * 9999],
    ids=["encrypted", "looping", "3000 empty pages", "cut off", "empty", "repeated"],
)
def test_where_no_text_can_be_read_there_is_none(body: bytes) -> None:
    assert text_of(io.BytesIO(body)) == {"title": "", "text": ""}


def test_a_file_that_unpacks_to_gigabytes_ends_with_its_process() -> None:
    assert text_in_subprocess(bomb(), 1) == Text()


def test_words_are_whole_and_letters_are_letters() -> None:
    assert clean("rein-\r\nforcement of\x02 \nﬁelds\x00 A-\nPrize a\ufffe\nb") == (
        "reinforcement offields A-\nPrize ab"
    )
    assert clean("lone \ud800 half,  many   spaces \n\t next") == "lone half, many spaces\nnext"


def test_references_are_left_out_from_their_last_heading_on() -> None:
    text = "Title\nReferences are useful.\n7. References\n[1] Berg. Bread."
    assert without_references(text) == "Title\nReferences are useful."
    assert without_references("No list of them") == "No list of them"


def test_a_long_text_is_cut() -> None:
    assert len(text_of(io.BytesIO(sample_pdf("T" * 50, "word " * 20_000)))["text"]) <= CHARACTERS


def test_a_character_that_becomes_eighteen_makes_no_longer_text() -> None:
    assert len(kept("\ufdfa" * CHARACTERS)) == CHARACTERS
