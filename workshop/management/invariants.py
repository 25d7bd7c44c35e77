"""What must always be true of the rows, whoever wrote them: each rule a sentence and a search.

SQLite cannot tie two columns to one workshop and no database can tie a barrier to an address, so
these are looked for: by `manage.py check_invariants`, and by the tests after every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet

import reviews.grounds
import submissions.grounds
import workshop.grounds
from reviews.models import Conflict, Review
from submissions.deciders import CHANGE_WAITS, NEEDED
from submissions.models import (
    Author,
    PaperVersion,
    ReleasedDecision,
    ReleasedReview,
    Submission,
)
from workshop import walls
from workshop.models import Barrier, Deadline, Entry, Letter
from workshop.walls import Pair, Tie

GROUNDS = [
    *workshop.grounds.GROUNDS,
    *submissions.grounds.GROUNDS,
    *reviews.grounds.GROUNDS,
]


class Several(list[QuerySet[Model]]):
    """Queries of different tables that look for the same thing."""


Search = Callable[[], Iterable[object]]


@dataclass(frozen=True)
class Rule:
    sentence: str
    search: Search
    # Whether it holds of what steps have written only: rows made by hand leave no spell.
    of_steps: bool = False

    def searches(self) -> list[Iterable[object]]:
        found = self.search()
        return list(found) if isinstance(found, Several) else [found]

    def broken_by(self) -> list[object]:
        return [row for rows in self.searches() for row in rows]


RULES: list[Rule] = []


def rule(sentence: str, *, of_steps: bool = False) -> Callable[[Search], Search]:
    """Name a rule; the function finds the rows that break it."""

    def add(search: Search) -> Search:
        RULES.append(Rule(sentence, search, of_steps))
        return search

    return add


def broken(rules: Iterable[Rule] = RULES) -> list[tuple[str, list[object]]]:
    """Every rule that is broken, with the rows that break it."""
    found = [(each.sentence, each.broken_by()) for each in rules]
    return [(sentence, rows) for sentence, rows in found if rows]


WALLS = "What a row of a workshop names is of the same workshop."
TIES = "What holds two rows of a workshop together holds rows of one workshop."


@rule(WALLS)
def across_walls() -> Several:
    """PostgreSQL refuses these by composite keys; SQLite has none."""
    return Several(_across(pair) for pair in walls.pairs())


def _across(pair: Pair) -> QuerySet[Model]:
    key = pair.key.name
    named = Q(**{f"{key}__isnull": False})
    return walls.rows_of(pair.child).filter(named).exclude(**{f"{key}__workshop": F("workshop")})


@rule(TIES)
def ties_across_walls() -> Several:
    """Topics, people, panels and what was released: with no workshop of their own there is no key
    to hold them. Files, consents and changes hang on one submission, and are where it is."""
    return Several(_untied(tie) for tie in walls.ties())


def _untied(tie: Tie) -> QuerySet[Model]:
    one, other = (key.name for key in tie.keys)
    named = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return (
        walls.rows_of(tie.model)
        .filter(named)
        .exclude(**{f"{one}__workshop": F(f"{other}__workshop")})
    )


@rule("Authors stand in positions 1 to n.")
def gaps_between_authors() -> QuerySet[Submission]:
    counted = Submission.everywhere.annotate(
        lowest=Min("authors__position"), highest=Max("authors__position"), n=Count("authors")
    )
    return counted.exclude(n=0).exclude(lowest=1, highest=F("n"))


@rule("A submission has at most one corresponding author and one presenter.")
def too_many_presenters() -> QuerySet[Submission]:
    counted = Submission.everywhere.annotate(
        corresponding=Count("authors", filter=Q(authors__is_corresponding=True)),
        presenting=Count("authors", filter=Q(authors__is_presenter=True)),
    )
    return counted.filter(Q(corresponding__gt=1) | Q(presenting__gt=1))


@rule("Every paper has its file.")
def papers_without_a_file() -> list[PaperVersion]:
    papers = PaperVersion.objects.all()
    return [paper for paper in papers if not default_storage.exists(paper.file.name or "")]


@rule("Whoever holds an author's address, proved or not, is barred from the submission.")
def authors_not_barred() -> list[str]:
    holders = set(EmailAddress.objects.values_list("email", "user"))
    barred = set(Barrier.everywhere.values_list("workshop", "number", "user"))
    users_of: dict[str, list[int]] = {}
    for email, user in holders:
        users_of.setdefault(email, []).append(user)
    rows = Submission.everywhere.handed_in()
    handed_in = Author.objects.exclude(email="").filter(submission__in=rows)
    named = handed_in.values_list("submission__workshop", "submission__number", "email")
    return [
        f"{email}, submission {number}"
        for workshop, number, email in named
        for user in users_of.get(email, [])
        if (workshop, number, user) not in barred
    ]


@rule("A conflict that is not dismissed bars.")
def conflicts_that_do_not_bar() -> QuerySet[Conflict]:
    barred = Barrier.against(OuterRef("user"), "submission__number")
    return Conflict.everywhere.filter(dismissed_at=None).exclude(Exists(barred))


@rule("A barrier for a conflict has one that is not dismissed.")
def barriers_without_a_conflict() -> QuerySet[Barrier]:
    standing = Conflict.everywhere.filter(
        workshop=OuterRef("workshop"),
        user=OuterRef("user"),
        submission__number=OuterRef("number"),
        dismissed_at=None,
    )
    return Barrier.everywhere.filter(reason=Barrier.Reason.CONFLICT).exclude(Exists(standing))


@rule("A submitted review has its text, rating and confidence.")
def incomplete_reviews() -> QuerySet[Review]:
    lacks = Q(text="") | Q(rating=None) | Q(confidence=None)
    return Review.everywhere.filter(lacks, state=Review.State.SUBMITTED)


@rule("Where a release has spoken, a submission is what the last one said, or withdrawn.")
def statuses_no_release_gave() -> list[Submission]:
    last: dict[int, str] = {}
    for row in ReleasedDecision.objects.order_by("release__number").values_list(
        "submission", "outcome"
    ):
        last[row[0]] = row[1]
    rows = Submission.everywhere.filter(pk__in=last).exclude(status="withdrawn")
    return [submission for submission in rows if submission.status != last[submission.pk]]


@rule("The labels of released reviews are different from one another and begin at 1.")
def labels_out_of_range() -> QuerySet[ReleasedReview]:
    return ReleasedReview.objects.filter(label__lt=1)


@rule("A letter or an entry speaks of a submission that is there.")
def about_nothing() -> Several:
    there = Submission.everywhere.filter(workshop=OuterRef("workshop"), number=OuterRef("about"))
    letters = Letter.everywhere.filter(about__isnull=False).exclude(Exists(there))
    entries = Entry.everywhere.filter(about__isnull=False).exclude(Exists(there))
    return Several([letters, entries])


@rule("A letter to an outside decider about a submission is in no outbox.")
def told_of_the_outside() -> QuerySet[Letter]:
    return Letter.everywhere.filter(event__in=[NEEDED, CHANGE_WAITS], is_private=False)


@rule("A letter has one recipient, and a delivered one the time of its delivery.")
def strange_letters() -> QuerySet[Letter]:
    several = Q(recipient__contains=",") | Q(recipient__contains=";")
    undated = Q(state=Letter.State.DELIVERED, delivered_at=None)
    return Letter.everywhere.filter(several | undated)


@rule("What is written down as holding now holds, by a row.", of_steps=True)
def spells_without_a_ground() -> Several:
    return Several(ground.spells_without() for ground in GROUNDS)


@rule("What holds is not written down as ended.", of_steps=True)
def rows_written_off() -> Several:
    return Several(ground.rows_without() for ground in GROUNDS)


@rule("A deadline does not close before it opens.")
def deadlines_backwards() -> QuerySet[Deadline]:
    return Deadline.everywhere.filter(closes_at__lt=F("opens_at"))
