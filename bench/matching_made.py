"""Made-up instances for the table of the engine, like those of real workshops; always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from reviews.matching.instance import Counts, Flags, Instance, Numbers

PER_PAPER = 3
SIZES = ((100, 60), (600, 250), (1000, 700))
# How much room the reviewers have: their least and greatest load by the mean one.
LOADS = {"loose": (0.6, 1.8), "nearly tight": (0.9, 1.05), "fully tight": (1.0, 1.0)}
# Where many reviewers fit nothing and all must be used, this much of the bound is asked for.
SPLIT = 0.98


@dataclass(frozen=True)
class Case:
    """An instance with a name, and what a fair matching must reach there."""

    name: str
    instance: Instance
    least_fair: float
    least_sum: float = 0.97


def made() -> Iterator[Case]:
    """All sizes with all loads, half of them with seniors; then what is special."""
    for papers, reviewers in SIZES:
        for at, load in enumerate(LOADS):
            least = 0.995 if load == "loose" else 0.99
            base = workshop(papers, reviewers, load, seed=at)
            yield Case(f"{papers} x {reviewers} {load}", base, least)
            senior = replace(base, senior=_seniors(reviewers))
            yield Case(f"{papers} x {reviewers} {load}, seniors", senior, least)
    for papers, reviewers in SIZES[:2]:
        base = replace(workshop(papers, reviewers, "loose", seed=5), senior=_seniors(reviewers))
        bids = replace(base, affinity=np.round(base.affinity * 4) / 4)
        yield Case(f"{papers} x {reviewers} bids in quarters", bids, 0.98)
        grouped = replace(base, group=np.arange(reviewers) % max(2, reviewers // 4))
        yield Case(f"{papers} x {reviewers} seniors and groups", grouped, 0.99)
    yield Case("118 x 177 a third without affinity, fully tight", sparse(), SPLIT, 0.88)


def workshop(papers: int, reviewers: int, load: str, seed: int) -> Instance:
    """Papers and reviewers with a few topics each, noise, and bids; one pair in fifty conflicts."""
    random = np.random.default_rng(seed)
    topics = int(np.clip(reviewers // 4, 10, 40))
    paper = random.dirichlet(np.full(topics, 0.15), papers)
    reviewer = random.dirichlet(np.full(topics, 0.25), reviewers)
    alike = (paper / np.linalg.norm(paper, axis=1, keepdims=True)) @ (
        reviewer / np.linalg.norm(reviewer, axis=1, keepdims=True)
    ).T
    bids = 0.12 * (random.random(alike.shape) < 0.08)
    affinity = np.clip(0.1 + 0.5 * alike + random.normal(0, 0.07, alike.shape) + bids, 0, 1)
    return _instance(affinity, random.random(alike.shape) < 0.02, load)


def sparse() -> Instance:
    """Two papers for each reviewer exactly, a third of whom fit nothing, and most pairs nothing."""
    random = np.random.default_rng(0)
    base = workshop(118, 177, "fully tight", seed=0)
    fits = random.random(base.affinity.shape) < 0.5
    fits[:, random.permutation(177)[:59]] = False
    affinity = np.where(fits, base.affinity, 0)
    return replace(base, affinity=affinity)


def read(folder: Path) -> Iterator[Case]:
    """The instances of a folder: S papers x reviewers, coi, k, lo, hi and perhaps senior."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as file:
            arrays = {name: file[name] for name in file}
        base = _from(arrays)
        least = 0.98 if np.unique(base.affinity).size < 10 else 0.995
        yield Case(path.stem, base, least)
        if "senior" in arrays:
            yield Case(f"{path.stem}, seniors", replace(base, senior=arrays["senior"]), least)
        if base.least.max() == 0 and base.wanted.sum() % base.reviewers == 0:
            tight = base.wanted.sum() // base.reviewers
            loads = np.full(base.reviewers, tight)
            case = replace(base, least=loads)
            yield Case(f"{path.stem}, at least {tight} each: fully tight", case, SPLIT, 0.88)


def _from(arrays: dict[str, Numbers]) -> Instance:
    conflicts = arrays["coi"].astype(bool)
    return Instance(
        affinity=arrays["S"].astype(float),
        forbidden=conflicts,
        wanted=arrays["k"].astype(np.int64),
        least=arrays["lo"].astype(np.int64),
        most=arrays["hi"].astype(np.int64),
        locked=np.zeros(conflicts.shape, dtype=bool),
    )


def _instance(affinity: Numbers, forbidden: Flags, load: str) -> Instance:
    papers, reviewers = affinity.shape
    low, high = LOADS[load]
    mean = papers * PER_PAPER / reviewers
    if low == high:
        least = most = _evenly(papers * PER_PAPER, reviewers)
    else:
        least = np.full(reviewers, int(mean * low))
        most = np.full(reviewers, int(np.ceil(mean * high)))
    return Instance(
        affinity=affinity,
        forbidden=forbidden,
        wanted=np.full(papers, PER_PAPER),
        least=least,
        most=most,
        locked=np.zeros(affinity.shape, dtype=bool),
    )


def _evenly(total: int, parts: int) -> Counts:
    loads: Counts = np.full(parts, total // parts)
    loads[: total % parts] += 1
    return loads


def _seniors(reviewers: int) -> Flags:
    """Two in five."""
    senior: Flags = np.arange(reviewers) % 5 < 2
    return senior
