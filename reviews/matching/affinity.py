"""How well what reviewers have published fits a paper: texts in, an array out.

Two texts are alike by the cosine of their weighted words (TF-IDF over words and pairs of words)
and by that of the subjects behind the words (LSA, Deerwester et al. 1990), which finds likeness
under other names; the geometric mean of both needs no scales to be fitted. Of a reviewer, the
publications that fit best count, since nobody works on all their subjects in every one.

The settings are published ones and round numbers (five publications, fifty subjects): with about
fifty reviewers, which is as many as have rated papers for others to measure by, differences below
.03 in loss are noise. `python -m bench.affinity` measures them, also on parts of the reviewers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from reviews.matching.combine import Part
from reviews.matching.instance import Numbers

# How many of a reviewer's publications count for a paper, and how many are looked at.
BEST = 5
# The likeness that scores one half; few pairs are more alike than twice that.
HALF = 0.25
PUBLICATIONS = 100
# No more texts than that are each a subject of their own, and the words alone decide.
SUBJECTS = 50
# Of a paper's full text, only so much: its first page says what it is about.
WORDS = 600
# A word starts with a letter. Where no spaces are written, each character is taken as one.
WORD = r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]\w+"


@dataclass(frozen=True)
class Texts:
    """Every text once, as vectors, and which of them are whose.

    words         (words,)          the words and pairs of words that at least two texts share
    weights       (texts, words)    TF-IDF, rows of length one (or zero: no word in common)
    subjects      (texts, rank)     the same in the space of subjects
    papers        (papers,)         the row of each paper's text, -1 without a word
    publications  (reviewers, any)  the rows of each reviewer's publications, in their order,
                                    -1 without a word
    """

    words: Sequence[str]
    weights: csr_array
    subjects: Numbers
    papers: list[int]
    publications: list[list[int]]


def paper_text(title: str, abstract: str, full: str = "") -> str:
    """What of a paper is compared; `full`: its extracted text, words broken at line ends mended."""
    mended = re.sub(r"(?<=\w)-[ \t\r]*\n[ \t]*(?=[a-z])", "", full[: WORDS * 20])
    return "\n".join([title, abstract, " ".join(mended.split()[:WORDS])])


def read(papers: Sequence[str], reviewers: Sequence[Sequence[str]]) -> Texts:
    """Learn the weights of words from all the texts.

    Of each reviewer the first hundred publications are read: the newest belong first. Any texts
    will do: none, empty ones, of one word, in any language (only the most common words of English
    are left out by a list; those of others are light by their frequency alone).
    """
    chosen = [list(texts[:PUBLICATIONS]) for texts in reviewers]
    # A paper that is word for word a publication must share its words with it: so two rows.
    every = chain(((True, text) for text in papers), ((False, text) for text in chain(*chosen)))
    rows = list(dict.fromkeys(every))
    counts, words = _counts([text for _, text in rows])
    filled = np.diff(counts.indptr)
    place = {key: row if filled[row] else -1 for row, key in enumerate(rows)}
    shared = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) > 1)
    weights = _weighted(counts[:, shared])
    return Texts(
        words=list(words[shared]),
        weights=weights,
        subjects=_subjects(weights),
        papers=[place[True, text] for text in papers],
        publications=[[place[False, text] for text in own] for own in chosen],
    )


def by_text(texts: Texts) -> Part:
    """The mean likeness v of a reviewer's best publications, as v / (v + HALF): so a score hangs
    on no other pair, as a part of the best match there is would.

    Unknown where the paper has no text, or the reviewer no publications with any.
    """
    papers = np.array(texts.papers, dtype=np.int64)
    values = np.zeros((papers.size, len(texts.publications)))
    for column, own in enumerate(texts.publications):
        rows = [row for row in own if row >= 0]
        if rows and papers.size:
            values[:, column] = _best(likeness(texts, papers, rows))
    written = [any(row >= 0 for row in own) for own in texts.publications]
    known = (papers >= 0)[:, None] & np.array(written, dtype=bool)[None, :]
    values = np.where(known, values, 0.0)
    return Part(values / (values + HALF), known)


def likeness(texts: Texts, some: Sequence[int] | Any, others: Sequence[int] | Any) -> Numbers:
    """(some, others): how alike the texts in these rows are, from 0 to 1."""
    words = (texts.weights[some] @ texts.weights[others].T).toarray()
    subjects = texts.subjects[some] @ texts.subjects[others].T
    alike: Numbers = np.sqrt(words.clip(0, 1) * subjects.clip(0, 1))
    return alike


def _best(values: Numbers) -> Numbers:
    """The mean of the greatest values in each row."""
    count = min(BEST, values.shape[1])
    mean: Numbers = np.partition(values, -count, axis=1)[:, -count:].mean(axis=1)
    return mean


def _counts(texts: Sequence[str]) -> tuple[csr_array, NDArray[np.str_]]:
    """(texts, words) how often each word is in each text, and the words."""
    counter = CountVectorizer(
        ngram_range=(1, 2), strip_accents="unicode", stop_words="english", token_pattern=WORD
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no text has a word
        return csr_array((len(texts), 0)), np.array([], dtype=str)
    return csr_array(counts), counter.get_feature_names_out()


def _weighted(counts: csr_array) -> csr_array:
    if 0 in counts.shape:
        return csr_array(counts.shape)
    return csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(counts))


def _subjects(weights: csr_array) -> Numbers:
    """Each text among the subjects, as a vector of length one (or zero)."""
    if min(weights.shape) <= SUBJECTS:
        alone: Numbers = weights.toarray()
        return alone
    # The exact method: the faster one by random projections moves the loss by up to .01.
    axes = svds(weights, SUBJECTS, return_singular_vectors="vh", rng=0)[2]
    placed = weights @ axes.T
    length = np.linalg.norm(placed, axis=1, keepdims=True)
    vectors: Numbers = np.divide(placed, length, out=np.zeros(placed.shape), where=length > 0)
    return vectors
