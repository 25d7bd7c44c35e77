"""What organizers know of those whom they are about to invite. Reads, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reviews.institutions import institution
from reviews.invite import Invitee
from reviews.models import Invitation
from reviews.roster import reviewers_of
from submissions.models import Author, SubmissionQuerySet
from workshop.models import Topic, User, Workshop

State = Invitation.State
NEW, REVIEWER = "new", "reviewer"
# So many submissions of an institution are named; more would fill the page.
NAMED = 8


@dataclass(frozen=True)
class Known:
    """What an address has to do with submissions: their numbers."""

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
    chosen: Collection[str] | None = None,
) -> list[Line]:
    """A line for each. Ticked are those `chosen`, or else whoever was never asked before."""
    asked = {row.email: row for row in workshop.invitations.all()}
    reviewing = {one.address for one in reviewers_of(workshop)}
    known = evident(workshop, [one.email for one in invitees], by)
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


def evident(workshop: Workshop, emails: Iterable[str], user: User) -> dict[str, Known]:
    """The conflicts of interest that these addresses show by themselves, with submissions that this
    organizer may see.

    Addresses are compared and accounts are not asked: that two addresses are one person's would
    tell what only they may tell. Whatever else there is, is found when they accept.
    """
    by_address, by_domain = defaultdict(set), defaultdict(set)
    authors = Author.objects.filter(submission__in=compared(workshop, user)).exclude(email="")
    for email, number in authors.values_list("email", "submission__number"):
        by_address[email.lower()].add(number)
        by_domain[institution(email)].add(number)
    by_domain.pop("", None)
    found = {}
    for email in emails:
        own, domain = by_address.get(email, set()), institution(email)
        others = by_domain.get(domain, set()) - own
        found[email] = Known(sorted(own), domain, sorted(others))
    return found


def compared(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """With whose authors an address is compared: of what stands and this organizer may see."""
    rows: SubmissionQuerySet = workshop.submissions.organized_by(user).submitted()
    return rows
