"""Publications of whatever is pasted or uploaded: looks at what it is, and reads it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from reviews.publications import bibtex, dblp, json_exports
from reviews.publications.publication import Entry, Reading, clean, collect
from workshop.decoding import decoded

BYTES = 5_000_000
EXPORTS = "an export from ORCID, DBLP, Semantic Scholar or OpenReview"
KINDS = f"BibTeX, CSL-JSON, or {EXPORTS}"
BINARY = {
    b"%PDF": "This is a PDF: upload it as a paper.",
    b"PK\x03\x04": "This is an archive: unpack it, and upload the file that is in it.",
    b"\x1f\x8b": "This file is compressed: unpack it first.",
}


def read(data: bytes | str) -> Reading:
    """What could be read, and sentences about the rest. Never an exception."""
    size = len(data) if isinstance(data, bytes) else len(data.encode(errors="ignore"))
    if size > BYTES:
        return _nothing(f"This is more than {BYTES // 1_000_000} MB: send a part of it.")
    for start, sentence in BINARY.items():
        if isinstance(data, bytes) and data.startswith(start):
            return _nothing(sentence)
    text = (decoded(data) if isinstance(data, bytes) else data).lstrip("\ufeff\x00")
    return _recognized(text) if text.strip() else _nothing("There is nothing in it.")


def _recognized(text: str) -> Reading:
    first = text.lstrip()[0]
    if first == "<":
        return _read_xml(text)
    if first in "{[":
        return _read_json(text)
    if bibtex.is_bibtex(text):
        return _read_bibtex(text)
    return _nothing(f"No publications were recognized. What can be read is {KINDS}.")


def from_paper(text: str, title: str = "") -> Reading:
    """The publication whose paper has this extracted text. Its first line is taken for the title,
    if none is told, and what follows "Abstract", else the beginning, for the abstract."""
    lines = text[: BYTES // 10].strip().splitlines() or [""]
    rest = "\n".join(lines[1:])
    abstract = re.search(r"(?i)\babstract\b[\s.:—-]{0,9}", rest[:10_000])
    body = rest[abstract.end() :] if abstract else rest
    end = re.search(r"\n\s{0,9}(?:1|I)?\.?\s{0,9}(?i:introduction)\b", body)
    entry = Entry(clean(title or lines[0], 300), body[: end.start() if end else None])
    reading = collect("PDF", [entry])
    if not text.strip() or not reading.publications:
        return _nothing("No text was found in this PDF.")
    reading.publications = [replace(one, text=text) for one in reading.publications]
    return reading


def _read_bibtex(text: str) -> Reading:
    # Control characters are of no use to anybody, and a line has to count as one.
    readable = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return collect("BibTeX", bibtex.entries(readable))
    except Exception:  # noqa: BLE001 — a library reads it that was not made for hostile input
        return _nothing("This BibTeX cannot be read: something in it is not closed, or too deep.")


def _read_xml(text: str) -> Reading:
    if re.match(r"(?i)\s*<(!doctype\s+)?html", text):
        return _nothing(f"This is a web page. What can be read is {KINDS}.")
    try:
        return collect("DBLP", dblp.entries(text))
    except dblp.NotXml as error:
        return _nothing(str(error))


def _read_json(text: str) -> Reading:
    try:
        data = _json(text)
    except json.JSONDecodeError as error:
        return _nothing(f"This JSON is broken at line {error.lineno}, column {error.colno}.")
    except (ValueError, RecursionError):
        return _nothing("This JSON is too deep, or has a number that is too long.")
    found = json_exports.recognized(data)
    if not found:
        return _nothing(f"This JSON is neither CSL-JSON nor {EXPORTS}.")
    return collect(*found)


def _json(text: str) -> Any:
    """Also one value on each line, as a list."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        # Where only the first line is whole by itself, the mistake in the whole is the one to tell.
        try:
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        except json.JSONDecodeError:
            raise error from None


def _nothing(sentence: str) -> Reading:
    return Reading(problems=[sentence])
