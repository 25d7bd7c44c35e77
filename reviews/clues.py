"""What the authors of submissions and the members of a committee may share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from reviews.domains import institution
from reviews.institutions import same_places
from reviews.models import Conflict
from reviews.names import Name, named, plain
from submissions.models import Author, Submission
from workshop.models import User

Source = Conflict.Source
Pair = tuple[Submission, Author]
EVIDENCE_LENGTH = 300


@dataclass(frozen=True)
class Clue:
    """What speaks for a conflict; `words` say it, to whoever may read the submission. `told_by`
    tells clues apart: it stays the same when only the words become others."""

    user: User
    submission: Submission
    source: Source
    words: str = ""
    told_by: str = ""


@dataclass(frozen=True)
class Member:
    """Of the committee, with every address, proved or not, and the institutions of those."""

    user: User
    addresses: frozenset[str]
    domains: frozenset[str]


@dataclass
class Authors:
    """To be looked up by what they may share.

    `person_of`: who is behind the address of an author: an account, or the address itself.
    """

    person_of: dict[str, Hashable]
    by_address: dict[str, list[Submission]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[Hashable, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    by_affiliation: dict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    by_domain: dict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def called(self, name: Name) -> Iterator[Pair]:
        """Those of this name."""
        for row, author in self.by_name.get(name.key, []) if name.key else []:
            if name.may_be(named(author.name)):
                yield row, author

    def at_places(self, texts: Iterable[str]) -> dict[str, list[Pair]]:
        """Those at the institution of each of these affiliations."""
        there = same_places(frozenset(texts), frozenset(self.by_affiliation))
        return {
            text: [pair for other in sorted(others) for pair in self.by_affiliation[other]]
            for text, others in there.items()
        }


def authors_of(rows: Iterable[Submission]) -> Authors:
    """Asks two questions, besides those for the authors themselves."""
    rows = list(rows)
    emails = {author.email for row in rows for author in row.authors.all() if author.email}
    authors = Authors(_people(emails))
    for row in rows:
        for author in row.authors.all():
            _add(authors, row, author)
    authors.by_domain.pop("", None)
    return authors


def members_of(users: Iterable[User]) -> dict[int, Member]:
    users = list(users)
    addresses = {pk: frozenset(some) for pk, some in addresses_of(users).items()}
    return {
        user.pk: Member(
            user,
            addresses[user.pk],
            frozenset(institution(one) for one in addresses[user.pk]) - {""},
        )
        for user in users
    }


def who_is(author: Author) -> str:
    """The same however their name is spelled."""
    return author.email or plain(author.name)


def addresses_of(users: Iterable[User]) -> dict[int, set[str]]:
    """Every address of each of these accounts, proved or not."""
    found = {user.pk: {user.email.lower()} for user in users}
    claims = EmailAddress.objects.filter(user__in=list(found))
    for pk, email in claims.values_list("user", "email"):
        found[pk].add(email.lower())
    return found


def _people(emails: set[str]) -> dict[str, Hashable]:
    person_of: dict[str, Hashable] = {email: email for email in emails}
    person_of |= dict(User.objects.filter(email__in=emails).values_list("email", "pk"))
    proved = EmailAddress.objects.filter(email__in=emails, verified=True)
    return person_of | dict(proved.values_list("email", "user"))


def _add(authors: Authors, row: Submission, author: Author) -> None:
    if author.email:
        authors.by_address[author.email].append(row)
        authors.by_person[authors.person_of[author.email]].append((row, author))
        authors.by_domain[institution(author.email)].append((row, author))
    authors.by_affiliation[author.affiliation].append((row, author))
    key = named(author.name).key
    if key:
        authors.by_name[key].append((row, author))
