"""Who could review what, as arrays, and arrays back as people and papers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from reviews.matching.solve import Counts, Flags, Numbers
from reviews.models import Assignment
from reviews.roster import Reviewer, reviewers_of
from submissions.models import Submission, SubmissionQuerySet
from workshop.models import Topic, Workshop

State = Assignment.State
# Decides between equals, always in the same way, and never against a topic in common.
TIE_BREAK = 1e-5


@dataclass(frozen=True)
class Problem:
    """Rows are papers, columns reviewers; the arrays are those of `matching.solve`."""

    papers: list[Submission]
    reviewers: list[Reviewer]
    affinity: Numbers
    allowed: Flags
    wanted: Counts
    room: Counts

    def pairs(self, chosen: Flags) -> Iterator[tuple[Submission, Reviewer]]:
        for paper, reviewer in zip(*np.nonzero(chosen), strict=True):
            yield self.papers[paper], self.reviewers[reviewer]

    def short(self, chosen: Flags) -> int:
        """How many reviewers are still wanted."""
        return int((self.wanted - chosen.sum(axis=1)).clip(min=0).sum())


def build(
    workshop: Workshop, submissions: SubmissionQuerySet, known: QuerySet[Assignment], wanted: int
) -> Problem:
    """What is left to assign of these submissions.

    Only what the organizer who asks may know of counts against anybody's room. Papers that are
    hidden from them may so overrun a load; else the room that is left would tell who has those.
    """
    papers = list(submissions.prefetch_related("topics"))
    reviewers = reviewers_of(workshop)
    given = Counter(known.values_list("submission", flat=True))
    taken = Counter(known.values_list("reviewer", flat=True))
    return Problem(
        papers=papers,
        reviewers=reviewers,
        affinity=_affinity(papers, reviewers),
        allowed=_allowed(workshop, papers, reviewers),
        wanted=np.array([max(0, wanted - given[paper.pk]) for paper in papers], dtype=np.int64),
        room=np.array([max(0, one.load - taken[one.pk]) for one in reviewers], dtype=np.int64),
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


def _affinity(papers: list[Submission], reviewers: list[Reviewer]) -> Numbers:
    affinity = np.zeros((len(papers), len(reviewers)))
    for row, paper in enumerate(papers):
        topics = list(paper.topics.all())
        for column, reviewer in enumerate(reviewers):
            chance = random.Random(f"{paper.pk}:{reviewer.pk}").random()  # noqa: S311 — no secret
            affinity[row, column] = likeness(topics, reviewer.topics) + TIE_BREAK * chance
    return affinity


def _allowed(workshop: Workshop, papers: list[Submission], reviewers: list[Reviewer]) -> Flags:
    """All but who is barred, who has it, and who has given it back."""
    barred = set(workshop.barriers.values_list("number", "user"))
    had = set(workshop.assignments.values_list("submission", "reviewer"))
    conflicted = set(workshop.conflicts.filter(dismissed_at=None).values_list("submission", "user"))
    return np.array(
        [
            [
                (paper.number, one.pk) not in barred
                and (paper.pk, one.pk) not in had
                and (paper.pk, one.pk) not in conflicted
                for one in reviewers
            ]
            for paper in papers
        ],
        dtype=bool,
    ).reshape(len(papers), len(reviewers))
