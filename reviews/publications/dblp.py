"""The XML that DBLP gives for a person, or for all of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree  # type: ignore[import-untyped]

from reviews.publications.publication import Entry

RECORDS = ("article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis", "data")
VENUES = ("journal", "booktitle", "school", "publisher")
OF_XML = {"amp", "lt", "gt", "quot", "apos"}


class NotXml(ValueError):
    """The text is a sentence fit for the page."""


def entries(text: str) -> Iterator[Entry]:
    """Raises NotXml where nothing of it is of use."""
    root, broken = _tree(text)
    if root is None or root.tag not in {"dblpperson", "dblp"}:
        raise NotXml("This XML is not an export from DBLP.")
    for record in root.iter(*RECORDS):
        yield _entry(record)
    if broken:
        yield Entry(where=f" (line {broken})", problem="is broken, and what follows may be missing")


def _tree(text: str) -> tuple[etree._Element | None, int | None]:
    """The root, and the line of the first mistake. Nothing is fetched and no entity expanded."""
    if "<!ENTITY" in text:
        raise NotXml("This XML defines entities of its own, which exports from DBLP never do.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        encoding="utf-8",
    )
    body = re.sub(r"&(\w{2,20});", _character, re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text))
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
    authors = (_text(author) for author in record.findall("author"))
    title = record.find("title")
    return Entry(
        title=_text(title).removesuffix(".") if title is not None else "",
        year=record.findtext("year") or "",
        # Namesakes are told apart by a number.
        authors=tuple(re.sub(r"\s\d{4}$", "", name) for name in authors),
        venue=next((v for v in map(record.findtext, VENUES) if v), ""),
        where=f" (line {record.sourceline})",
    )


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
