"""In the worker: the texts of submissions and publications are compared when any has changed.

What a word weighs depends on all papers, so all of a workshop is done at once, and not more often
than every ten minutes: submissions come in by the minute while a call is open. Of a submission its
title and abstract count; what its paper says, in scores of its own, for those who may read it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from reviews.matching.affinity import Texts, by_text, paper_text, read
from reviews.matching.evidence import evidences
from reviews.models import Affinity, Publication
from reviews.paper_texts import texts_of
from submissions.models import Submission
from workshop.models import Role, Workshop

PAUSE = timedelta(minutes=10)
# What part of a submission's words a publication must have for it to be kept why. That hangs on
# these two alone: a rank or a score would tell of submissions that somebody must not know of. Of
# the texts of `bench.affinity` it is two thirds of all pairs, and 95 % of a reviewer's best twenty;
# 80 bytes each, so 40 MB for a thousand papers and seven hundred reviewers.
TOLD = 0.05


def compare_again(at: datetime) -> int:
    """Sweep: compare the texts of one workshop in which any has changed; 0 if there is none."""
    for workshop in _with_texts(at):
        if _is_due(workshop, at):
            compare(workshop, at)
            return 1
    return 0


def compare(workshop: Workshop, at: datetime) -> None:
    """Make all affinities by text anew."""
    fingerprint = _fingerprint(workshop)
    papers = list(_papers(workshop).only("number", "title", "abstract"))
    said = dict(texts_of(workshop).values_list("submission", "text"))
    publications: dict[int, list[Publication]] = defaultdict(list)
    for row in _publications(workshop).only("user", "title", "abstract", "text"):
        publications[row.user_id].append(row)
    texts = read(
        [paper_text(row.title, row.abstract, said.get(row.pk, "")) for row in papers],
        [
            [paper_text(one.title, one.abstract, one.text) for one in rows]
            for rows in publications.values()
        ],
    )
    scored, full = by_text(texts), by_text(texts, full=True)
    numbers = [row.number for row in papers]
    is_said = np.array([row.pk in said for row in papers], dtype=bool)
    rows = []
    for column, (user, own) in enumerate(publications.items()):
        scores = _scores(numbers, scored.values[:, column], scored.known[:, column])
        more = _scores(numbers, full.values[:, column], full.known[:, column] & is_said)
        told = _evidence(texts, column, numbers, own)
        facts = {"scores": scores, "full_scores": more, "evidence": told}
        stamp = {"fingerprint": fingerprint, "made_at": at}
        rows.append(Affinity(workshop=workshop, user_id=user, **facts, **stamp))
    _save(workshop, rows)


def _with_texts(at: datetime) -> QuerySet[Workshop]:
    """Not yet over, with a publication, or with what was made of one that is gone."""
    here = {"workshop": OuterRef("pk")}
    written = Exists(Publication.everywhere.filter(**here))
    made = Exists(Affinity.everywhere.filter(**here))
    return Workshop.objects.filter(written | made, last_day__gte=at.date()).order_by("pk")


def _is_due(workshop: Workshop, at: datetime) -> bool:
    made = dict(workshop.affinities.values_list("fingerprint", "made_at"))
    if any(moment > at - PAUSE for moment in made.values()):
        return False
    wanted = {_fingerprint(workshop)} if _publications(workshop).exists() else set()
    return set(made) != wanted


def _fingerprint(workshop: Workshop) -> str:
    """Changes with every text: a save of a submission counts, publications come and go whole or
    with a text, and papers by their files."""
    papers = list(_papers(workshop).values_list("number", "version"))
    written = _publications(workshop).order_by("pk").values_list("user", "pk", "added_at")
    publications = [(user, key, at.isoformat()) for user, key, at in written]
    said = list(texts_of(workshop).order_by("pk").values_list("submission", "sha256"))
    return hashlib.sha256(json.dumps([papers, publications, said]).encode()).hexdigest()


def _papers(workshop: Workshop) -> QuerySet[Submission]:
    return workshop.submissions.submitted().order_by("number")


def _publications(workshop: Workshop) -> QuerySet[Publication]:
    """Of those who review, the newest first."""
    reviewing = workshop.roles.filter(user=OuterRef("user"), kind=Role.Kind.REVIEWER)
    return workshop.publications.filter(Exists(reviewing))


def _scores(numbers: list[int], values: Any, known: Any) -> dict[str, float]:
    return {
        str(number): round(float(value), 4)
        for number, value, is_known in zip(numbers, values, known, strict=True)
        if is_known
    }


def _evidence(
    texts: Texts, column: int, numbers: list[int], own: list[Publication]
) -> dict[str, list[object]]:
    """By number: the key of the publication, the words in common; of those that fit."""
    found = evidences(texts, range(len(numbers)), column, TOLD)
    return {
        str(number): [own[one.publication].pk, [word for word, _ in one.words]]
        for number, one in zip(numbers, found, strict=True)
        if one
    }


@transaction.atomic
def _save(workshop: Workshop, rows: list[Affinity]) -> None:
    workshop.affinities.exclude(user__in=[row.user_id for row in rows]).delete()
    Affinity.everywhere.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["workshop", "user"],
        update_fields=["scores", "full_scores", "evidence", "fingerprint", "made_at"],
    )
