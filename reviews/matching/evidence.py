"""Why a reviewer fits a paper by what they wrote: the publication, and the words in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from reviews.matching.affinity import Texts, likeness
from reviews.matching.instance import Counts, Numbers
from reviews.matching.words import shown

WORDS = 6


@dataclass(frozen=True)
class Evidence:
    """publication: its place in the reviewer's list; likeness: its own, from 0 to 1; words: those
    that weighed most, and which part of the likeness in words each makes up."""

    publication: int
    likeness: float
    words: tuple[tuple[str, float], ...]


def evidence(texts: Texts, paper: int, reviewer: int) -> Evidence | None:
    """What weighed most for this pair; nothing where they have nothing in common."""
    return evidences(texts, [paper], reviewer)[0]


def evidences(
    texts: Texts, papers: Sequence[int], reviewer: int, least: float = 0.0
) -> list[Evidence | None]:
    """As `evidence`, for several papers and one reviewer; nothing where no publication has so much
    of the paper's words, from 0 to 1: of that no other text has a part."""
    own = texts.publications[reviewer]
    places = [place for place, publication in enumerate(own) if publication >= 0]
    rows = [texts.papers[paper] for paper in papers]
    if not places or not rows:
        return [None] * len(rows)
    alike = likeness(texts, rows, [own[place] for place in places])
    shared = _shared(texts, rows, [own[place] for place in places])
    found: list[Evidence | None] = []
    for row, line, parts in zip(rows, alike, shared, strict=True):
        # Whether there is any must hang on these two alone, and likeness is learned from all.
        if row < 0 or not parts.max() > 0 or parts.max() < least:
            found.append(None)
        else:
            best = int(np.lexsort((parts, line))[-1])
            publication = places[best]
            words = tuple(islice(_common(texts, row, own[publication]), WORDS))
            found.append(Evidence(publication, float(line[best]), words))
    return found


def _shared(texts: Texts, papers: list[int], publications: list[int]) -> Numbers:
    """(papers, publications): the part of the paper's words that is in the publication."""
    some, others = (abs(texts.weights[rows]).sign() for rows in (papers, publications))
    both = (some @ others.T).toarray()
    parts: Numbers = both / np.maximum(some.sum(axis=1), 1)[:, None]
    return parts


def _common(texts: Texts, one: int, other: int) -> Iterator[tuple[str, float]]:
    """The words in common, the heaviest first; a pair of words stands for both of them too."""
    (some, weighed), (others, against) = _row(texts, one), _row(texts, other)
    both, here, there = np.intersect1d(some, others, assume_unique=True, return_indices=True)
    products = weighed[here] * against[there]
    terms = [str(texts.words[column]) for column in both]
    left = dict(zip(terms, (products / products.sum()).tolist(), strict=True))
    weight = {term: sum(left.get(part, 0.0) for part in _parts(term)) for term in terms}
    for term in sorted(terms, key=lambda term: (-weight[term], term)):
        if term in left:
            share = sum(left.pop(part, 0.0) for part in _parts(term))
            yield shown(term), float(share)


def _row(texts: Texts, row: int) -> tuple[Counts, Numbers]:
    """The words of one text, as columns, and what each weighs."""
    start, end = texts.weights.indptr[row : row + 2]
    return texts.weights.indices[start:end], texts.weights.data[start:end]


def _parts(term: str) -> set[str]:
    return {term, *term.split()}
