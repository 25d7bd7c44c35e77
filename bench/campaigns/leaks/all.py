"""Every leak there is."""

from __future__ import annotations

from bench.campaigns.leaks import authors, barred, committee, public, telling, walls

LEAKS = [
    *(*barred.LEAKS, *authors.LEAKS, *public.LEAKS),
    *(*committee.LEAKS, *telling.LEAKS, *walls.LEAKS),
]
