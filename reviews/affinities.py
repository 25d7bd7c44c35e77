"""Affinity: how well each reviewer fits each submission, by text, topics and bids, and why.

The texts were compared in the worker (`reviews.fitting`); here the rows are read and combined.
Whoever asks hands in submissions that they may see: nothing is told of any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from reviews.matching.combine import Part, Weights, by_bids, by_topics, combine, unknown
from reviews.matching.instance import Counts, Numbers
from reviews.models import Affinity, Bid
from reviews.roster import Reviewer
from submissions.models import Submission
from workshop.models import Workshop

Papers = Sequence[Submission]
Reviewers = Sequence[Reviewer]


class Pair(NamedTuple):
    number: int
    user: int


@dataclass(frozen=True)
class Why:
    """Why a reviewer fits a submission, in words; what is empty says nothing.

    topics       those that both name
    bid          what the reviewer bid
    publication  the title of theirs that fits best
    words        the words that it shares with the submission, the heaviest first
    """

    topics: tuple[str, ...] = ()
    bid: str = ""
    publication: str = ""
    words: tuple[str, ...] = ()


def affinity_of(
    workshop: Workshop, papers: Papers, reviewers: Reviewers, weights: Weights | None = None
) -> Numbers:
    """(papers, reviewers) from 0 to 1; 0 also where nothing is known. `topics` prefetched.

    By what the papers say, too: for those who may read them.
    """
    weights = weights or Weights()
    told = compared(workshop, reviewers) if weights.text else []
    bids = by_bids(_bids(workshop, papers, reviewers)) if weights.bids else None
    return combined(papers, reviewers, told, weights, bids, full=True)


def reasons_for(workshop: Workshop, papers: Papers, reviewers: Reviewers) -> dict[Pair, Why]:
    """For every pair of these what there is to say, in three queries. `topics` prefetched."""
    reasons = fits(workshop, papers, reviewers, compared(workshop, reviewers))
    bids = _bids(workshop, papers, reviewers)
    for row, column in np.argwhere(bids):
        pair = Pair(papers[row].number, reviewers[column].pk)
        label = Bid.Value(int(bids[row, column])).label
        reasons[pair] = replace(reasons[pair], bid=label)
    return reasons


def compared(workshop: Workshop, reviewers: Reviewers) -> list[Affinity]:
    """By text, as it was when the texts were compared last; what came since is not known yet."""
    return list(workshop.affinities.filter(user__in=[one.pk for one in reviewers]))


def combined(
    papers: Papers,
    reviewers: Reviewers,
    told: Sequence[Affinity],
    weights: Weights,
    bids: Part | None = None,
    *,
    full: bool = False,
) -> Numbers:
    """As `affinity_of`, of rows that were read before. full: by what the papers say, too; not for
    the eyes of somebody who may not read them, as even an order tells something."""
    named = [[topic.pk for topic in row.topics.all()] for row in papers]
    known = [[topic.pk for topic in one.topics] for one in reviewers]
    return combine(
        weights,
        text=_by_text(papers, reviewers, told, full=full),
        topics=by_topics(named, known),
        bids=bids or unknown(len(papers), len(reviewers)),
    ).values


def fits(
    workshop: Workshop, papers: Papers, reviewers: Reviewers, told: Sequence[Affinity]
) -> dict[Pair, Why]:
    """As `reasons_for`, without the bids, of rows that were read before."""
    found = _evidence(papers, told)
    keys = {key for key, _ in found.values()}
    titles = dict(workshop.publications.filter(pk__in=keys).values_list("pk", "title"))
    reasons = {}
    for paper in papers:
        named = {topic.pk: topic.name for topic in paper.topics.all()}
        for one in reviewers:
            pair = Pair(paper.number, one.pk)
            key, words = found.get(pair, (0, ()))
            reasons[pair] = Why(
                topics=tuple(named[topic.pk] for topic in one.topics if topic.pk in named),
                publication=titles.get(key, ""),
                words=words if key in titles else (),
            )
    return reasons


def _by_text(papers: Papers, reviewers: Reviewers, told: Sequence[Affinity], *, full: bool) -> Part:
    scores = {row.user_id: row.scores | (row.full_scores if full else {}) for row in told}
    values = np.full((len(papers), len(reviewers)), np.nan)
    numbers = [str(paper.number) for paper in papers]
    for column, one in enumerate(reviewers):
        mine = scores.get(one.pk, {})
        values[:, column] = [mine.get(number, np.nan) for number in numbers]
    known = ~np.isnan(values)
    return Part(np.where(known, values, 0.0), known)


def _bids(workshop: Workshop, papers: Papers, reviewers: Reviewers) -> Counts:
    """(papers, reviewers) from 1 to 5; 0 is no bid."""
    row_of = {paper.pk: row for row, paper in enumerate(papers)}
    column_of = {one.pk: column for column, one in enumerate(reviewers)}
    bids = np.zeros((len(papers), len(reviewers)), dtype=np.int64)
    rows = workshop.bids.filter(user__in=column_of, submission__in=row_of)
    for paper, user, value in rows.values_list("submission", "user", "value"):
        bids[row_of[paper], column_of[user]] = value
    return bids


def _evidence(papers: Papers, told: Sequence[Affinity]) -> dict[Pair, tuple[int, tuple[str, ...]]]:
    """The key of the publication that fits best, and the words in common."""
    found = {}
    for row in told:
        for paper in papers:
            if kept := row.evidence.get(str(paper.number)):
                key, words = kept
                found[Pair(paper.number, row.user_id)] = key, tuple(words)
    return found
