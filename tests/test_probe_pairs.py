"""A sample of the probe pairs; `make campaign` runs them all."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from probe_families import pairs
from probes import FIRST, NONE, Pair, Probe, Town, a_town, run

from workshop.models import Barrier

pytestmark = pytest.mark.django_db
SAMPLE = 40


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
    url = "/credit/organize/submissions/{value}/"
    pair = Pair("number", Probe("carl", url), "4708", NONE, Probe("olga", url))
    assert run([pair], town).blind == [pair]
