"""A run as its organizer may read it now: of what they handle, by who reviews, without conflicts.

Everything is counted over that alone, as it would come out now, and compared with what stands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reviews import run_read, run_result
from reviews.affinities import Why
from reviews.given import listed, seen
from reviews.matching import explain
from reviews.matching.instance import WORST, Flags, Numbers
from reviews.models import Run
from reviews.roster import Reviewer, reviewers_of
from reviews.run_coming import coming, mends
from reviews.run_result import Result, key_of
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused
from workshop.models import User, Workshop


@dataclass(frozen=True)
class Pair:
    """A pair and why. `instead`: who fitted next best, whom it costs `costs` of the sum to take;
    None for both if nobody may or nothing is known."""

    reviewer: Reviewer
    score: float
    is_new: bool
    why: Why
    instead: Reviewer | None
    instead_score: float
    costs: float | None


@dataclass(frozen=True)
class Paper:
    """A paper with how well it is served: now, by the run, and at most if it were alone."""

    row: Submission
    pairs: list[Pair]
    gone: list[Reviewer]
    short: int
    before: float
    after: float
    most: float


@dataclass(frozen=True)
class Sum:
    """What a matching comes to: pairs, affinity in all, and of the ten worst-served on average."""

    pairs: int
    total: float
    worst: float


class Reading:
    """What there is to say of a finished run.

    Refused once something that it has read is hidden from who looks.

    seen       what was proposed when it was looked at
    standing   (papers, reviewers) who has what now
    coming     (papers, reviewers) who would, if it were used now
    gone       (papers, reviewers) what it takes back if it is used
    told_gone  how many of those were confirmed
    left_out   pairs that it says and that would not come of it
    is_late    a repair that would be refused: not all that it says can be had
    """

    def __init__(self, run: Run, workshop: Workshop, user: User) -> None:
        rows = workshop.submissions.organized_by(user).prefetch_related("topics")
        theirs = {row.number: row for row in rows}
        if not run_read.is_whole(run, theirs):
            raise Refused(run_read.CHANGED)
        known = listed(workshop.assignments.filter(submission__in=rows.submitted()))
        given = [one for one in known if not one.is_declined]
        self.run = run
        self.seen = seen(known)
        self.submissions = {n: row for n, row in theirs.items() if row.status == Status.SUBMITTED}
        self.reviewers = {one.pk: one for one in reviewers_of(workshop)}
        conflicts = set(workshop.barriers.values_list("number", "user"))
        told = run_result.from_json(run.result)
        kept = told.only(set(self.submissions), set(self.reviewers))
        # Who has given a paper back is asked for it again by hand alone.
        barred = conflicts | {one.pair for one in known if one.is_declined}
        self.result = _allowed(kept, barred)
        stands = {one.pair for one in given} - conflicts
        self.standing: Flags = self.result.flags(stands)
        load = {pk: one.load for pk, one in self.reviewers.items()}
        comes = coming(run, self.result, given, barred=barred, load=load) - conflicts
        self.coming: Flags = self.result.flags(comes)
        self.is_late = run.kind == Run.Kind.REPAIR and not self._mends(told, stands)
        if self.is_late:
            self.coming = self.standing
        self.gone: Flags = self.standing & ~self.coming
        confirmed = self.result.flags({one.pair for one in given if one.is_confirmed})
        self.told_gone = int((self.gone & confirmed).sum())
        self.left_out = int((kept.chosen & ~self.coming).sum())
        self.short: Numbers = (self.result.instance.wanted - self.coming.sum(axis=1)).clip(min=0)

    def _mends(self, told: Result, stands: set[run_result.Pair]) -> bool:
        here = {(n, user) for n, user in stands if n in self.submissions and user in self.reviewers}
        return mends(self.run, told, here, self.result.named(self.coming))

    @cached_property
    def before(self) -> Sum:
        return self._sum(self.standing)

    @cached_property
    def after(self) -> Sum:
        return self._sum(self.coming)

    def _sum(self, pairs: Flags) -> Sum:
        totals = np.sort(self.result.instance.totals(pairs))
        worst = float(totals[:WORST].mean()) if totals.size else 0.0
        return Sum(int(pairs.sum()), float(totals.sum()), worst)

    @property
    def has_more(self) -> bool:
        """Whether something stays that it does not say."""
        return bool((self.coming & ~self.result.chosen).any())

    @property
    def is_bounded(self) -> bool:
        """Whether what was proved of the run holds of what would come of it."""
        return self.result.is_whole and self.result.bound > 0 and not self.has_more

    @property
    def is_same(self) -> bool:
        return not self.added and not self.removed

    @property
    def is_as_said(self) -> bool:
        """Whether just what it says stands already."""
        return self.is_same and not self.left_out and not self.has_more

    @property
    def wanted(self) -> int:
        return int(self.result.instance.wanted.sum())

    @property
    def added(self) -> int:
        return int((self.coming & ~self.standing).sum())

    @property
    def removed(self) -> int:
        return int(self.gone.sum())

    @cached_property
    def served(self) -> explain.Served:
        return explain.served(self.result.instance, self.coming)

    @cached_property
    def order(self) -> list[int]:
        """The rows, worst-served first; of a repair, what it changes before all others."""
        same = (self.coming == self.standing).all(axis=1)
        first = same if self.run.kind == Run.Kind.REPAIR else np.zeros_like(same)
        found: list[int] = np.lexsort((self.served.total, -self.short, first)).tolist()
        return found

    def papers(self, rows: list[int]) -> list[Paper]:
        """These rows in words."""
        return [self._paper(row) for row in rows]

    def _paper(self, row: int) -> Paper:
        scores, number = self.result.instance.affinity[row], self.result.papers[row]
        coming = np.flatnonzero(self.coming[row])
        gone = np.flatnonzero(self.gone[row])
        best_first = coming[np.argsort(-scores[coming], kind="stable")].tolist()
        after = float(self.served.total[row])
        return Paper(
            row=self.submissions[number],
            pairs=[self._pair(row, column) for column in best_first],
            gone=[self._reviewer(column) for column in gone.tolist()],
            short=int(self.short[row]),
            before=float(scores[self.standing[row]].sum()),
            after=after,
            most=max(after, float(self.served.own[row])),
        )

    def _pair(self, row: int, column: int) -> Pair:
        instance, reviewer = self.result.instance, self._reviewer(column)
        number = self.result.papers[row]
        topics = {topic.pk for topic in reviewer.topics}
        named = self.submissions[number].topics.all()
        bid, publication, words = self.result.why.get(key_of(number, reviewer.pk), ["", "", []])
        free = ~(self.coming[row] | instance.forbidden[row])
        other = int(np.where(free, instance.affinity[row], -1).argmax()) if free.any() else None
        return Pair(
            reviewer=reviewer,
            score=float(instance.affinity[row, column]),
            is_new=not self.standing[row, column],
            why=Why(
                topics=tuple(topic.name for topic in named if topic.pk in topics),
                bid=bid,
                publication=publication,
                words=tuple(words),
            ),
            instead=None if other is None else self._reviewer(other),
            instead_score=0.0 if other is None else float(instance.affinity[row, other]),
            costs=None if other is None else self._cost(row, other),
        )

    def _cost(self, row: int, column: int) -> float | None:
        """What it takes from the greatest sum to force a pair; None too if it cannot be."""
        forcing = self.result.forcing
        cost = np.inf if forcing is None else float(forcing[row, column])
        return cost if np.isfinite(cost) else None

    def _reviewer(self, column: int) -> Reviewer:
        return self.reviewers[self.result.reviewers[column]]


def _allowed(result: Result, barred: set[run_result.Pair]) -> Result:
    """Without the pairs that may not be since: by a conflict, or given back."""
    conflicts = result.flags(barred)
    instance = result.instance
    return replace(
        result,
        chosen=result.chosen & ~conflicts,
        instance=replace(
            instance,
            forbidden=instance.forbidden | conflicts,
            locked=instance.locked & ~conflicts,
        ),
    )


def by_topic(reading: Reading) -> tuple[list[str], Flags]:
    """The topics of the papers, and (papers, topics) which paper has which."""
    rows = [reading.submissions[number] for number in reading.result.papers]
    topics = [{topic.name for topic in row.topics.all()} for row in rows]
    names = sorted(set().union(*topics))
    of = np.zeros((len(rows), len(names)), dtype=bool)
    for row, own in enumerate(topics):
        of[row] = [name in own for name in names]
    return names, of


class Prices(NamedTuple):
    """Of one paper, by the key of a reviewer.

    costs  what it takes from the greatest sum if they have to review it, where that is known
    fits   what they add to a sum
    """

    costs: dict[int, float]
    fits: dict[int, float]


def prices_of(run: Run | None, number: int, theirs: Collection[int]) -> Prices:
    """What a run knows of who could review this paper.

    `theirs`: what whoever asks may see, withdrawn since or not. Nothing if not all that the run
    has read is among these.
    """
    if run is None or number not in theirs or not run_read.is_whole(run, theirs):
        return Prices({}, {})
    result = run_result.from_json(run.result)
    if number not in result.papers:
        return Prices({}, {})
    row = result.papers.index(number)
    fits = dict(zip(result.reviewers, result.instance.affinity[row].tolist(), strict=True))
    if result.forcing is None:
        return Prices({}, fits)
    costs = zip(result.reviewers, result.forcing[row].tolist(), strict=True)
    return Prices({user: cost for user, cost in costs if np.isfinite(cost)}, fits)
