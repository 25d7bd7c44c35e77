"""The bench finds every page by itself, and says what it measured."""

from __future__ import annotations

import pytest
from world import pages

from bench.pages import Cost, Found, Row, addresses, ask, clients, print_table, print_worst, queries
from bench.scenes import published, under_way

pytestmark = pytest.mark.django_db


def test_it_can_make_an_address_for_every_page() -> None:
    scene, released = published(10)
    assert [name for name, _ in pages() if not list(addresses(name, scene))] == []
    assert (released.submissions, released.reviews, released.letters) == (10, 30, 30)
    client = clients(scene)["organizer"]
    url = next(addresses("organize_journal", scene))
    assert queries(lambda: ask(client, url)) == 7


def test_half_of_a_workshop_under_way_is_reviewed_and_decided() -> None:
    workshop = under_way(10).crowd.workshop
    assert workshop.reviews.exclude(submitted_at=None).count() == 15
    assert workshop.decisions.count() == 3


def test_it_prints_the_dearest_pages_first_and_what_grows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = Found(answers={"sign_out": {"405"}, "lost": set(), "home": {"200"}})
    for scene, ms in (("published", 4.0), ("under way", 2.0)):
        costs = {60: Cost(3, ms / 2, 900), 600: Cost(3, ms, 1900)}
        found.rows["home", scene, "visitor"] = Row("home", scene, "visitor", costs)
    grown = {60: Cost(5, 5.0, 900), 600: Cost(50, 50.0, 9000)}
    for role in ("author", "reviewer", "organizer"):
        found.rows["slow", "published", role] = Row("slow", "published", role, grown)
    print_table(found, 2.0)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines[1:]] == ["slow", "slow", "slow", "home"]
    assert lines[-1] == "home published visitor 3 2.0 1.0 0.9 3 4.0 2.0 1.9".split()
    print_worst(found, 2.0)
    assert capsys.readouterr().out.splitlines() == [
        "Worst for the visitor: home, 2.0 × the bare page.",
        "Worst for the author: slow, 25.0 × the bare page.",
        "Worst for the reviewer: slow, 25.0 × the bare page.",
        "Worst for the organizer: slow, 25.0 × the bare page.",
        "Pages that ask more the more there is: slow.",
        "Never shown on a GET, with what they answered:",
        "  lost: no address could be made",
        "  sign_out: 405",
    ]
