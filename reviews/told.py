"""Conflicts of interest that somebody has told of: publications of a reviewer, people and
institutions that a reviewer or an author has named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from reviews.clues import EVIDENCE_LENGTH, Authors, Clue, Member, Pair, who_is
from reviews.domains import institution, is_domain
from reviews.institutions import affiliation_key, same_places
from reviews.models import Conflict
from reviews.names import name_of, named
from reviews.roster import Reviewer
from submissions.models import Submission
from submissions.named import NamedConflict
from workshop.models import Workshop

Source = Conflict.Source
Kind = NamedConflict.Kind
YEARS = 5
TITLE_LENGTH = 80
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[\w.-]*\w")


def by_publications(
    workshop: Workshop, members: dict[int, Member], authors: Authors
) -> Iterator[Clue]:
    """Who wrote with an author in the five years before the workshop, or nobody knows when. The
    newest paper with each of them is the evidence."""
    since = workshop.first_day.year - YEARS
    told: set[tuple[int, int]] = set()
    rows = workshop.publications.filter(user__in=members).exclude(year__lt=since)
    for user, title, year, names in rows.values_list("user", "title", "year", "authors"):
        for name in names.splitlines():
            for row, author in authors.called(name_of(name)):
                if (user, author.pk) not in told:
                    told.add((user, author.pk))
                    words = f"{author.name}, {_titled(title)}" + (f" ({year})" if year else "")
                    told_by = who_is(author)
                    yield Clue(members[user].user, row, Source.PUBLICATION, words, told_by)


def by_reviewers(
    workshop: Workshop, members: dict[int, Member], authors: Authors
) -> Iterator[Clue]:
    """Whom the members of the committee have named, among the authors."""
    rows = list(workshop.ties.filter(user__in=members))
    places = authors.at_places(row.text for row in rows if _names_a_place(row.kind, row.text))
    for row in rows:
        for submission, author in _authors_meant(row.kind, row.text, authors, places):
            words = f"{author.name}, {_named_as(row.text)}"
            told_by = f"{row.kind} {who_is(author)}"
            yield Clue(members[row.user_id].user, submission, Source.TIE, words, told_by)


def by_authors(
    submitted: Iterable[Submission], members: Iterable[Member], known: Mapping[int, Reviewer]
) -> Iterator[Clue]:
    """Whom the authors have named, in the committee: by the name of their account, or by that
    under which organizers know somebody who has not given theirs."""
    submissions = {row.pk: row for row in submitted}
    members = list(members)
    rows = list(NamedConflict.objects.filter(submission__in=list(submissions)))
    texts = frozenset(row.text for row in rows if _names_a_place(row.kind, row.text))
    places = same_places(texts, frozenset(member.user.affiliation for member in members))
    names = {pk: one.name for pk, one in known.items()}
    for row in rows:
        for member in members:
            name = member.user.name or names.get(member.user.pk, "")
            if _is_meant(row.kind, row.text, member, name, places):
                about, words = submissions[row.submission_id], _named_as(row.text)
                yield Clue(member.user, about, Source.NAMED, words, _told_by(row, member))


def taken_back(workshop: Workshop, rows: Collection[Conflict]) -> set[int]:
    """The keys of those among these conflicts, whose evidence is gone, that whoever told of them
    tells of no more. The others are gone since somebody changed a name, say, or a date."""
    users = {row.user_id for row in rows}
    said: dict[tuple[Source, int], list[str]] = defaultdict(list)
    for user, text in workshop.ties.filter(user__in=users).values_list("user", "text"):
        said[Source.TIE, user].append(_named_as(text))
    for user, title in workshop.publications.filter(user__in=users).values_list("user", "title"):
        said[Source.PUBLICATION, user].append(_titled(title))
    named = NamedConflict.objects.filter(submission__in={row.submission_id for row in rows})
    for submission, text in named.values_list("submission", "text"):
        said[Source.NAMED, submission].append(_named_as(text))
    told = {Source.TIE, Source.PUBLICATION, Source.NAMED}
    return {row.pk for row in rows if row.source in told and not _is_said(row, said)}


def _is_said(row: Conflict, said: Mapping[tuple[Source, int], list[str]]) -> bool:
    """Or may be: what was cut off the evidence cannot be told."""
    source = Source(row.source)
    by = row.submission_id if source == Source.NAMED else row.user_id
    is_whole = len(row.evidence) < EVIDENCE_LENGTH
    return not is_whole or any(words in row.evidence for words in said.get((source, by), ()))


def _names_a_place(kind: str, text: str) -> bool:
    return kind == Kind.INSTITUTION and not is_domain(text)


def _authors_meant(
    kind: str, text: str, authors: Authors, places: dict[str, list[Pair]]
) -> Iterable[Pair]:
    if kind == Kind.INSTITUTION:
        return authors.by_domain.get(institution(text), []) if is_domain(text) else places[text]
    address, name = _person(text)
    there = authors.by_person.get(authors.person_of.get(address, address), [])
    return [*there, *authors.called(named(name))]


def _is_meant(
    kind: str, text: str, member: Member, name: str, places: dict[str, frozenset[str]]
) -> bool:
    if text in places and kind == Kind.INSTITUTION:
        return member.user.affiliation in places[text]
    if kind == Kind.INSTITUTION:
        return institution(text) in member.domains
    address, meant = _person(text)
    return address in member.addresses or named(meant).may_be(named(name))


def _person(text: str) -> tuple[str, str]:
    """Address and name of somebody who is named by either, or by both."""
    found = ADDRESS.search(text)
    return (found[0].lower(), text.replace(found[0], " ")) if found else ("", text)


def _told_by(row: NamedConflict, member: Member) -> str:
    """A person is the same by any name; of institutions a member may have several."""
    if row.kind == Kind.PERSON:
        return row.kind
    place = institution(row.text) if is_domain(row.text) else ""
    return f"{row.kind} {place or affiliation_key(member.user.affiliation)}"


def _named_as(text: str) -> str:
    return f"named as “{_short(text)}”"


def _titled(title: str) -> str:
    return f"“{_short(title)}”"


def _short(text: str) -> str:
    """A part of the evidence: its parts are told apart by semicolons."""
    kept = text if len(text) <= TITLE_LENGTH else f"{text[:TITLE_LENGTH]}…"
    return kept.replace(";", ",")
