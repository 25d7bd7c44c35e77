"""Equals are not exchanged for nothing: of what a paper gets alike, it keeps what it had.

Who fits a paper exactly as well, is as senior and of the same group, can take a reviewer's place
and no paper, no constraint and no sum can tell. Each paper with each such kind is a paper of its
own here, that wants as many of the kind as it got; the most pairs that stood are a greatest sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviews.matching.best import best
from reviews.matching.instance import Counts, Flags, Instance


def settled(instance: Instance, chosen: Flags, standing: Flags) -> Flags:
    """A matching in which every paper is served exactly as in `chosen`, with as many of `standing`
    as any such has; all (papers, reviewers)."""
    if not (standing & ~chosen & instance.open).any():
        return chosen
    kind = _kinds(instance)
    size = kind.max() + 1
    taken = np.bincount(kind[chosen & instance.open], minlength=size)
    # Where a kind is taken, but not by everybody who is of it, there is a choice.
    has_choice = (taken > 0) & (taken < np.bincount(kind[instance.open], minlength=size))
    free = instance.open & has_choice[kind]
    if not free.any():
        return chosen
    kept = chosen & ~free
    papers, reviewers = np.nonzero(free)
    kinds, rows = np.unique(kind[free], return_inverse=True)
    may, stood = (np.zeros((kinds.size, instance.reviewers), dtype=bool) for _ in range(2))
    may[rows, reviewers] = True
    stood[rows, reviewers] = standing[free]
    load = kept.sum(axis=0)
    parts = Instance(
        affinity=stood.astype(float),
        forbidden=~may,
        wanted=taken[kinds],
        least=(instance.least - load).clip(min=0),
        most=instance.most - load,
        locked=np.zeros_like(may),
    )
    kept[papers, reviewers] = best(parts).chosen[rows, reviewers]
    return kept


def _kinds(instance: Instance) -> Counts:
    """(papers, reviewers) a number for each paper with each of its kinds of reviewers."""
    kind = np.repeat(np.arange(instance.papers)[:, None], instance.reviewers, axis=1)
    for told in (instance.affinity, instance.senior, instance.group):
        if told is not None:
            number = _numbered(np.broadcast_to(told, kind.shape))
            kind = _numbered(kind * (1 + number.max(initial=0)) + number)
    return kind


def _numbered(values: NDArray[Any]) -> Counts:
    """From 0, equals alike."""
    numbers: Counts = np.unique(values, return_inverse=True)[1].reshape(values.shape)
    return numbers
