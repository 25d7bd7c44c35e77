"""Conflicts of interest that the rows themselves tell of. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from reviews import told
from reviews.clues import (
    EVIDENCE_LENGTH,
    Authors,
    Clue,
    Member,
    addresses_of,
    authors_of,
    members_of,
    who_is,
)
from reviews.institutions import affiliation_key
from reviews.models import Conflict
from reviews.roster import called
from submissions.models import Submission, SubmissionQuerySet
from submissions.status import Status
from workshop.models import User, Workshop

__all__ = ["Finding", "addresses_of", "find", "shows_why", "wrote_together"]

Source = Conflict.Source
Own = dict[int, set[Submission]]
Key = tuple[int, int, str]


@dataclass(frozen=True)
class Finding:
    """A member of the committee, a submission, and why the two must not meet: as a sentence that
    may be cut, and all that tells clues apart."""

    user: User
    submission: Submission
    source: Source
    evidence: str
    clues: frozenset[str]

    @property
    def key(self) -> Key:
        return self.user.pk, self.submission.pk, self.source.value


@dataclass(frozen=True)
class Look:
    """All that is looked at: who is on the committee, what was submitted, and whose it is.

    asked  the keys of the submissions about which something is asked; the others only tell of it
    left   of whoever has left, the keys of those that they decided: it is about no other
    """

    members: dict[int, Member]
    rows: list[Submission]
    authors: Authors
    own: Own
    asked: set[int]
    left: dict[int, set[int]]

    def covers(self, row: Conflict) -> bool:
        """Whether its evidence was looked for: of one's own submission no other is."""
        is_own = any(own.pk == row.submission_id for own in self.own.get(row.user_id, ()))
        is_there = row.user_id in self.members and self.is_about(row.user_id, row.submission_id)
        return is_there and not is_own

    def is_about(self, user: int, submission: int) -> bool:
        return submission in self.asked and submission in self.left.get(user, self.asked)


class Found(NamedTuple):
    findings: list[Finding]
    look: Look


def find(
    workshop: Workshop, asked: SubmissionQuerySet | None = None, user: User | None = None
) -> Found:
    """Every conflict between the committee, or one member of it, and all submissions, or those
    that are asked about. Drafts neither have nor show any, discarded ones neither. Asks the same
    number of questions however many there are.
    """
    look = _look(workshop, workshop.submissions.all(), user)
    if asked is not None:
        look = replace(look, asked=look.asked & set(asked.values_list("pk", flat=True)))
    clues = chain(
        _own(look),
        _together(look),
        _near(look),
        told.by_publications(workshop, look.members, look.authors),
        told.by_reviewers(workshop, look.members, look.authors),
        told.by_authors(look.rows, look.members.values(), called(workshop)),
    )
    return Found(_findings(clues, look), look)


def wrote_together(workshop: Workshop, submissions: SubmissionQuerySet) -> dict[Key, Finding]:
    """By key, what is found between two of these submissions. It shows only to those who may read
    both: hand in what they may read to learn what they may know."""
    look = _look(workshop, submissions)
    return {found.key: found for found in _findings(_together(look), look)}


def shows_why(row: Conflict, together: Mapping[Key, Finding]) -> bool:
    """Whether all that speaks for this conflict is seen by whom `together` shows. Only that two
    people wrote together may be told by another submission, and half of it is not enough."""
    if row.source != Source.CO_AUTHOR:
        return True
    found = together.get(key_of(row))
    return found is not None and found.clues.issuperset(row.clues)


def key_of(row: Conflict) -> Key:
    """That of what was found."""
    return row.user_id, row.submission_id, row.source


def _look(workshop: Workshop, submissions: SubmissionQuerySet, user: User | None = None) -> Look:
    waiting = workshop.decisions.filter(
        submission=OuterRef("pk"), submission__status=Status.SUBMITTED
    ).values("decided_by")
    handed_in: QuerySet[Submission] = submissions.handed_in().prefetch_related("authors")
    rows = list(handed_in.annotate(decided_by=Subquery(waiting)))
    decided: dict[int | None, set[int]] = defaultdict(set)
    for row in rows:
        decided[row.decided_by].add(row.pk)
    # Who has left is looked at for what they decided and is not released. Of anything else not:
    # to whoever handles that, it would tell that there is such a decision.
    has_role = Exists(workshop.roles.filter(user=OuterRef("pk")))
    users = User.objects.filter(has_role | Q(pk__in=set(decided) - {None}))
    if user:
        users = users.filter(pk=user.pk)
    committee = list(users.annotate(has_role=has_role).order_by("pk"))
    left = {one.pk: decided[one.pk] for one in committee if not one.has_role}
    members, authors = members_of(committee), authors_of(rows)
    own = _own_of(rows, members, authors)
    return Look(members, list(rows), authors, own, {row.pk for row in rows}, left)


def _own_of(rows: Iterable[Submission], members: dict[int, Member], authors: Authors) -> Own:
    own: Own = {
        pk: {row for address in member.addresses for row in authors.by_address.get(address, [])}
        for pk, member in members.items()
    }
    for row in rows:
        if row.submitter_id in own:
            own[row.submitter_id].add(row)
    return own


def _findings(clues: Iterable[Clue], look: Look) -> list[Finding]:
    """What speaks for the same conflict put together. Of one's own there is nothing to add."""
    found: dict[tuple[User, Submission, Source], set[Clue]] = defaultdict(set)
    for clue in clues:
        is_own = clue.submission in look.own[clue.user.pk]
        is_more = clue.source == Source.SAME_PERSON or not is_own
        if is_more and look.is_about(clue.user.pk, clue.submission.pk):
            found[clue.user, clue.submission, clue.source].add(clue)
    return [_finding(*about, some) for about, some in found.items()]


def _finding(user: User, row: Submission, source: Source, clues: Iterable[Clue]) -> Finding:
    words = "; ".join(sorted({clue.words for clue in clues}))
    told_by = frozenset(clue.told_by for clue in clues)
    return Finding(user, row, source, words[:EVIDENCE_LENGTH], told_by)


def _own(look: Look) -> Iterator[Clue]:
    for pk, rows in look.own.items():
        for row in rows:
            yield Clue(look.members[pk].user, row, Source.SAME_PERSON)


def _together(look: Look) -> Iterator[Clue]:
    """Who wrote another submission with an author."""
    authors = look.authors
    for pk, rows in look.own.items():
        member = look.members[pk]
        partners = {
            authors.person_of[author.email]
            for row in rows
            for author in row.authors.all()
            if author.email and author.email not in member.addresses
        }
        for partner in partners:
            for row, author in authors.by_person.get(partner, []):
                yield Clue(member.user, row, Source.CO_AUTHOR, author.name, who_is(author))


def _near(look: Look) -> Iterator[Clue]:
    """Who has an author's affiliation, or an address at the same institution. An author of the
    submission itself is named, and no other submission."""
    places = look.authors.at_places({one.user.affiliation for one in look.members.values()})
    for member in look.members.values():
        for row, author in places[member.user.affiliation]:
            words = f"{author.name}, {author.affiliation}"
            told_by = f"{who_is(author)} {affiliation_key(member.user.affiliation)}"
            yield Clue(member.user, row, Source.AFFILIATION, words, told_by)
        for domain in member.domains:
            for row, author in look.authors.by_domain.get(domain, []):
                words = f"{author.name}, {domain}"
                yield Clue(member.user, row, Source.DOMAIN, words, f"{who_is(author)} {domain}")
