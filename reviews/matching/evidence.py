"""Why a reviewer fits a paper by what they wrote: the publication, and the words in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reviews.matching.affinity import Texts, likeness

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
    row, own = texts.papers[paper], texts.publications[reviewer]
    places = [place for place, publication in enumerate(own) if publication >= 0]
    if row < 0 or not places:
        return None
    alike = likeness(texts, [row], [own[place] for place in places])[0]
    best = int(alike.argmax())
    if not alike[best] > 0:
        return None
    words = tuple(islice(_common(texts, row, own[places[best]]), WORDS))
    return Evidence(places[best], float(alike[best]), words)


def _common(texts: Texts, one: int, other: int) -> Iterator[tuple[str, float]]:
    """The words in common, the heaviest first; a pair of words stands for both of them too."""
    products = texts.weights[[one]].multiply(texts.weights[[other]]).tocoo()
    terms = [str(texts.words[column]) for column in products.col]
    left = dict(zip(terms, products.data / products.data.sum(), strict=True))
    weight = {term: sum(left.get(part, 0.0) for part in _parts(term)) for term in terms}
    for term in sorted(terms, key=lambda term: (-weight[term], term)):
        if term in left:
            share = sum(left.pop(part, 0.0) for part in _parts(term))
            # Letters were taken apart from their accents, and so were the syllables of Korean.
            yield unicodedata.normalize("NFC", term), float(share)


def _parts(term: str) -> set[str]:
    return {term, *term.split()}
