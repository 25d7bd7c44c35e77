"""The site of the permission rules: one of everybody, and a submission of every status.

It is made once for a module of rules, or once for a campaign; what a rule changes is undone.

    no.  status          of
    1    submitted       the author, with the co-author; reviewed
    2    submitted       the other author
    3    draft           the author, naming the co-author
    4    withdrawn       the author; was assigned
    5    desk-rejected   the author
    6    oral            the author, with the co-author; all of it posted
    7    poster          the other author; the page posted until it was taken back
    8    rejected        the author; consented to before
    9    submitted       the organizer who writes
    10   submitted       sent by the author, who is not among the authors
    11   poster          the other author, sent by the deciding one; the page posted alone
    12   submitted       the other author; no organizer is left, so an outside decider is
    13   withdrawn       the author, who never handed it in
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.http import Http404
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from posting_factories import give
from review_factories import assign, bar, make_review, make_reviewer

from reviews.models import Assignment
from submissions.models import PaperVersion, Submission
from workshop.models import Role, User, Workshop

PROPOSED, DECLINED = Assignment.State.PROPOSED, Assignment.State.DECLINED
ORAL_PARTS = [PaperVersion.Part.FINAL, PaperVersion.Part.SLIDES]
ABSENT = "404"


@dataclass
class Site:
    here: Workshop
    there: Workshop
    quiet: Workshop
    people: dict[str, User]

    def number(self, number: int) -> Submission:
        """A fresh copy of a submission here."""
        row: Submission = self.here.submissions.select_related("workshop").get(number=number)
        return row

    def seen(
        self, find: Callable[[User], Iterable[Any]], names: Iterable[str] = ()
    ) -> dict[str, list[Any]]:
        """By person what they find, as numbers or slugs; who finds nothing is left out."""
        found = {
            name: sorted(map(_named, find(self.people[name]))) for name in names or self.people
        }
        return {name: rows for name, rows in found.items() if rows}

    def let_in(self, ask: Callable[[User], Any]) -> set[str]:
        """Those who get what they ask for; to all others it is as if it were not there."""
        return {name for name, user in self.people.items() if answer(ask, user) != ABSENT}


def _named(row: Any) -> Any:
    for name in ("number", "slug", "text", "subject"):
        if hasattr(row, name):
            return getattr(row, name)
    return row


def answer(ask: Callable[..., Any], *given: Any) -> Any:
    """What is answered, or that it is not there."""
    try:
        return ask(*given)
    except Http404:
        return ABSENT


def build() -> Site:
    here, there = make_workshop("here", at=AT), make_workshop("there", at=AT)
    quiet = make_workshop("quiet", at=AT, call="preparing")
    site = Site(here, there, quiet, _people(here, there, quiet))
    _next_door(site)  # first, so that no number here is also a key
    _submissions(site)
    _committee(site)
    return site


def _people(here: Workshop, there: Workshop, quiet: Workshop) -> dict[str, User]:
    names = ["author", "co-author", "unproved author", "other author", "stranger"]
    people = {name: make_user(f"{name.replace(' ', '-')}@example.org", name) for name in names}
    second = {"user": people["co-author"], "email": "second@example.org"}
    EmailAddress.objects.create(**second, verified=True)
    first = EmailAddress.objects.filter(user=people["unproved author"])
    first.update(verified=False)
    people["administrator"] = make_user("root@example.org", is_administrator=True)
    for name in ["organizer", "barred organizer", "writing organizer", "once reviewer"]:
        people[name] = make_organizer(here, name=name)
    quiet.roles.create(user=people["organizer"], kind=Role.Kind.ORGANIZER)
    quiet.roles.create(user=people["stranger"], kind=Role.Kind.REVIEWER)
    people["organizer there"] = make_organizer(there)
    people["former organizer"] = make_organizer(here)
    here.roles.filter(user=people["former organizer"]).delete()
    names = ["reviewer", "proposed reviewer", "declined reviewer", "unassigned reviewer"]
    for name in [*names, "barred reviewer", "former reviewer"]:
        people[name] = make_reviewer(here, name=name)
    people["reviewer there"] = make_reviewer(there)
    for name in ["decider", "barred decider", "reviewing decider", "writing decider"]:
        people[name] = make_user(name=name)
        here.roles.create(user=people[name], kind=Role.Kind.DECIDER)
    here.roles.create(user=people["reviewing decider"], kind=Role.Kind.REVIEWER)
    people["decider there"] = make_user()
    there.roles.create(user=people["decider there"], kind=Role.Kind.DECIDER)
    quiet.roles.create(user=people["decider there"], kind=Role.Kind.DECIDER)
    return people


def _submissions(site: Site) -> None:
    people = site.people
    author, other = people["author"], people["other author"]
    make = make_submission
    both = [author.email, "second@example.org", "unproved-author@example.org"]
    make(site.here, author, authors=both)
    make(site.here, other)
    make(site.here, author, status="draft", authors=both)
    make(site.here, author, status="withdrawn")
    make(site.here, author, status="desk-rejected")
    make(site.here, author, status="oral", authors=both, video="https://video.example.org/6")
    make(site.here, other, status="poster")
    make(site.here, author, status="rejected")
    make(site.here, people["writing organizer"])
    make(site.here, author, authors=["somebody@example.org"])
    make(site.here, people["writing decider"], status="poster", authors=[other.email])
    make(site.here, other)
    make(site.here, author, status="withdrawn", submitted_at=None)
    for part in ORAL_PARTS:
        make_version(site.number(6), part)
    give(site.number(6))
    for number in (7, 8, 11):
        give(site.number(number), "page")
    gone = site.number(7)
    gone.consents.update(revoked_at=gone.saved_at + timedelta(days=1))


def _next_door(site: Site) -> None:
    """Submissions of the same numbers in other workshops."""
    for workshop in (site.there, site.quiet):
        make_submission(workshop, site.people["other author"])
        give(make_submission(workshop, site.people["other author"], status="oral"), "page")
    # Who has a conflict with number 1 there has none with number 1 here.
    for name in ("organizer", "reviewer", "writing organizer"):
        bar(site.people[name], site.there.submissions.get(number=1))


def _committee(site: Site) -> None:
    people, first = site.people, site.number(1)
    make_review(assign(first, people["reviewer"]))
    assign(first, people["proposed reviewer"], PROPOSED)
    make_review(assign(first, people["declined reviewer"], DECLINED))
    make_review(assign(first, people["barred reviewer"]))
    assign(first, people["once reviewer"])
    assign(first, people["former reviewer"])
    site.here.roles.filter(user=people["former reviewer"]).delete()
    make_review(assign(site.number(2), people["reviewer"]), state="draft")
    for number in (4, 6):
        assign(site.number(number), people["reviewer"])
    bar(people["barred reviewer"], first)
    for number in (2, 7):
        bar(people["barred organizer"], site.number(number))
    for name in ["organizer", "barred organizer", "writing organizer", "once reviewer"]:
        bar(people[name], site.number(12))
    bar(people["barred decider"], site.number(12))
    bar(people["decider"], site.number(2))  # and is outside all the same
    assign(site.number(9), people["barred reviewer"])
    assign(site.there.submissions.get(number=1), people["reviewer there"])


def make_version(
    submission: Submission, part: str = PaperVersion.Part.REVIEW, **facts: Any
) -> PaperVersion:
    """A file in a row, without anything in it."""
    facts = {"finding": PaperVersion.Finding.FINE, "received_at": submission.saved_at, **facts}
    return submission.papers.create(
        part=part,
        number=submission.papers.count() + 1,
        file=ContentFile(b"-", "paper.pdf"),
        size=1,
        sha256="0" * 64,
        **facts,
    )
