"""A campaign narrowed to a place: what it finds there, the whole of it finds too.

`python -m bench.campaigns.narrowed SEED` reads a place and says what was found there, both as
JSON, on the database and in the folder that the environment names.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import bench.throwaway  # noqa: F401 (puts the tests' worlds where they can be imported)


@dataclass(frozen=True)
class Place:
    """Where a campaign is to look.

    `at`: a phase of the crawler's, from which on it looks until it finds something; a kind of pair,
    of which every seed is looked at until then; a family of probes; a state of the town. `who`
    looks. `only`: letters of the addresses that are asked for.
    """

    campaign: str
    at: str
    who: str
    only: str

    def __str__(self) -> str:
        return f"{self.campaign}, {self.at}, {self.who}, {self.only}"


def look(place: Place, seed: int) -> list[str]:
    """What the campaign finds there, or the first of it."""
    return next((found for found in LOOKS[place.campaign](place, seed) if found), [])


def _crawl(place: Place, seed: int) -> Iterator[list[str]]:
    from bench.campaigns.crawler import crawl
    from bench.campaigns.whole_story import PHASES

    for phase in PHASES[PHASES.index(place.at) :]:
        yield _seen(crawl(phase, [place.who], seed, only=place.only).found)


# A page that breaks shows nothing: that it broke is no proof that something was seen.
BROKEN = (" broke: ", " answered 500")


def _seen(found: list[str]) -> list[str]:
    return [line for line in found if not any(word in line for word in BROKEN)]


def _compare(place: Place, seed: int) -> Iterator[list[str]]:
    from bench.campaigns.two_worlds import SEEDS, compare

    for n in range(SEEDS):
        yield compare(place.at, seed, n, place.only, place.who).found


def _probe(place: Place, seed: int) -> Iterator[list[str]]:
    from bench.campaigns.probe_pairs import probe

    yield probe(place.at, place.who, place.only).found


def _assign(place: Place, seed: int) -> Iterator[list[str]]:
    from bench.campaigns.mass_assignment import send_as

    yield send_as(place.who, place.at, place.only).found


LOOKS = {
    "crawler": _crawl,
    "two-worlds": _compare,
    "probe-pairs": _probe,
    "mass-assignment": _assign,
}


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    import logging

    import django

    django.setup()
    logging.disable()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    asked: dict[str, Any] = json.load(sys.stdin)
    print(json.dumps(look(Place(**asked), int(sys.argv[1]))), file=out)


if __name__ == "__main__":
    main()
