"""How well affinities order papers as reviewers rate them, and what computing them costs.

`python -m bench.affinity [folder]`; the folder, else AFFINITY_DATA, holds papers.jsonl (paper,
title, abstract), profiles.jsonl (reviewer, title, abstract) and ratings.tsv (reviewer, paper,
expertise). Without it only the cost is measured, on invented texts.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from reviews.matching import affinity
from reviews.matching.affinity import Text
from reviews.matching.evidence import evidence
from reviews.matching.instance import Numbers

SPLITS = 200
NOISE = 500
PAPERS, REVIEWERS, PUBLICATIONS = 600, 250, 10


@dataclass
class Rated:
    """Texts by paper and by reviewer, and who rated what how."""

    papers: dict[str, Text] = field(default_factory=dict)
    profiles: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))
    ratings: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))


def load(folder: Path) -> Rated:
    rated = Rated()
    for line in (folder / "papers.jsonl").read_text().splitlines():
        row = json.loads(line)
        rated.papers[row["paper"]] = text_of(row)
    for line in (folder / "profiles.jsonl").read_text().splitlines():
        row = json.loads(line)
        rated.profiles[row["reviewer"]].append(text_of(row))
    with (folder / "ratings.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rated.ratings[row["reviewer"]].append((row["paper"], float(row["expertise"])))
    return rated


def text_of(row: dict[str, str | None]) -> Text:
    return affinity.paper_text(row["title"] or "", row["abstract"] or "")


def errors(rated: Rated, reviewers: list[str]) -> Numbers:
    """(reviewers, 2): by how much pairs of ratings were ordered wrongly, ties half, and of what."""
    papers = list(dict.fromkeys(p for r in reviewers for p, _ in rated.ratings[r]))
    texts = affinity.read(
        [rated.papers[paper] for paper in papers], [rated.profiles[one] for one in reviewers]
    )
    scores = affinity.by_text(texts, full=True).values
    place = {paper: row for row, paper in enumerate(papers)}
    found = np.zeros((len(reviewers), 2))
    for column, reviewer in enumerate(reviewers):
        for (one, rating), (other, less) in combinations(rated.ratings[reviewer], 2):
            gap = rating - less
            seen = scores[place[one], column] - scores[place[other], column]
            wrong = (1 - np.sign(gap) * np.sign(seen)) / 2
            found[column] += abs(gap) * wrong, abs(gap)
    return found


def loss(found: Numbers) -> float:
    return float(found[:, 0].sum() / found[:, 1].sum())


def print_loss(rated: Rated) -> None:
    start = time.process_time()
    found = errors(rated, list(rated.ratings))
    seconds = time.process_time() - start
    chance = np.random.default_rng(0)
    halves = [loss(found[chance.permutation(len(found))[: len(found) // 2]]) for _ in range(SPLITS)]
    print(f"loss {loss(found):.4f}  ({len(found)} reviewers, {seconds:.2f} CPU s; target 0.25)")
    low, high = np.quantile(halves, [0.05, 0.95])
    print(f"on half of the reviewers {np.mean(halves):.4f}, nine in ten {low:.3f} to {high:.3f}")
    for size in (3, 6, 12):
        print(f"learned from {size:2} reviewers alone {small(rated, size):.4f}")


def print_extracted(rated: Rated) -> None:
    """The file has no PDFs. As if of each abstract so much had been written, and the rest found in
    the PDF: alone, and among many words of other papers."""
    chance = np.random.default_rng(0)
    every = " ".join(text.written for text in rated.papers.values()).split()
    for part in (0.0, 0.3, 0.5, 1.0):
        cut = {paper: divided(text, part) for paper, text in rated.papers.items()}
        bare = {paper: Text(text.written) for paper, text in cut.items()}
        mixed = {
            paper: Text(text.written, f"{text.extracted} {' '.join(chance.choice(every, NOISE))}")
            for paper, text in cut.items()
        }
        variants = [replace(rated, papers=papers) for papers in (bare, cut, mixed)]
        found = [loss(errors(one, list(one.ratings))) for one in variants]
        print(
            f"of abstracts {part:4.0%} written {found[0]:.4f}, the rest extracted {found[1]:.4f}, "
            f"among other words {found[2]:.4f}"
        )


def divided(text: Text, part: float) -> Text:
    """The title and a part of the abstract as written, the rest as extracted."""
    title, _, abstract = text.written.partition("\n")
    words = abstract.split()
    cut = int(len(words) * part)
    return Text(f"{title}\n{' '.join(words[:cut])}", " ".join(words[cut:]))


def small(rated: Rated, size: int, times: int = 4) -> float:
    """As if so few were the whole committee, and what they rated the whole workshop."""
    chance, runs = np.random.default_rng(0), []
    for _ in range(times):
        every = [str(one) for one in chance.permutation(list(rated.ratings))]
        runs += [errors(rated, every[at : at + size]) for at in range(0, len(every), size)]
    return loss(np.concatenate(runs))


def invented(count: int, words: int, chance: np.random.Generator) -> list[str]:
    """Texts in a language of which few words are common, half of each text on one subject."""
    common = chance.zipf(1.3, (count, words // 2)) % 20_000
    subject = chance.integers(0, 40, (count, 1)) * 500 + 20_000
    special = subject + chance.zipf(1.3, (count, words // 2)) % 500
    return [" ".join(f"word{n}" for n in row) for row in np.hstack([common, special])]


def print_cost() -> None:
    chance = np.random.default_rng(0)
    publications = [Text(one) for one in invented(REVIEWERS * PUBLICATIONS, 160, chance)]
    own = [publications[n::REVIEWERS] for n in range(REVIEWERS)]
    for kind, words in (("abstracts", 0), ("full texts", affinity.WORDS)):
        extracted = invented(PAPERS, words, chance)
        papers = list(map(Text, invented(PAPERS, 160, chance), extracted))
        start = time.process_time()
        texts = affinity.read(papers, own)
        affinity.by_text(texts)
        affinity.by_text(texts, full=True)
        read = time.process_time()
        for paper in range(PAPERS):
            for reviewer in range(3):
                evidence(texts, paper, reviewer)
        told = time.process_time() - read
        print(
            f"{PAPERS} papers ({kind}) x {REVIEWERS} reviewers x {PUBLICATIONS} publications: "
            f"{read - start:.2f} CPU s; evidence for {3 * PAPERS} pairs {told:.2f} CPU s"
        )


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("AFFINITY_DATA")
    if folder:
        rated = load(Path(folder))
        print_loss(rated)
        print_extracted(rated)
    print_cost()


if __name__ == "__main__":
    main()
