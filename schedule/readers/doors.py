"""The doors to a submission: the rules of the permissions, said of stretches of time.

What `visible_to`, `assigned_to` and the rest answer for now, these answer for then. A test asks
both after every step of a whole workshop, and they must say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from reviews.models import Assignment, CommitteeSpell
from schedule.readers import facts as known
from schedule.readers.facts import Facts
from schedule.readers.spans import ALWAYS, NEVER, Spans, both, either, less, outside, span
from submissions.models import Consent, PaperVersion
from submissions.outcome import TOLD
from submissions.status import ACCEPTED, STANDING, Status
from workshop.history import Fact, Kind
from workshop.models import Barrier, Role, Workshop

Their = CommitteeSpell.Kind
Artefact, Part = Consent.Artefact, PaperVersion.Part
# By how it stands a decision is there, and told.
DECIDED = {*ACCEPTED, Status.REJECTED, Status.DESK_REJECTED}
# Whose door it was, and when it stood open.
ByUser = dict[int, Spans]


@dataclass(frozen=True)
class Doors:
    workshop: Workshop
    number: int
    facts: Facts

    def of(self, kind: str, **named: object) -> Iterator[tuple[Fact, Spans]]:
        """The facts of a kind that are as named."""
        for fact, spans in self.facts.items():
            if fact.kind == kind and all(getattr(fact, key) == is_ for key, is_ in named.items()):
                yield fact, spans

    def ever(self, kind: str, **named: object) -> Spans:
        return either(spans for _, spans in self.of(kind, **named))

    def by_user(self, kind: str, **named: object) -> ByUser:
        found: dict[int, list[Spans]] = defaultdict(list)
        for fact, spans in self.of(kind, **named):
            found[fact.user].append(spans)
        return {user: either(spans) for user, spans in found.items() if user}

    def stood(self, among: Collection[str], of: int = 0) -> Spans:
        """This one, or another."""
        of = of or self.number
        rows = self.of(Kind.STATUS, number=of)
        return either(spans for fact, spans in rows if fact.value in among)

    @cached_property
    def barred(self) -> ByUser:
        return self.by_user(Kind.BARRIER, number=self.number)

    @cached_property
    def handed_in(self) -> Spans:
        """Neither a draft nor one that was discarded."""
        stood = {status for status in Status if status not in {Status.DRAFT, Status.WITHDRAWN}}
        withdrawn = both(self.stood({Status.WITHDRAWN}), self.ever(known.HANDED_IN))
        return either([self.stood(stood), withdrawn])

    @cached_property
    def named(self) -> dict[str, Spans]:
        """The authors by their addresses: whoever owns one may sign in with it at any time."""
        mine = self.of(Kind.AUTHOR, user=0, number=self.number)
        return {fact.email: spans for fact, spans in mine if fact.email}

    @cached_property
    def senders(self) -> ByUser:
        return self.by_user(Kind.AUTHOR, number=self.number)

    @cached_property
    def organizers(self) -> ByUser:
        left = self._unbarred(Role.Kind.ORGANIZER)
        return {user: both(spans, self.handed_in) for user, spans in left.items()}

    @cached_property
    def deciders(self) -> ByUser:
        """From outside, while it stands and no organizer is left.

        Who reviews here is not outside, nor who has sent something here that stands.
        """
        nobody = outside(either(self._unbarred(Role.Kind.ORGANIZER).values()))
        reviews = self.by_user(Kind.ROLE, value=Role.Kind.REVIEWER)
        standing = self.stood(STANDING)
        return {
            user: less(both(spans, standing, nobody), reviews.get(user, NEVER), self._sent(user))
            for user, spans in self._unbarred(Role.Kind.DECIDER).items()
        }

    def _sent(self, user: int) -> Spans:
        """While something stood that they had sent, this or another."""
        sent = {fact.number: spans for fact, spans in self.of(Kind.AUTHOR, user=user)}
        return either(both(spans, self.stood(STANDING, of=n)) for n, spans in sent.items())

    @cached_property
    def reviewers(self) -> ByUser:
        """Of their papers."""
        confirmed = Assignment.State.CONFIRMED
        given = self.by_user(Their.ASSIGNMENT, value=confirmed)
        standing = self.stood(STANDING)
        return {
            user: both(spans, standing, given.get(user, NEVER))
            for user, spans in self._unbarred(Role.Kind.REVIEWER).items()
        }

    @cached_property
    def declaring(self) -> ByUser:
        """Who was shown title and authors, to say whom they are close to."""
        standing = self.stood(STANDING)
        wrote = self.by_user(Kind.BARRIER, number=self.number, value=Barrier.Reason.AUTHOR)
        declared = self.by_user(Their.DECLARED)
        return {
            user: less(
                both(spans, standing),
                wrote.get(user, NEVER),
                less(self.barred.get(user, NEVER), declared.get(user, NEVER)),
            )
            for user, spans in self.by_user(Kind.ROLE, value=Role.Kind.REVIEWER).items()
        }

    def _unbarred(self, kind: str) -> ByUser:
        roles = self.by_user(Kind.ROLE, value=kind)
        return {user: less(spans, self.barred.get(user, NEVER)) for user, spans in roles.items()}

    @cached_property
    def wrote(self) -> ByUser:
        return self.by_user(Their.REVIEW)

    @cached_property
    def announced(self) -> Spans:
        at = self.workshop.announced_at
        return span(at, None) if at else NEVER

    @cached_property
    def posted(self) -> Spans:
        page = self.ever(known.CONSENT, value=Artefact.PAGE)
        return both(self.stood(ACCEPTED), self.announced, page)

    @cached_property
    def posted_paper(self) -> Spans:
        consented = self.ever(known.CONSENT, value=Artefact.PDF)
        return both(self.posted, consented, self.ever(known.PAPER, value=Part.FINAL))

    @cached_property
    def scheduled(self) -> Spans:
        return both(self.stood(ACCEPTED), self.announced, self.ever(known.PUBLISHED))

    @cached_property
    def told(self) -> Spans:
        """When its authors knew the decision."""
        released = both(self.stood(TOLD), self.ever(known.TOLD))
        return either([released, self.stood(DECIDED)])

    @cached_property
    def reviews_told(self) -> Spans:
        released = both(self.ever(known.TOLD), self.ever(known.REVIEWS_TOLD))
        return both(self.stood(TOLD), released)

    @cached_property
    def decided(self) -> Spans:
        return either([self.ever(Their.DECISION), self.stood(DECIDED)])

    def there(self, thing: str) -> Spans:
        """When there was something of it to be read."""
        if thing == "paper":
            return self.ever(known.PAPER)
        if thing == "reviewers":
            return self.ever(Their.ASSIGNMENT)
        if thing == "reviews":
            return self.ever(Their.REVIEW)
        return self.decided if thing == "decision" else ALWAYS
