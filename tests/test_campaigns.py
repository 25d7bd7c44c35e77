"""A small sample of the campaigns, which run in full by `make campaign`."""

from __future__ import annotations

import pytest

from bench.campaigns import covered, crawler, two_worlds
from bench.campaigns.pairs import KINDS
from bench.campaigns.sending import sendings
from bench.campaigns.whole_story import PHASES

pytestmark = pytest.mark.django_db


def test_a_sample_of_the_crawler_finds_nothing() -> None:
    result = crawler.crawl(PHASES[-1], ["author", "barred", "organizer"], seed=1, share=0.05)
    assert result.found == []
    assert result.counts["2xx with an object"] > 40
    assert covered.uncovered(result) != []  # so small a sample proves little, and that is said


def test_a_pair_of_worlds_looks_the_same_and_a_fact_that_is_told_does_not() -> None:
    same = two_worlds.compare("other decision", "a seed", 1, role="co-author", turns=4)
    phases = KINDS["other decision"].phases
    assert same.found == []
    assert same.counts["pairs of answers"] > two_worlds.REST * len(phases)


def test_forms_are_sent_as_they_stand_and_filled_in_by_every_button() -> None:
    page = """
        <form method="get"><input name="q"></form>
        <form method="post" action="/account/sign-out/"><button>Sign out</button></form>
        <form method="post" id="one"><input type="hidden" name="seen" value="a">
        <input type="checkbox" name="topics" value="x"><input type="checkbox" name="topics"
        value="y" checked><textarea name="people"></textarea><button disabled>No</button>
        <button name="act" value="look">Look</button></form>
        <button form="one" formaction="/there/">Send</button>
    """
    stands = {"seen": ["a"], "topics": ["y"], "people": [""]}
    filled = {"seen": ["a"], "topics": ["x", "y"], "people": ["Some Body"]}
    look = {"act": ["look"]}
    assert [(one.url, one.data) for one in sendings("/here/", page)] == [
        *(("/here/", stands | look), ("/here/", filled | look)),
        *(("/there/", stands), ("/there/", filled)),
    ]
