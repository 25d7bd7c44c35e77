"""Every leak there is."""

from __future__ import annotations

from bench.campaigns.leaks import authors, barred, committee, public, steps, telling, walls

LEAKS = [
    *(*barred.LEAKS, *authors.LEAKS, *public.LEAKS),
    *(*committee.LEAKS, *steps.LEAKS, *telling.LEAKS, *walls.LEAKS),
]
