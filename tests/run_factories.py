"""Runs of the solver for tests: rows as the worker leaves them, without solving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from django.utils import timezone

from reviews import run_result
from reviews.matching.instance import Duals, Instance
from reviews.models import Run
from reviews.problem import Wish
from reviews.run_read import read_for
from reviews.run_result import Result
from workshop.models import Role, User, Workshop

# What each would take: as much, however many papers there are that somebody must not know of.
LOAD = 40


def make_run(workshop: Workshop, by: User, papers: list[int] | None = None, **facts: Any) -> Run:
    """A finished run that gives each of these, or of what they may see, to two reviewers."""
    at = timezone.now()
    papers = read_for(workshop, by) if papers is None else papers
    result = run_result.as_json(_result(workshop, papers))
    return workshop.runs.create(
        by=by,
        **{
            "number": 1,
            "state": Run.State.DONE,
            "progress": 100,
            "settings": Wish(2).as_json(),
            "result": {**result, "replaced": []},
            "asked_at": at,
            "ended_at": at,
            **facts,
        },
    )


def _result(workshop: Workshop, papers: list[int]) -> Result:
    reviewing = workshop.roles.filter(kind=Role.Kind.REVIEWER)
    reviewers = sorted(reviewing.values_list("user", flat=True))
    shape = len(papers), len(reviewers)
    chosen = np.zeros(shape, dtype=bool)
    chosen[:, :2] = True
    instance = Instance(
        affinity=np.full(shape, 0.5),
        forbidden=np.zeros(shape, dtype=bool),
        wanted=np.full(shape[0], 2),
        least=np.zeros(shape[1], dtype=np.int64),
        most=np.full(shape[1], LOAD),
        locked=np.zeros(shape, dtype=bool),
    )
    zeros = np.zeros(shape)
    prices = Duals(zeros.sum(axis=1), zeros.sum(axis=0), zeros.sum(axis=1))
    standing = np.zeros(shape, dtype=bool)
    found = Result(papers, reviewers, instance, standing, chosen, prices, zeros, bound=1.0)
    return replace(found, read=papers)
