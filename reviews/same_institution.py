"""Which reviewers are of one institution, so that a paper need not be left to one alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reviews.domains import institution
from reviews.institutions import same_places
from reviews.matching.instance import Counts
from reviews.roster import Reviewer

ALONE = -1


def institutions_of(reviewers: Sequence[Reviewer]) -> Counts:
    """(reviewers,) the same number from 0 for those of one institution; −1 for who is alone there.

    Known are the affiliation that they tell and the domain of the address that they were invited
    at. Who shares either with somebody is of one institution with them, and with whom those are.
    """
    signs = _signs(reviewers)
    places = {sign: n for n, sign in enumerate(sorted(set().union(*signs)))}
    pairs = [(row, places[sign]) for row, own in enumerate(signs) for sign in own]
    if not pairs:
        return np.full(len(reviewers), ALONE, dtype=np.int64)
    # Only the worker groups reviewers; the site starts a quarter sooner without scipy.
    from scipy.sparse import csr_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    rows, columns = np.array(pairs).T
    of = csr_array((np.ones(rows.size), (rows, columns)), (len(reviewers), len(places)))
    _, found = connected_components(of @ of.T, directed=False)
    return np.where(np.bincount(found)[found] > 1, found, ALONE).astype(np.int64)


def _signs(reviewers: Sequence[Reviewer]) -> list[frozenset[str]]:
    """What their institution is known by: its names, and its domain behind an @."""
    told = frozenset(one.user.affiliation for one in reviewers)
    same = same_places(told, told)
    return [
        same[one.user.affiliation] | ({f"@{institution(one.address)}"} - {"@"}) for one in reviewers
    ]
