"""Conflicts of interest that somebody has told of: publications of a reviewer, people and
institutions that a reviewer or an author has named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviews.clues import Authors, Clue, Member, Pair
from reviews.institutions import institution, is_domain, same_places
from reviews.models import Conflict
from reviews.names import name_of
from submissions.models import Submission
from submissions.named import NamedConflict
from workshop.models import Workshop

Source = Conflict.Source
Kind = NamedConflict.Kind
YEARS = 5
TITLE_LENGTH = 80


def by_publications(
    workshop: Workshop, members: dict[int, Member], authors: Authors
) -> Iterator[Clue]:
    """Who wrote with an author in the five years before the workshop, or nobody knows when. The
    newest paper with each of them is the evidence."""
    since = workshop.first_day.year - YEARS
    told: set[tuple[int, int]] = set()
    rows = workshop.publications.filter(user__in=members).exclude(year__lt=since)
    facts = rows.order_by("-year", "title", "pk").values_list("user", "title", "year", "authors")
    for user, title, year, names in facts:
        for name in names.splitlines():
            for row, author in authors.called(name_of(name)):
                if (user, author.pk) not in told:
                    told.add((user, author.pk))
                    words = f"{author.name}, “{_short(title)}”" + (f" ({year})" if year else "")
                    yield Clue(members[user].user, row, Source.PUBLICATION, words)


def by_reviewers(
    workshop: Workshop, members: dict[int, Member], authors: Authors
) -> Iterator[Clue]:
    """Whom the members of the committee have named, among the authors."""
    rows = list(workshop.ties.filter(user__in=members))
    places = authors.at_places(row.text for row in rows if _names_a_place(row.kind, row.text))
    for row in rows:
        for submission, author in _authors_meant(row.kind, row.text, authors, places):
            words = f"{author.name}, named as “{_short(row.text)}”"
            yield Clue(members[row.user_id].user, submission, Source.TIE, words)


def by_authors(submitted: Iterable[Submission], members: Iterable[Member]) -> Iterator[Clue]:
    """Whom the authors have named, in the committee."""
    submissions = {row.pk: row for row in submitted}
    members = list(members)
    rows = list(NamedConflict.objects.filter(submission__in=list(submissions)))
    texts = frozenset(row.text for row in rows if _names_a_place(row.kind, row.text))
    places = same_places(texts, frozenset(member.user.affiliation for member in members))
    for named in rows:
        for member in members:
            if _is_meant(named.kind, named.text, member, places):
                words = f"named as “{_short(named.text)}”"
                yield Clue(member.user, submissions[named.submission_id], Source.NAMED, words)


def _names_a_place(kind: str, text: str) -> bool:
    return kind == Kind.INSTITUTION and not is_domain(text)


def _authors_meant(
    kind: str, text: str, authors: Authors, places: dict[str, list[Pair]]
) -> Iterable[Pair]:
    if kind == Kind.INSTITUTION:
        return authors.by_domain.get(institution(text), []) if is_domain(text) else places[text]
    if "@" in text:
        address = text.lower()
        return authors.by_person.get(authors.person_of.get(address, address), [])
    return authors.called(name_of(text))


def _is_meant(kind: str, text: str, member: Member, places: dict[str, frozenset[str]]) -> bool:
    if text in places and kind == Kind.INSTITUTION:
        return member.user.affiliation in places[text]
    if kind == Kind.INSTITUTION:
        return institution(text) in member.domains
    if "@" in text:
        return text.lower() in member.addresses
    return name_of(text).may_be(name_of(member.user.name))


def _short(text: str) -> str:
    """A part of the evidence: its parts are told apart by semicolons."""
    kept = text if len(text) <= TITLE_LENGTH else f"{text[:TITLE_LENGTH]}…"
    return kept.replace(";", ",")
