"""What DBLP gives: XML for a person, or for all of its records; XML or JSON for a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from lxml import etree  # type: ignore[import-untyped]

from reviews.publications.json_values import Json, at, several, text
from reviews.publications.publication import Entry

RECORDS = ("article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis", "data")
FOUND = "info"
VENUES = ("journal", "booktitle", "school", "publisher", "venue")
OF_XML = {"amp", "lt", "gt", "quot", "apos"}


class NotXml(ValueError):
    """The text is a sentence fit for the page."""


def entries(document: str) -> Iterator[Entry]:
    """Raises NotXml where nothing of it is of use."""
    root, broken = _tree(document)
    if root is None or root.tag not in {"dblpperson", "dblp", "result"}:
        raise NotXml("This XML is not an export from DBLP.")
    for record in root.iter(*RECORDS, FOUND):
        yield _entry(record)
    if broken:
        yield Entry(where=f" (line {broken})", problem="is broken, and what follows may be missing")


def _tree(document: str) -> tuple[etree._Element | None, int | None]:
    """The root, and the line of the first mistake. Nothing is fetched and no entity expanded."""
    if "<!ENTITY" in document:
        raise NotXml("This XML defines entities of its own, which exports from DBLP never do.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        encoding="utf-8",
    )
    body = re.sub(r"&(\w{2,20});", _character, re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", document))
    try:
        root = etree.fromstring(body.replace("\x00", " ").encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, None
    return root, min((one.line for one in parser.error_log), default=None)


def _character(match: re.Match[str]) -> str:
    """DBLP's own list of names for characters is a part of that of HTML."""
    known = match[1] not in OF_XML and html5.get(f"{match[1]};")
    return known if known and known not in "<>&" else match[0]


def _entry(record: etree._Element) -> Entry:
    authors = map(_text, record.findall("author") or record.findall("authors/author"))
    title = record.find("title")
    return Entry(
        title=_title(_text(title)) if title is not None else "",
        year=record.findtext("year") or "",
        authors=tuple(map(_name, authors)),
        venue=next((v for v in map(record.findtext, VENUES) if v), ""),
        where=f" (line {record.sourceline})",
    )


def hits(data: Json) -> list[Json] | None:
    found = at(data, "result", "hits", "hit")
    return found if isinstance(found, list) else None


def of_hit(hit: Json) -> Entry:
    """Its texts are written as in HTML."""
    info = at(hit, "info")
    people = several(at(info, "authors", "author"))
    return Entry(
        title=_title(unescape(text(at(info, "title")))),
        year=text(at(info, "year")),
        authors=tuple(_name(unescape(text(at(one, "text") or one))) for one in people),
        venue=unescape(text(next(iter(several(at(info, "venue"))), ""))),
    )


def _title(written: str) -> str:
    return written.removesuffix(".")


def _name(written: str) -> str:
    """Namesakes are told apart by a number."""
    return re.sub(r"\s\d{4}$", "", written)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
