"""Every leak there is."""

from __future__ import annotations

from bench.campaigns.leaks import authors, barred, committee, public, walls

LEAKS = [*barred.LEAKS, *authors.LEAKS, *public.LEAKS, *committee.LEAKS, *walls.LEAKS]
