"""A workshop in which everything changes that decides who may read, each an hour after the other.

`look` asks the site's own gates, for everybody, what may be read at the moment: the truth with
which the answer to "who could have read this" is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from factories import AT, make_organizer, make_user, make_workshop
from run_story import propose
from schedule_factories import make_session, make_talk

from reviews import answer, assign, conflicts, decide, invite, notify, review
from reviews.conflicts import declarable
from reviews.invite import Invitee
from reviews.permissions import assigned_to
from reviews.problem import Wish
from schedule import publish
from schedule.freezing import published
from submissions import camera_ready, changes, desk, posting, submit, uploads
from submissions.content import AuthorFacts, Content
from submissions.models import Submission
from submissions.outcome import outcome_of
from submissions.papers.sample import sample_pdf
from submissions.status import ACCEPTED, Status
from workshop import organizers
from workshop.models import Deadline, Role, User

THINGS = ["title", "abstract", "paper", "reviewers", "reviews", "decision"]
Truth = dict[tuple[int, str], set[int]]
AT_ONCE = {*ACCEPTED, Status.REJECTED, Status.DESK_REJECTED}
Things = Callable[[Submission, User], Iterator[str]]
EVERYBODY = 0


def upload(title: str) -> uploads.Upload:
    return uploads.stored(ContentFile(sample_pdf(title), "paper.pdf"))  # type: ignore[arg-type]


@dataclass
class Tale:
    at: datetime = AT
    seen: list[tuple[datetime, Truth]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workshop = make_workshop("tale", call="open", at=AT, call_text="Send it.")
        self.olga = make_organizer(self.workshop, "olga@example.org", "Olga")
        self.carl = make_organizer(self.workshop, "carl@example.org", "Carl")
        self.carl.affiliation = "Zenith Observatory"
        self.carl.save()
        names = ["ada", "bob", "rex", "ria", "otto", "dora"]
        self.people = {name: make_user(f"{name}@example.org", name.title()) for name in names}
        self.ada, self.bob, self.rex, self.ria, self.otto, self.dora = self.people.values()

    def tell(self) -> Tale:
        """From the first draft to the last withdrawal; after each step everybody looks."""
        for _ in self.steps():
            self.seen.append((self.at, self.look()))
            self.at += timedelta(hours=1)
        return self

    def steps(self) -> Iterator[None]:
        for part in (self.call, self.committee, self.reviewing, self.deciding, self.posting):
            yield from part()

    @property
    def facts(self) -> dict[str, Any]:
        return {"by": self.olga, "at": self.at}

    def row(self, number: int = 1) -> Submission:
        found: Submission = self.workshop.submissions.get(number=number)
        return found

    # ---- what happens --------------------------------------------------------------------------

    def content(self, *names: str) -> Content:
        authors = [
            AuthorFacts(name.title(), f"{name}@example.org", "Zenith Observatory") for name in names
        ]
        authors[0] = replace(authors[0], is_corresponding=True, is_presenter=True)
        return Content("A title", "Found.", self.workshop.kinds.first(), (), "", authors)

    def save(self, *names: str, **more: Any) -> None:
        row = self.row()
        submit.save(row, self.content(*names), version=row.version, by=self.ada, at=self.at, **more)

    def call(self) -> Iterator[None]:
        yield
        submit.draft(self.workshop, self.content("ada"), by=self.ada, at=self.at)
        yield
        self.save("ada", "bob", paper=upload("One"))
        yield
        submit.submit(self.row(), by=self.ada, at=self.at)
        yield
        self.save("ada")
        yield
        self.save("ada", "bob")
        yield
        for name in ("ria", "dora"):
            draft = submit.draft(
                self.workshop,
                self.content(name),
                by=self.people[name],
                at=self.at,
                paper=upload(name),
            )
            if name == "ria":
                submit.submit(draft, by=self.ria, at=self.at)
        yield
        submit.withdraw(self.row(3), version=self.row(3).version, by=self.dora, at=self.at)
        yield
        desk.reject(self.row(2), reason="Not ours.", **self.facts)
        yield

    def join(self, user: User) -> None:
        asked = self.workshop.invitations.filter(email=user.email)
        if not asked.exists():
            whom = [Invitee(user.email, user.name)]
            invite.invite(self.workshop, whom, topics=[], load=4, **self.facts)
        answer.accept(asked.get(), topics=[], load=4, at=self.at)

    def committee(self) -> Iterator[None]:
        self.join(self.rex)
        self.join(self.ria)
        yield
        conflicts.declare(self.workshop, [1], by=self.rex, at=self.at)
        yield
        conflicts.declare(self.workshop, [], by=self.rex, at=self.at)
        yield
        conflicts.detect_everywhere(self.at)  # Carl, by his affiliation
        yield
        found = self.workshop.conflicts.filter(user=self.carl, submission__number=1).get()
        conflicts.dismiss(found, **self.facts)
        yield
        for _ in range(2):
            organizers.invite(self.workshop, email=self.otto.email, **self.facts)
            yield
            organizers.remove(self.workshop, user_id=self.otto.pk, **self.facts)
            yield

    def give(self, *users: User) -> None:
        for user in users:
            assign.assign(self.row(), reviewer_id=user.pk, **self.facts)

    def take(self, user: User) -> None:
        given = self.workshop.assignments.get(reviewer=user, submission__number=1)
        assign.unassign(given, **self.facts)

    def reviewing(self) -> Iterator[None]:
        self.give(self.rex, self.ria)
        yield
        assign.confirm(self.workshop, **self.facts)
        yield
        self.take(self.ria)
        yield
        propose(self.workshop, self.olga, Wish(2), self.at)
        assign.confirm(self.workshop, **self.facts)
        yield
        self.write(self.rex)
        yield
        review.decline(self.row(), reason="No time.", by=self.ria, at=self.at)
        yield
        self.give(self.ria)
        assign.confirm(self.workshop, **self.facts)
        yield
        self.write(self.ria)
        yield
        invite.remove(self.workshop, self.ria, **self.facts)
        yield
        self.join(self.ria)
        yield
        conflicts.declare(self.workshop, [1], by=self.ria, at=self.at)
        yield

    def write(self, user: User) -> None:
        whole = review.Content(title="Fine", text="Sound.", rating=4, confidence=2, note="")
        review.submit(self.row(), whole, version=0, by=user, at=self.at)

    def decide(self, outcome: str, version: int) -> None:
        decide.decide(self.row(), outcome=outcome, version=version, **self.facts)

    def deciding(self) -> Iterator[None]:
        for version, outcome in enumerate(["oral", "", "rejected"]):
            self.decide(outcome, version)
            yield
        self.workshop.deadlines.filter(step="submit").update(closes_at=self.at)
        notify.release(self.workshop, **self.facts)
        yield
        self.correct("oral", 3)
        yield

    def correct(self, outcome: str, version: int) -> None:
        notify.correct(self.row(), outcome=outcome, note="", version=version, **self.facts)

    def consent(self, *artefacts: str) -> None:
        posting.consent(self.row(), artefacts, by=self.ada, at=self.at)

    def posting(self) -> Iterator[None]:
        Deadline.everywhere.exclude(step="submit").update(closes_at=self.at + timedelta(days=9))
        self.consent("page", "pdf")
        yield
        said = camera_ready.Content("Found, at last.", 1)
        files = camera_ready.Files(upload("Final"))
        version = self.row().version
        camera_ready.save(self.row(), said, files, version=version, by=self.ada, at=self.at)
        yield
        self.change()
        yield
        posting.consent(self.row(), [], by=self.bob, at=self.at)
        yield
        make_talk(make_session(self.workshop), self.row())
        publish.publish(self.workshop, **self.facts)
        yield
        posting.consent(self.row(), ["page"], by=self.bob, at=self.at)
        yield
        self.correct("rejected", 4)
        yield
        self.correct("poster", 5)
        yield
        make_session(self.workshop, hour=14)
        self.workshop.presentations.all().delete()
        publish.publish(self.workshop, **self.facts)
        yield
        submit.withdraw(self.row(), version=self.row().version, by=self.bob, at=self.at)
        yield
        organizers.remove(self.workshop, user_id=self.carl.pk, **self.facts)
        yield

    def change(self) -> None:
        """Ada, who sent it, is its author no more."""
        row = self.row()
        left = self.content("bob").authors
        shown = changes.seen(row)
        changes.propose(row, "Renamed", left, "", shown=shown, by=self.bob, at=self.at)
        changes.approve(row, number=1, **self.facts)

    # ---- what may be read ----------------------------------------------------------------------

    def look(self) -> Truth:
        rows = self.workshop.submissions.prefetch_related("papers")
        self.there = {row.number: row for row in rows}
        self.wrote = self._pairs(self.workshop.reviews.filter(state="submitted"), "assignment__")
        self.given = self._pairs(self.workshop.assignments.all())
        decided = self.workshop.decisions.exclude(outcome="")
        self.decided = set(decided.values_list("submission__number", flat=True))
        roles = set(self.workshop.roles.values_list("user", "kind"))
        truth: Truth = {(number, thing): set() for number in self.there for thing in THINGS}
        for user in [self.olga, self.carl, *self.people.values()]:
            kinds = {kind for pk, kind in roles if pk == user.pk}
            for number, thing in self._of(user, kinds):
                truth[number, thing].add(user.pk)
        for number, thing in self._of_everybody():
            truth[number, thing].add(EVERYBODY)
        return truth

    def _pairs(self, rows: QuerySet[Any], path: str = "") -> set[tuple[int, int]]:
        return set(rows.values_list(f"{path}submission__number", f"{path}reviewer"))

    def _of_everybody(self) -> Iterator[tuple[int, str]]:
        found = published(self.workshop)
        for number in found[1].submissions if found else ():
            yield from ((number, thing) for thing in ("title", "decision"))
        for row in self.workshop.submissions.posted().for_public():
            seen = ["title", "abstract", "decision", *(["paper"] if row.posted_pdf else [])]
            yield from ((row.number, thing) for thing in seen)

    def _of(self, user: User, kinds: set[str]) -> Iterator[tuple[int, str]]:
        there = self.workshop.submissions
        gates: list[tuple[Any, Things]] = [(there.authored_by(user), self._of_authors)]
        if kinds - {Role.Kind.REVIEWER}:
            gates.append((there.organized_by(user), self._of_organizers))
        if Role.Kind.REVIEWER in kinds:
            yield from ((row.number, "title") for row in declarable(self.workshop, user))
            gates.append((assigned_to(user, self.workshop), self._of_reviewers))
        for gate, things in gates:
            for number in gate.values_list("number", flat=True):
                row = self.there[number]
                text = ["title", "abstract", *(["paper"] if row.paper else [])]
                yield from ((number, thing) for thing in [*text, *things(row, user)])

    def _of_authors(self, row: Submission, _user: User) -> Iterator[str]:
        told = outcome_of(row)
        if told and told.reviews:
            yield "reviews"
        if told or row.status in AT_ONCE:
            yield "decision"

    def _of_organizers(self, row: Submission, _user: User) -> Iterator[str]:
        if row.status in AT_ONCE or row.number in self.decided:
            yield "decision"
        if row.number in {number for number, _ in self.given}:
            yield "reviewers"
        if row.number in {number for number, _ in self.wrote}:
            yield "reviews"

    def _of_reviewers(self, row: Submission, user: User) -> Iterator[str]:
        yield "reviewers"
        if (row.number, user.pk) in self.wrote:
            yield "reviews"
