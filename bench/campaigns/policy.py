"""What the site promises, in plain Python: who may see what, and who may do what when.

A second opinion, short enough to be read as the specification: no Django, no database, no page.
`machine.py` takes the same steps here and on the site, and compares. People are names; a step
returns if it was done, raises NotNow where the site refuses, Absent where it shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

ACCEPTED = {"oral", "poster"}
TOLD = {*ACCEPTED, "rejected"}
STANDING = {*TOLD, "submitted"}
INVITATIONS_LAST = timedelta(days=60)
LOAD = 2
# Why somebody must not touch a submission.
AUTHOR, CONFLICT = "author", "conflict"
DECLARED, SAME_PERSON, CO_AUTHOR = "declared", "same-person", "co-author"


class Absent(Exception):
    """To this person it is not there."""


class NotNow(Exception):
    """They may, but not as things stand."""


def check(condition: object) -> None:
    if not condition:
        raise NotNow


@dataclass
class Paper:
    submitter: str | None
    authors: tuple[str, ...]
    presenter: str
    status: str = "draft"
    handed_in: bool = False
    outcome: str = ""  # sealed
    decider: str = ""
    told: str = ""  # what the last release said
    read: frozenset[tuple[str, str]] = frozenset()  # the reviews that it copied: by whom, the text
    proposed: tuple[str, ...] | None = None
    consents: set[str] = field(default_factory=set)
    final: bool = False


@dataclass
class Assignment:
    state: str = "proposed"
    was_confirmed: bool = False
    review: str = ""  # or draft, or submitted
    text: str = ""


@dataclass
class Conflict:
    evidence: frozenset[str] = frozenset()
    stands: bool = True
    is_confirmed: bool = False


@dataclass
class Facts:
    """The state of one workshop, and who may see what of it."""

    now: datetime
    closes: datetime
    final_by: datetime
    over: datetime
    organizers: set[str]
    opens: datetime | None = None
    announced: bool = False
    reviewers: set[str] = field(default_factory=set)
    deciders: set[str] = field(default_factory=set)  # from outside, where no organizer is left
    invitations: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    papers: dict[int, Paper] = field(default_factory=dict)
    barriers: set[tuple[str, int, str]] = field(default_factory=set)
    conflicts: dict[tuple[str, int, str], Conflict] = field(default_factory=dict)
    given: dict[tuple[str, int], Assignment] = field(default_factory=dict)
    plan: dict[str, list[int]] = field(default_factory=lambda: {"contributed": [], "posters": []})
    published: dict[str, list[tuple[object, ...]]] | None = None

    def is_open(self) -> bool:
        return self.opens is not None and self.opens <= self.now < self.closes

    def authors_of(self, n: int) -> set[str]:
        """Whoever submitted it, and whoever it names: from the first draft to the end."""
        return {*self.papers[n].authors, self.papers[n].submitter or ""} - {""}

    def is_barred(self, who: str, n: int) -> bool:
        return (who, n, AUTHOR) in self.barriers or (who, n, CONFLICT) in self.barriers

    def counts(self, who: str, n: int) -> bool:
        """That there is one more: an organizer with no barrier in between."""
        return who in self.organizers and not self.is_barred(who, n)

    def knows(self, who: str, n: int) -> bool:
        """What the journal and the outbox tell of it: the same, once it was handed in; never of a
        draft, not even of one that was thrown away."""
        return self.counts(who, n) and self.papers[n].handed_in

    def has_organizer(self, n: int) -> bool:
        return any(self.counts(who, n) for who in self.organizers)

    def may_decide_outside(self, who: str, n: int) -> bool:
        """Of the deciders who neither review nor have sent here what stands: what stands."""
        standing = [paper for paper in self.papers.values() if paper.status in STANDING]
        has_sent = any(paper.submitter == who for paper in standing)
        is_outside = who in self.deciders and who not in self.reviewers and not has_sent
        return is_outside and not self.is_barred(who, n) and self.papers[n] in standing

    def handles(self, who: str, n: int) -> bool:
        """All of it, its reviewers too: an organizer, or where none is left, an outside decider."""
        from_outside = not self.has_organizer(n) and self.may_decide_outside(who, n)
        return self.papers[n].handed_in and (self.counts(who, n) or from_outside)

    def wants_decider(self) -> bool:
        """While there is something to decide, or to correct until it is over."""
        waiting = {"submitted"} if self.now >= self.over else STANDING
        rows = [n for n, paper in self.papers.items() if paper.status in waiting]
        left = [n for n in rows if not self.has_organizer(n)]
        return any(not any(self.handles(who, n) for who in self.deciders) for n in left)

    def reviews(self, who: str, n: int) -> bool:
        """The paper and its authors: a reviewer who was given it, until a barrier comes."""
        mine = self.given.get((who, n))
        is_mine = mine is not None and mine.state == "confirmed"
        stands = self.papers[n].status in STANDING
        return who in self.reviewers and is_mine and stands and not self.is_barred(who, n)

    def may_declare(self, who: str, n: int) -> bool:
        """Its title and authors, to reviewers: what stands, is not theirs, and not barred yet."""
        is_free = not self.is_barred(who, n) or (who, n, DECLARED) in self.conflicts
        theirs = (who, n, AUTHOR) in self.barriers
        return self.papers[n].status in STANDING and is_free and not theirs

    def is_posted(self, n: int, what: str = "page") -> bool:
        """To the public: accepted, announced, and its authors consent, to its page and to this."""
        paper = self.papers[n]
        return self.announced and paper.status in ACCEPTED and {"page", what} <= paper.consents

    def counted(self, n: int) -> frozenset[tuple[str, str]]:
        """The reviews that a release copies: handed in, still given, by nobody barred since."""
        return frozenset(row for row in self._handed_in(n) if not self.is_barred(row[0], n))

    def counted_or_read(self, n: int) -> frozenset[tuple[str, str]]:
        """Those that a correction copies: what authors have read stays, whoever is barred since."""
        has_told = {who for who, _ in self.papers[n].read}
        read = {row for row in self._handed_in(n) if row[0] in has_told}
        return self.counted(n) | read

    def _handed_in(self, n: int) -> set[tuple[str, str]]:
        return {
            (who, row.text)
            for (who, number), row in self.given.items()
            if number == n and (row.state, row.review) == ("confirmed", "submitted")
        }

    def reviewers_of(self, n: int) -> set[str]:
        """Whom organizers who handle it see at work on it, and nobody else does."""
        return {who for who, number in self.given if number == n and self.reviews(who, n)}

    def planned(self, who: str) -> set[int]:
        """The talks and posters that an organizer plans with. A place that was public is kept."""
        placed = {n for numbers in self.plan.values() for n in numbers if self.handles(who, n)}
        is_out = self.published is not None
        return {n for n in placed if is_out or self.papers[n].status in ACCEPTED}

    def program(self) -> dict[str, list[tuple[object, ...]]]:
        """What publishing would freeze: of each session who speaks, and as the how-maniest."""
        found: dict[str, list[tuple[object, ...]]] = {}
        for kind, numbers in self.plan.items():
            is_kept = [n for n in numbers if self.published or self.papers[n].status in ACCEPTED]
            found[kind] = [
                (n, place, len(is_kept), self.papers[n].authors, self.papers[n].presenter)
                for place, n in enumerate(is_kept)
                if self.papers[n].status in ACCEPTED
            ]
        return found

    def on_schedule(self) -> set[int]:
        """To the public: what was frozen last, less what is no longer accepted."""
        frozen = {row[0] for rows in (self.published or {}).values() for row in rows}
        return {n for n in self.papers if n in frozen and self.papers[n].status in ACCEPTED}

    # ---- what may be reached; anything else is absent -------------------------------------------

    def organizing(self, who: str) -> None:
        if who not in self.organizers:
            raise Absent

    def assigning(self, who: str) -> None:
        """On the pages of the committee: an outside decider while something of theirs waits."""
        waiting = [n for n, paper in self.papers.items() if paper.status == "submitted"]
        if not any(self.handles(who, n) for n in waiting):
            self.organizing(who)

    def here(self, who: str) -> None:
        if not (self.announced or who in self.organizers):
            raise Absent

    def own(self, who: str, n: int, among: set[str] | None = None) -> Paper:
        self.here(who)
        if n not in self.papers or who not in self.authors_of(n):
            raise Absent
        return self._of(n, among)

    def handled(self, who: str, n: int, among: set[str] | None = None) -> Paper:
        if n not in self.papers or not self.handles(who, n):
            raise Absent
        return self._of(n, among)

    def reviewed(self, who: str, n: int) -> Assignment:
        if n not in self.papers or not self.reviews(who, n):
            raise Absent
        return self.given[who, n]

    def _of(self, n: int, among: set[str] | None) -> Paper:
        if among is not None and self.papers[n].status not in among:
            raise Absent
        return self.papers[n]

    # ---- barriers --------------------------------------------------------------------------------

    def bar_authors(self, n: int) -> None:
        """Whoever submitted it; once it is handed in, all whom it names. For good."""
        paper = self.papers[n]
        people = self.authors_of(n) if paper.handed_in else {paper.submitter} - {None}
        self.barriers |= {(who, n, AUTHOR) for who in people if who}

    def bar(self, who: str, n: int) -> None:
        """A conflict: at once, and what they have of it goes back, but for a finished review."""
        self.barriers.add((who, n, CONFLICT))
        self.take_back(who, n)

    def lift(self, who: str, n: int) -> None:
        """The barrier goes with the last conflict that stands for it."""
        sources = (DECLARED, SAME_PERSON, CO_AUTHOR)
        rows = [self.conflicts.get((who, n, source)) for source in sources]
        if not any(row and row.stands for row in rows):
            self.barriers.discard((who, n, CONFLICT))

    def take_back(self, who: str, n: int) -> None:
        row = self.given.get((who, n))
        if row and row.state == "proposed" and not row.review:
            del self.given[who, n]
        elif row and row.review != "submitted":
            row.state = "declined"

    def find_conflicts(self, of: str = "", to: str = "") -> None:
        """Between the committee and all that was handed in: to be an author, or to have written
        another with one of its authors. One that was dismissed stands again if there is more.

        In somebody's own step, of them alone and of what no barrier hides from them; in that of
        an organizer, of what they handle.
        """
        asked = {n for n in self.papers if self._is_asked(n, of, to)}
        for who in sorted({of} if of else self.committee()):
            for n, source, evidence in [one for one in self._found(who) if one[0] in asked]:
                known = self.conflicts.get((who, n, source))
                if known is None or (not known.stands and evidence - known.evidence):
                    self.conflicts[who, n, source] = Conflict(evidence)
                    self.bar(who, n)
                elif known.stands and not known.is_confirmed and not of and not to:
                    known.evidence |= evidence

    def _is_asked(self, n: int, of: str, to: str) -> bool:
        is_open = self.papers[n].status in STANDING and not self.is_barred(of, n)
        return (not of or is_open or self.handles(of, n)) and (not to or self.handles(to, n))

    def committee(self) -> set[str]:
        """And whoever has left, while something that they decided is not released."""
        decided = {p.decider for p in self.papers.values() if p.status == "submitted"} - {""}
        return self.organizers | self.reviewers | self.deciders | decided

    def sees_why(self, who: str, whom: str, n: int) -> bool:
        """All that speaks for it: half of what two people wrote together is not enough."""
        shown = self._found(whom, who) if whom in self.committee() else ()
        evidence = self.conflicts[whom, n, CO_AUTHOR].evidence
        return any((n, CO_AUTHOR) == found[:2] and evidence <= found[2] for found in shown)

    def _found(self, who: str, to: str = "") -> Iterator[tuple[int, str, frozenset[str]]]:
        """In all that was handed in, or in what of it somebody handles; who has left is asked of
        what they decided and was not released."""
        handed_in = [n for n in self.papers if self.papers[n].handed_in]
        handed_in = [n for n in handed_in if not to or self.handles(to, n)]
        own = [n for n in handed_in if who in self.authors_of(n)]
        partners = {name for n in own for name in self.papers[n].authors} - {who}
        has_left = who not in self.organizers | self.reviewers | self.deciders
        for n in handed_in:
            if has_left and (self.papers[n].decider, self.papers[n].status) != (who, "submitted"):
                continue
            shared = frozenset(partners & set(self.papers[n].authors))
            if n in own:
                yield n, SAME_PERSON, frozenset()
            elif shared:
                yield n, CO_AUTHOR, shared


def end_of_day(day: date) -> datetime:
    """The next day's midnight anywhere on Earth."""
    return datetime.combine(day + timedelta(days=1), time(12), UTC)
