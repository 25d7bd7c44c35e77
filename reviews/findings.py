"""Conflicts of interest that the rows themselves tell of. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from reviews.institutions import affiliation_key, institution
from reviews.models import Conflict
from submissions.models import Author, Submission, SubmissionQuerySet
from submissions.status import Status
from workshop.models import User, Workshop

Source = Conflict.Source
EVIDENCE_LENGTH = 300


@dataclass(frozen=True)
class Finding:
    """A member of the committee, a submission, and why the two must not meet."""

    user: User
    submission: Submission
    source: Source
    evidence: str

    @property
    def key(self) -> tuple[int, int, str]:
        return self.user.pk, self.submission.pk, self.source.value


Named = list[tuple[Submission, Author]]


@dataclass
class Authors:
    """The authors of submissions, to be looked up by what they may share with somebody."""

    by_address: dict[str, list[Submission]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[Hashable, Named] = field(default_factory=lambda: defaultdict(list))
    by_affiliation: dict[str, Named] = field(default_factory=lambda: defaultdict(list))
    by_domain: dict[str, Named] = field(default_factory=lambda: defaultdict(list))


def find(workshop: Workshop, submissions: SubmissionQuerySet) -> list[Finding]:
    """Every conflict between the committee and these submissions. Drafts neither have nor show any,
    discarded ones neither.

    What is found between two submissions shows only to those who may read both: hand in
    what they may read to learn what they may know.
    """
    rows = list(submissions.handed_in().prefetch_related("authors"))
    members = list(_members(workshop))
    addresses = addresses_of(members)
    person_of = _people(rows)
    authors = _index(rows, person_of)
    found: list[Finding] = []
    for member in members:
        found += _of(member, addresses[member.pk], rows, authors, person_of)
    return found


def _members(workshop: Workshop) -> QuerySet[User]:
    """The committee; and whoever has left it, while something that they decided is not released."""
    roles = workshop.roles.values("user")
    decided = workshop.decisions.filter(submission__status=Status.SUBMITTED).values("decided_by")
    return User.objects.filter(Q(pk__in=roles) | Q(pk__in=decided)).order_by("pk")


def addresses_of(users: Iterable[User]) -> dict[int, set[str]]:
    """Every address of each of these accounts, proved or not."""
    found = {user.pk: {user.email.lower()} for user in users}
    claims = EmailAddress.objects.filter(user__in=list(found))
    for pk, email in claims.values_list("user", "email"):
        found[pk].add(email.lower())
    return found


def _people(rows: list[Submission]) -> dict[str, Hashable]:
    """Who is behind an author's address: an account, or nobody but the address itself."""
    emails = {author.email for row in rows for author in row.authors.all() if author.email}
    person_of: dict[str, Hashable] = {email: email for email in emails}
    person_of |= dict(User.objects.filter(email__in=emails).values_list("email", "pk"))
    proved = EmailAddress.objects.filter(email__in=emails, verified=True)
    return person_of | dict(proved.values_list("email", "user"))


def _index(rows: list[Submission], person_of: dict[str, Hashable]) -> Authors:
    authors = Authors()
    for row in rows:
        for author in row.authors.all():
            if author.email:
                authors.by_address[author.email].append(row)
                authors.by_person[person_of[author.email]].append((row, author))
                authors.by_domain[institution(author.email)].append((row, author))
            authors.by_affiliation[affiliation_key(author.affiliation)].append((row, author))
    authors.by_domain.pop("", None)
    authors.by_affiliation.pop("", None)
    return authors


def _of(
    member: User,
    addresses: set[str],
    rows: list[Submission],
    authors: Authors,
    person_of: dict[str, Hashable],
) -> Iterator[Finding]:
    own = {row for row in rows if row.submitter_id == member.pk}
    own |= {row for address in addresses for row in authors.by_address.get(address, [])}
    for row in own:
        yield Finding(member, row, Source.SAME_PERSON, "")
    partners = {
        person_of[author.email]
        for row in own
        for author in row.authors.all()
        if author.email and author.email not in addresses
    }
    domains = {institution(email) for email in addresses}
    found = [
        (Source.CO_AUTHOR, [authors.by_person.get(partner, []) for partner in partners]),
        (Source.AFFILIATION, [authors.by_affiliation.get(affiliation_key(member.affiliation), [])]),
        (Source.DOMAIN, [authors.by_domain.get(domain, []) for domain in domains]),
    ]
    for source, named in found:
        evidence: dict[Submission, set[str]] = defaultdict(set)
        for row, author in (pair for some in named for pair in some):
            evidence[row].add(_words(source, author))
        for row, words in evidence.items():
            if row not in own:
                text = "; ".join(sorted(words))[:EVIDENCE_LENGTH]
                yield Finding(member, row, source, text)


def _words(source: Source, author: Author) -> str:
    """What an author of the submission itself shares: no other submission is named."""
    if source == Source.AFFILIATION:
        return f"{author.name}, {author.affiliation}"
    if source == Source.DOMAIN:
        return f"{author.name}, {institution(author.email)}"
    return author.name
