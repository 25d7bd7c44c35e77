"""A sample of the probe pairs; `make campaign` runs them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from probe_families import pairs
from probes import FIRST, NONE, Pair, Probe, Town, a_town, run

from workshop.models import Barrier

pytestmark = pytest.mark.django_db
SAMPLE = 36


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town() as made:
        yield made


def test_what_is_hidden_is_answered_like_what_is_not_there(town: Town) -> None:
    found = pairs(town)
    families = {pair.family: pair for pair in found}
    chosen = [*families.values(), *Random(5).sample(found, SAMPLE - len(families))]
    counts = run(chosen, town)
    assert (counts.told, counts.blind) == ([], [])
    assert counts.pairs.total() == SAMPLE
    assert len(found) >= 500


def test_a_pair_that_can_be_told_apart_is_found(town: Town) -> None:
    url = "/credit/organize/submissions/{value}/"
    pair = Pair("number", Probe("carl", url), FIRST, NONE, Probe("olga", url))
    Barrier.everywhere.all().delete()
    assert run([pair], town).told == [pair]


def test_a_pair_with_nothing_to_tell_is_found(town: Town) -> None:
    """Nothing is there, or what tells it is the number of queries alone."""
    url = "/credit/organize/submissions/{value}/"
    absent = Pair("number", Probe("carl", url), "4708", NONE, Probe("olga", url))
    control = Probe("olga", f"{url}camera-ready.pdf")
    asked = [town.ask(control, number).queries for number in (FIRST, NONE)]
    assert asked[0] != asked[1]
    late = Pair("number", replace(control, who="carl"), FIRST, NONE, control)
    early = replace(late, released=False)
    assert run([absent, late, early], town).blind == [early, absent]
