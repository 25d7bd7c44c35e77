"""What organizers know of those whom they are about to invite. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from reviews.domains import institution
from reviews.institutions import same_places
from reviews.invite import Invitee
from reviews.models import Invitation
from reviews.roster import reviewers_of
from submissions.models import Author, SubmissionQuerySet
from workshop.models import Topic, User, Workshop

State = Invitation.State
Numbers = dict[str, set[int]]
NEW, REVIEWER = "new", "reviewer"
# So many submissions of an institution are named; more would fill the page.
NAMED = 8


@dataclass(frozen=True)
class Known:
    """What somebody has to do with submissions: their numbers. `institution`: how that which they
    share with authors is called here."""

    author_of: list[int] = field(default_factory=list)
    institution: str = ""
    colleague_of: list[int] = field(default_factory=list)

    @property
    def named(self) -> list[int]:
        return self.colleague_of[:NAMED]

    @property
    def more(self) -> int:
        return len(self.colleague_of) - len(self.named)


@dataclass(frozen=True)
class Line:
    """Somebody of the list. `state` is new, waiting, declined or reviewer."""

    invitee: Invitee
    topics: Sequence[Topic]
    load: int
    state: str
    since: datetime | None
    known: Known
    is_ticked: bool

    @property
    def can_be_asked(self) -> bool:
        return self.state in (NEW, State.DECLINED)


def look(
    workshop: Workshop,
    invitees: Sequence[Invitee],
    *,
    topics: Sequence[Topic],
    load: int,
    by: User,
    affiliations: Mapping[str, str],
    chosen: Collection[str] | None = None,
) -> list[Line]:
    """A line for each. Ticked are those `chosen`, or else whoever was never asked before.

    `affiliations`: by address, where the list has some.
    """
    asked = {row.email: row for row in workshop.invitations.all()}
    reviewing = {one.address for one in reviewers_of(workshop)}
    known = evident(workshop, {one.email: affiliations.get(one.email, "") for one in invitees}, by)
    return [
        Line(
            invitee=one,
            topics=one.topics or topics,
            load=one.load or load,
            state=(state := _state(one.email, asked, reviewing)),
            since=_since(asked.get(one.email)),
            known=known[one.email],
            is_ticked=state == NEW if chosen is None else one.email in chosen,
        )
        for one in invitees
    ]


def _state(email: str, asked: dict[str, Invitation], reviewing: Collection[str]) -> str:
    row = asked.get(email)
    if email in reviewing or (row and row.state == State.ACCEPTED):
        return REVIEWER
    return row.state if row else NEW


def _since(row: Invitation | None) -> datetime | None:
    return (row.answered_at or row.invited_at) if row else None


def evident(workshop: Workshop, told: Mapping[str, str], user: User) -> dict[str, Known]:
    """The conflicts of interest that these addresses, and the affiliations told with them, show by
    themselves, with submissions that this organizer may see.

    Addresses are compared and accounts are not asked: that two addresses are one person's would
    tell what only they may tell. Whatever else there is, is found when they accept.
    """
    authors = _by_what_tells(Author.objects.filter(submission__in=compared(workshop, user)))
    same = same_places(frozenset(told.values()), frozenset(authors.by_affiliation))
    return {email: _known(email, told[email], authors, same) for email in told}


@dataclass(frozen=True)
class _Authors:
    """The numbers of their submissions, by what tells of them."""

    by_address: Numbers = field(default_factory=lambda: defaultdict(set))
    by_domain: Numbers = field(default_factory=lambda: defaultdict(set))
    by_affiliation: Numbers = field(default_factory=lambda: defaultdict(set))


def _by_what_tells(authors: QuerySet[Author]) -> _Authors:
    found = _Authors()
    facts = authors.values_list("email", "affiliation", "submission__number")
    for email, affiliation, number in facts:
        found.by_address[email.lower()].add(number)
        found.by_domain[institution(email)].add(number)
        found.by_affiliation[affiliation].add(number)
    for numbers in (found.by_address, found.by_domain, found.by_affiliation):
        numbers.pop("", None)
    return found


def _known(
    email: str, affiliation: str, authors: _Authors, same: Mapping[str, Iterable[str]]
) -> Known:
    """What is theirs is not also their colleagues'."""
    own, domain = authors.by_address.get(email, set()), institution(email)
    there = (authors.by_affiliation[other] for other in same.get(affiliation, ()))
    named = set[int]().union(*there) - own
    near = authors.by_domain.get(domain, set()) - own
    names = [name for name, numbers in ((affiliation, named), (domain, near)) if numbers]
    return Known(sorted(own), " or ".join(dict.fromkeys(names)), sorted(named | near))


def compared(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """With whose authors an address is compared: of what stands and this organizer may see."""
    rows: SubmissionQuerySet = workshop.submissions.organized_by(user).submitted()
    return rows
