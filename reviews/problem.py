"""Who could review what, as arrays, and arrays back as people and papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from reviews.affinities import affinity_of
from reviews.matching.combine import Weights
from reviews.matching.instance import Counts, Flags, Instance, Numbers
from reviews.models import Assignment, Review
from reviews.roster import Reviewer, reviewers_of
from reviews.same_institution import institutions_of
from submissions.models import Submission, SubmissionQuerySet
from workshop.models import Topic, Workshop

State = Assignment.State
Key = tuple[int, int]


@dataclass(frozen=True)
class Wish:
    """What an organizer asks for.

    wanted    reviewers for each paper
    fair      lift the worst-served papers; else the greatest sum over all
    least     papers that each reviewer takes at the least
    senior    one of each paper's reviewers is senior
    keep      what is proposed stays, as what is confirmed does
    together  reviewers of one institution on a paper at the most; 0: however many
    """

    wanted: int
    fair: bool = True
    least: int = 0
    senior: bool = False
    keep: bool = False
    together: int = 0
    weights: Weights = field(default_factory=Weights)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Wish:
        return cls(**{**settings, "weights": Weights(**settings["weights"])})


@dataclass(frozen=True, eq=False)
class Problem:
    """Rows are papers, columns reviewers, as in `matching`.

    standing   (papers, reviewers)  who has what now, and may
    confirmed  (papers, reviewers)  of these, who was told
    begun      (papers, reviewers)  of these, who has written something
    forbidden  (papers, reviewers)  barred, or given back
    taken      (reviewers,)         papers they have beside these
    senior     (reviewers,)
    group      (reviewers,)         the same for those of one institution, or −1
    """

    papers: list[Submission]
    reviewers: list[Reviewer]
    affinity: Numbers
    standing: Flags
    confirmed: Flags
    begun: Flags
    forbidden: Flags
    taken: Counts
    senior: Flags
    group: Counts

    def to_propose(self, wish: Wish) -> Instance:
        """For a new proposal: what is confirmed stays, even above a load or what is wanted."""
        locked = self.standing if wish.keep else self.confirmed | self.begun
        most = np.maximum(self._room(), locked.sum(axis=0))
        may = (~self.forbidden).sum(axis=0)
        least = np.minimum((wish.least - self.taken).clip(min=0), np.minimum(most, may))
        return Instance(
            affinity=self.affinity,
            forbidden=self.forbidden,
            wanted=np.maximum(wish.wanted, locked.sum(axis=1)),
            least=least,
            most=most,
            locked=locked,
            senior=self.senior if wish.senior else None,
            group=self.group if wish.together else None,
            group_limit=max(1, wish.together),
        )

    def to_repair(self, wish: Wish) -> Instance:
        """For a repair: all that stands would still have its place; only what is begun must."""
        instance = self.to_propose(Wish(wish.wanted, keep=True))
        most = np.maximum(instance.most, self.standing.sum(axis=0))
        return replace(instance, most=most, locked=self.begun)

    def without_full(self, wish: Wish) -> Problem:
        """Without the papers whose confirmed reviewers are all that is wanted."""
        left = (self.confirmed | self.begun).sum(axis=1) < wish.wanted
        return replace(
            self,
            papers=[paper for paper, is_left in zip(self.papers, left, strict=True) if is_left],
            affinity=self.affinity[left],
            standing=self.standing[left],
            confirmed=self.confirmed[left],
            begun=self.begun[left],
            forbidden=self.forbidden[left],
            taken=self.taken + self.standing[~left].sum(axis=0),
        )

    def _room(self) -> Counts:
        load = np.array([one.load for one in self.reviewers], dtype=np.int64)
        return (load - self.taken).clip(min=0)


def build(
    workshop: Workshop, submissions: SubmissionQuerySet, known: QuerySet[Assignment], wish: Wish
) -> Problem:
    """These submissions, and everybody who reviews.

    Only what the organizer who asks may know of counts against anybody's room. Papers that are
    hidden from them may so overrun a load; else the room that is left would tell who has those.
    """
    papers = list(submissions.prefetch_related("topics"))
    reviewers = reviewers_of(workshop)
    place = _Place(papers, reviewers)
    written = Exists(Review.everywhere.filter(assignment=OuterRef("pk")))
    rows = known.annotate(written=written)
    given = list(rows.values_list("submission", "reviewer", "state", "written"))
    forbidden = _forbidden(workshop, place)
    standing = place.flags(row[:2] for row in given) & ~forbidden
    all_taken = place.counts(row[1] for row in given)
    return Problem(
        papers=papers,
        reviewers=reviewers,
        affinity=affinity_of(workshop, papers, reviewers, wish.weights),
        standing=standing,
        confirmed=place.flags(row[:2] for row in given if row[2] == State.CONFIRMED) & standing,
        begun=place.flags(row[:2] for row in given if row[3]) & standing,
        forbidden=forbidden,
        taken=all_taken - standing.sum(axis=0),
        senior=np.array([one.is_senior for one in reviewers], dtype=bool),
        group=institutions_of(reviewers),
    )


def standing(workshop: Workshop) -> QuerySet[Assignment]:
    """Assignments that take room: proposed or confirmed, of submissions that still stand."""
    submitted = workshop.submissions.submitted()
    rows = workshop.assignments.filter(submission__in=submitted)
    return rows.exclude(state=State.DECLINED)


def likeness(one: list[Topic], other: list[Topic]) -> float:
    """The topics in common, as a part of all that either has (Jaccard)."""
    a, b = {topic.pk for topic in one}, {topic.pk for topic in other}
    return len(a & b) / len(a | b) if a | b else 0.0


class _Place:
    """Where each paper and each reviewer stands in the arrays."""

    def __init__(self, papers: list[Submission], reviewers: list[Reviewer]) -> None:
        self.rows = {paper.pk: row for row, paper in enumerate(papers)}
        self.numbers = {paper.number: row for row, paper in enumerate(papers)}
        self.columns = {one.pk: column for column, one in enumerate(reviewers)}

    def flags(self, pairs: Iterable[Key], *, by_number: bool = False) -> Flags:
        """(papers, reviewers) True for these: a submission and an account."""
        rows = self.numbers if by_number else self.rows
        found = np.zeros((len(rows), len(self.columns)), dtype=bool)
        for paper, reviewer in pairs:
            if paper in rows and reviewer in self.columns:
                found[rows[paper], self.columns[reviewer]] = True
        return found

    def counts(self, reviewers: Iterable[int]) -> Counts:
        """(reviewers,) how often each is named."""
        found = np.zeros(len(self.columns), dtype=np.int64)
        for one in reviewers:
            if one in self.columns:
                found[self.columns[one]] += 1
        return found


def _forbidden(workshop: Workshop, place: _Place) -> Flags:
    """Who is barred, or has given it back."""
    declined = workshop.assignments.filter(state=State.DECLINED)
    conflicts = workshop.conflicts.filter(dismissed_at=None)
    barred = workshop.barriers.values_list("number", "user")
    return (
        place.flags(barred, by_number=True)
        | place.flags(conflicts.values_list("submission", "user"))
        | place.flags(declined.values_list("submission", "reviewer"))
    )
