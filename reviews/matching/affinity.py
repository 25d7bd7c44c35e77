"""How well what reviewers have published fits a paper: texts in, an array out.

Two texts are alike by the cosine of their weighted words (TF-IDF over words and pairs of words)
and by that of the subjects behind the words (LSA, Deerwester et al. 1990), which finds likeness
under other names; the geometric mean of both needs no scales to be fitted. Of a reviewer, the
publications that fit best count, since nobody works on all their subjects in every one.

What a PDF says is added to title and abstract at half their weight: it helps where they say little,
and harms little where it is noise (`python -m bench.affinity` measures both). What words weigh, and
which go together, is learned from titles and abstracts of the papers alone; so what is in one
paper's PDF changes the score of no other, and what a reviewer has published none of another's.

The settings are published ones and round numbers (five publications, fifty subjects): with about
fifty reviewers, which is as many as have rated papers for others to measure by, differences below
.03 in loss are noise. `python -m bench.affinity` measures them, also on parts of the reviewers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack
from scipy.sparse.linalg import svds
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

from reviews.matching.combine import Part
from reviews.matching.instance import Numbers
from reviews.matching.words import WORD, plain

# How many of a reviewer's publications count for a paper, and how many are looked at.
BEST = 5
# The likeness that scores one half; few pairs are more alike than twice that.
HALF = 0.25
PUBLICATIONS = 100
# No more texts than that are each a subject of their own, and the words alone decide.
SUBJECTS = 50
# Of the text of a PDF only so many words count: its first pages say what it is about. And all of
# them so much beside title and abstract.
WORDS = 1500
EXTRACTED = 0.5


class Text(NamedTuple):
    """Of a paper or a publication. written: its title and abstract; extracted: what its PDF says,
    those again or not, or nothing."""

    written: str
    extracted: str = ""


@dataclass(frozen=True)
class Texts:
    """Every text once, as vectors, and which of them are whose.

    words         (words,)          the words and pairs of words of the papers
    weights       (texts, words)    TF-IDF, rows of length one (or zero: no word in common)
    subjects      (texts, rank)     the same in the space of subjects
    papers        (papers,)         the row of each paper's title and abstract, -1 without a word
    full          (papers,)         the same with what its PDF says
    publications  (reviewers, any)  the rows of each reviewer's publications, in their order, with
                                    what their PDFs say, -1 without a word
    """

    words: Sequence[str]
    weights: csr_array
    subjects: Numbers
    papers: list[int]
    full: list[int]
    publications: list[list[int]]


def paper_text(title: str, abstract: str, extracted: str = "") -> Text:
    """What of a paper or a publication is compared."""
    return Text(f"{title}\n{abstract}", " ".join(extracted[: WORDS * 20].split()[:WORDS]))


def read(papers: Sequence[Text], reviewers: Sequence[Sequence[Text]]) -> Texts:
    """Learn the weights of words from the papers.

    Of each reviewer the first hundred publications are read: the newest belong first. Any texts
    will do: none, empty ones, of one word, in any language (only the most common words of English
    are left out by a list; those of others are light by their frequency alone).
    """
    chosen = [list(texts[:PUBLICATIONS]) for texts in reviewers]
    # A paper that is word for word a publication must share its words with it: so two rows.
    every = chain(((True, text) for text in papers), ((False, text) for text in chain(*chosen)))
    rows = list(dict.fromkeys(every))
    learned = sum(is_paper for is_paper, _ in rows)
    words, written, full, has_words = _vectors([text for _, text in rows], learned)
    place = {key: row if has_words[row] else -1 for row, key in enumerate(rows)}
    weights = csr_array(vstack([written, full]))
    axes = _axes(written[:learned])
    # With what its PDF says, each text once more, below all of them.
    below = {key: row + len(rows) if row >= 0 else -1 for key, row in place.items()}
    return Texts(
        words=words,
        weights=weights,
        subjects=normalize(weights @ axes.T) if axes is not None else weights.toarray(),
        papers=[place[True, text] for text in papers],
        full=[below[True, text] for text in papers],
        publications=[[below[False, text] for text in own] for own in chosen],
    )


def by_text(texts: Texts, *, full: bool = False) -> Part:
    """The mean likeness v of a reviewer's best publications, as v / (v + HALF): so a score hangs
    on no other pair, as a part of the best match there is would.

    Unknown where the paper has no text, or the reviewer no publications with any. full: by what the
    PDFs of the papers say, too.
    """
    papers = np.array(texts.full if full else texts.papers, dtype=np.int64)
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


def _vectors(
    texts: Sequence[Text], learned: int
) -> tuple[Sequence[str], csr_array, csr_array, Sequence[bool]]:
    """The words that count, those of the first so many texts; (texts, words) what they weigh in
    what is written, and in that with what the PDFs say; (texts,) which have a word at all."""
    counter = CountVectorizer(
        ngram_range=(1, 2), strip_accents=plain, stop_words="english", token_pattern=WORD
    )
    try:
        counts = csr_array(counter.fit_transform([text.written for text in texts]))
    except ValueError:  # no text has a word
        empty = csr_array((len(texts), 0))
        return [], empty, empty, [False] * len(texts)
    has_words = (np.diff(counts.indptr) > 0).tolist()
    known = np.unique(counts[:learned].indices)
    words = list(counter.get_feature_names_out()[known])
    if not words:
        empty = csr_array((len(texts), 0))
        return [], empty, empty, has_words
    counts = counts[:, known]
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts[:learned])
    written = csr_array(weigh.transform(counts))
    extracted = csr_array(counter.transform([text.extracted for text in texts]))[:, known]
    full = normalize(written + EXTRACTED * weigh.transform(extracted))
    return words, written, csr_array(full), has_words


def _axes(weights: csr_array) -> Numbers | None:
    """(SUBJECTS, words) what each subject is made of; nothing where there are too few texts or
    words to tell subjects, and each word is one."""
    if min(weights.shape) <= SUBJECTS:
        return None
    # The exact method: the faster one by random projections moves the loss by up to .01.
    axes: Numbers = svds(weights, SUBJECTS, return_singular_vectors="vh", rng=0)[2]
    return axes
