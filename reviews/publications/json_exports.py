"""The JSON that ORCID, Semantic Scholar and OpenReview give, and who else's it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from reviews.publications import csl, dblp
from reviews.publications.json_values import Json, at, listed, several, text
from reviews.publications.publication import Entry


def recognized(data: Json) -> tuple[str, Iterator[Entry]] | None:
    """Which site's it is and its entries; nothing if it is none of them."""
    readers: list[tuple[str, Callable[[Json], list[Json] | None], Callable[[Json], Entry]]] = [
        ("ORCID", _orcid_works, _of_orcid),
        ("OpenReview", _openreview_notes, _of_openreview),
        ("DBLP", dblp.hits, dblp.of_hit),
        ("CSL-JSON", csl.items, csl.entry),
        ("Semantic Scholar", _semantic_scholar_papers, _of_semantic_scholar),
    ]
    for source, find, entry in readers:
        found = find(data)
        if found is not None:
            return source, (entry(one) for one in found)
    return None


def _orcid_works(data: Json) -> list[Json] | None:
    """A whole record, its works, the site's own pages of works, or works in full."""
    for path in (("activities-summary", "works"), ("works",), ()):
        works = at(data, *path)
        groups = at(works, "group") or at(works, "groups") or at(works, "bulk")
        if isinstance(groups, list):
            return [_of_group(group) for group in groups]
    return None


def _of_group(group: Json) -> Json:
    """The same work from several sources is a group; the first is the preferred one."""
    summaries = at(group, "work-summary") or at(group, "works")
    first = summaries[0] if isinstance(summaries, list) and summaries else group
    return at(first, "work") or first


def _of_orcid(work: Json) -> Entry:
    title = at(work, "title")
    people = listed(
        at(work, "contributors", "contributor") or at(work, "contributorsGroupedByOrcid")
    )
    return Entry(
        title=text(at(title, "title") or title),
        abstract=text(at(work, "short-description") or at(work, "shortDescription")),
        year=text(at(work, "publication-date", "year") or at(work, "publicationDate", "year")),
        authors=tuple(map(_credited, people)),
        venue=text(at(work, "journal-title") or at(work, "journalTitle")),
    )


def _credited(person: Json) -> str:
    """The site's own pages call the name "content", where all else of them is a "value"."""
    name = at(person, "credit-name") or at(person, "creditName")
    return text(at(name, "content") or name)


def _openreview_notes(data: Json) -> list[Json] | None:
    """A list, one under "notes", or a single note."""
    if isinstance(at(data, "content"), dict):
        return [data]
    notes = at(data, "notes") if isinstance(data, dict) else data
    if isinstance(notes, list) and any(isinstance(at(note, "content"), dict) for note in notes):
        # Reviews and comments come with a paper, and have titles too.
        return [note for note in notes if not at(note, "replyto")]
    return [] if notes == [] and isinstance(data, dict) else None


def _of_openreview(note: Json) -> Entry:
    """Version 2 of their interface wraps each value, version 1 does not."""
    content = at(note, "content")
    people = at(content, "authors")
    names = listed(at(people, "value") if isinstance(people, dict) else people)
    return Entry(
        title=text(at(content, "title")),
        abstract=text(at(content, "abstract")),
        year=_year(at(note, "pdate") or at(note, "cdate")),
        authors=tuple(text(at(name, "fullname") or name) for name in names),
        venue=text(at(content, "venue")),
    )


def _semantic_scholar_papers(data: Json) -> list[Json] | None:
    """A list, also of authors with their papers, one under "data" or "papers", a single paper."""
    rows = several(at(data, "data") or at(data, "papers") or data)
    papers = [_paper(one) for row in rows for one in listed(at(row, "papers")) or [row]]
    if any(at(one, "paperId") or (at(one, "title") and at(one, "authors")) for one in papers):
        # What is asked for by a name that it does not know, it answers with nothing.
        return [paper for paper in papers if paper is not None]
    return None


def _paper(one: Json) -> Json:
    """Citations and references wrap the paper."""
    return at(one, "citedPaper") or at(one, "citingPaper") or one


def _of_semantic_scholar(paper: Json) -> Entry:
    return Entry(
        title=text(at(paper, "title")),
        abstract=text(at(paper, "abstract")),
        year=text(at(paper, "year")),
        authors=tuple(text(at(one, "name") or one) for one in listed(at(paper, "authors"))),
        venue=next(filter(None, map(text, _venues(paper))), ""),
    )


def _venues(paper: Json) -> list[Json]:
    named = at(paper, "publicationVenue", "name"), at(paper, "journal", "name")
    return [at(paper, "venue"), *named]


def _year(milliseconds: Json) -> str:
    try:
        return str(datetime.fromtimestamp(milliseconds / 1000, UTC).year)
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
