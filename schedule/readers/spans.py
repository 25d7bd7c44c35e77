"""Stretches of time, and what holds in both, in either, in one and not the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

EVER = datetime.min.replace(tzinfo=UTC)
STILL = datetime.max.replace(tzinfo=UTC)

# In order and apart: each from a moment on, until another and without it.
Spans = tuple[tuple[datetime, datetime], ...]

NEVER: Spans = ()
ALWAYS: Spans = ((EVER, STILL),)


def span(since: datetime | None, until: datetime | None) -> Spans:
    return either([((since or EVER, until or STILL),)])


def either(many: Iterable[Spans]) -> Spans:
    """When one of them holds."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted(one for spans in many for one in spans):
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)


def both(one: Spans, *others: Spans) -> Spans:
    """When all of them hold."""
    for other in others:
        meets = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
        one = either([tuple(meets)])
    return one


def outside(spans: Spans) -> Spans:
    """When it does not hold."""
    edges = [EVER, *(edge for one in spans for edge in one), STILL]
    return either([tuple(zip(edges[::2], edges[1::2], strict=True))])


def less(one: Spans, *others: Spans) -> Spans:
    """When the first holds and none of the others."""
    return both(one, outside(either(others)))
