"""`python -m submissions.papers.text paper.pdf`: says in JSON the title and the text of a PDF.

Only so much as tells what it is about: its first pages, without the references.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from typing import BinaryIO, NamedTuple

from pypdfium2 import PdfDocument, PdfiumError, PdfTextPage

PAGES = 12
CHARACTERS = 30_000
# Of the first page, where a title can be; and how large its letters, beside the largest there.
LINES = 40
LARGE = 0.95
TITLE = 300
# What pdfium writes for a hyphen where a line ends, and a hyphen that is shown only there.
BROKEN = re.compile(r"[\x02\ufffe\u00ad][ \t\r]*\n?|(?<=\w)-[ \t\r]*\n[ \t]*(?=[a-z])")
REFERENCES = re.compile(
    r"^[ \t]*(?:\d{1,2}\.?|[IVX]{1,4}\.?)?[ \t]*(?:references|bibliography|works cited)[ \t:]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Control characters, those of one program's own, and what is no character.
UNREADABLE = {"Cc", "Co", "Cn", "Cs"}
# Set in large letters on the margin of many papers, and no part of them.
STAMP = re.compile(r"^arXiv:\S+", re.IGNORECASE)


class Line(NamedTuple):
    text: str
    height: float


def text_of(path: str | BinaryIO) -> dict[str, str]:
    """title: as it stands on the first page; text: of the first pages. Empty where there is none,
    and where the file cannot be opened without a password or at all."""
    try:
        pdf = PdfDocument(path)
        pages = [pdf[n].get_textpage() for n in range(min(PAGES, len(pdf)))]
        text = "\n".join(_raw(page) for page in pages)
        title = _title(pdf.get_metadata_value("Title"), pages[0]) if pages else ""
    except (PdfiumError, ValueError, OSError):
        return {"title": "", "text": ""}
    return {"title": title, "text": kept(text)}


def kept(text: str) -> str:
    """Clean, without the references, and not too long: one character can become eighteen."""
    return without_references(clean(text[:CHARACTERS])[:CHARACTERS].rstrip())


def clean(text: str) -> str:
    """Words whole again, letters for ligatures, nothing that no database or page takes."""
    mended = BROKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = unicodedata.normalize("NFKC", mended.encode("utf-8", "ignore").decode())
    readable = "".join(
        " " if c != "\n" and unicodedata.category(c) in UNREADABLE else c for c in plain
    )
    return "\n".join(" ".join(line.split()) for line in readable.split("\n")).strip()


def without_references(text: str) -> str:
    """Cut at the last heading of a list of references, if something stands before it."""
    headings = list(REFERENCES.finditer(text))
    return text[: headings[-1].start()].rstrip() if headings else text


def _raw(page: PdfTextPage) -> str:
    text: str = page.get_text_range(0, min(page.count_chars(), CHARACTERS))
    return text


def _title(told: str, page: PdfTextPage) -> str:
    """What the file says is its title, if that stands on the first page: many say what their
    template or their file was called. Else the first lines in the largest letters."""
    first = clean(_raw(page))
    if len(_letters(told)) > 5 and _letters(told) in _letters(first):
        return " ".join(clean(told).split())[:TITLE]
    return " ".join(clean(_largest(_lines(page))).split())[:TITLE]


def _letters(text: str) -> str:
    return "".join(c for c in clean(text).casefold() if c.isalnum())


def _largest(lines: list[Line]) -> str:
    """Those in the largest letters that follow one another."""
    top = max((line.height for line in lines), default=0.0)
    is_large = [line.height >= LARGE * top for line in lines]
    if not any(is_large):
        return ""
    start = is_large.index(True)
    end = next((n for n in range(start, len(lines)) if not is_large[n]), len(lines))
    # Where much or all is set alike, the first line is more of a title than the rest.
    end = start + 1 if end - start > 4 or all(is_large) else end
    return "\n".join(line.text for line in lines[start:end])


def _lines(page: PdfTextPage) -> list[Line]:
    """The first lines with letters in them, and how high the letters at the start of each are."""
    found, start = [], 0
    for text in re.split(r"(?<=\n)", _raw(page)):
        if any(c.isalpha() for c in text) and not STAMP.match(text):
            height = max(_height(page, n) for n in range(start, start + min(len(text), 12)))
            found.append(Line(text.strip("\r\n"), height))
        start += len(text)
        if len(found) == LINES:
            break
    return found


def _height(page: PdfTextPage, index: int) -> float:
    """Of one letter as it is set, whatever scale the page gives its font."""
    try:
        _, bottom, _, top = page.get_charbox(index, loose=True)
    except PdfiumError:
        return 0.0
    return float(round(top - bottom, 1))


if __name__ == "__main__":
    json.dump(text_of(sys.argv[1]), sys.stdout)
