"""Several sources of affinity as one: what was written, the topics, the bids."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from reviews.matching.instance import Counts, Flags, Numbers


@dataclass(frozen=True)
class Part:
    """What one source says, in [0, 1], and where it knows; zero where it does not.

    Both are (papers, reviewers). That nothing is known is not the same as that nothing fits: a
    reviewer who named no publications is not a stranger to every subject.
    """

    values: Numbers
    known: Flags


@dataclass(frozen=True)
class Weights:
    """How much each source counts against the others; only their proportion matters.

    By default all are heard alike, as nothing is known of a workshop beforehand that would set
    one source above another, and as sums with equal weights do nearly as well as fitted ones
    where each part points the right way (Dawes 1979). Text has twice the number for that: its
    values lie about half as far apart as those of topics (a standard deviation of .11 on rated
    papers, against .2 for two or three topics out of ten). An organizer may know better: topics
    that all papers share deserve no weight.
    """

    text: float = 2.0
    topics: float = 1.0
    bids: float = 1.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(weight) and weight >= 0 for weight in astuple(self)):
            raise ValueError("A weight is a number, zero or more.")


def combine(weights: Weights, *, text: Part, topics: Part, bids: Part) -> Part:
    """The weighted mean of what is known of each pair.

    What a source does not know is left out of the mean, and the others carry its weight: a
    reviewer without publications is matched by topics and bids alone. A pair of which nothing is
    known, or only what has no weight, has a zero and counts as unknown.
    """
    parts = [(weights.text, text), (weights.topics, topics), (weights.bids, bids)]
    shape = text.values.shape
    total, weight = np.zeros(shape), np.zeros(shape)
    for factor, part in parts:
        total += factor * np.where(part.known, part.values, 0.0)
        weight += factor * part.known
    known = weight > 0
    values = np.divide(total, weight, out=np.zeros(shape), where=known)
    return Part(values.clip(0, 1), known)


def by_topics(
    papers: Sequence[Collection[Hashable]], reviewers: Sequence[Collection[Hashable]]
) -> Part:
    """The topics in common, as a part of all that either has (Jaccard).

    Unknown where the paper or the reviewer names none.
    """
    every = sorted({topic for topics in (*papers, *reviewers) for topic in topics}, key=repr)
    one, other = _member(papers, every), _member(reviewers, every)
    common = one @ other.T
    either = one.sum(axis=1)[:, None] + other.sum(axis=1)[None, :] - common
    values = np.divide(common, either, out=np.zeros(common.shape), where=either > 0)
    return Part(values, _some(papers)[:, None] & _some(reviewers)[None, :])


def by_bids(bids: Counts, most: int = 5) -> Part:
    """Bids from 1 (not at all) to `most` (gladly) as 0 to 1; a zero is no bid, which is unknown."""
    known = bids > 0
    return Part(np.where(known, (bids.clip(1, most) - 1) / (most - 1), 0.0), known)


def unknown(papers: int, reviewers: int) -> Part:
    """A source that says nothing."""
    return Part(np.zeros((papers, reviewers)), np.zeros((papers, reviewers), dtype=bool))


def _some(sets: Sequence[Collection[Hashable]]) -> Flags:
    return np.array([len(topics) > 0 for topics in sets], dtype=bool)


def _member(sets: Sequence[Collection[Hashable]], every: Sequence[Hashable]) -> Numbers:
    """Who has which topic, as ones and zeros."""
    place = {topic: column for column, topic in enumerate(every)}
    member = np.zeros((len(sets), len(every)))
    for row, topics in enumerate(sets):
        member[row, [place[topic] for topic in topics]] = 1.0
    return member
