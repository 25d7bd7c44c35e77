"""Step 3: organizers see whether enough have accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import REVIEWERS, as_one, ask, paper
from django.test import Client
from django.utils import timezone
from factories import make_organizer
from filling import shown
from review_factories import bar, make_reviewer

from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


def numbers(browser: Client, query: str = "") -> list[tuple[str, int]]:
    bars = browser.get(f"{REVIEWERS}{query}").context["bars"]
    return [(bar.label, bar.count) for bar in bars]


def test_invited_accepted_declined_and_needed_are_drawn(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, load=2)
    make_reviewer(workshop, load=5)
    ask(workshop, olga)
    Client().post(ask(workshop, olga, "no@one.example"), {"answer": "decline"})
    for _ in range(4):
        paper(workshop)
    paper(workshop, status="withdrawn")
    assert numbers(browser) == [("Invited", 4), ("Accepted", 2), ("Declined", 1), ("Needed", 4)]
    page = shown(browser.get(REVIEWERS))
    assert "2 of the 4 that are needed have accepted" in page
    assert "Needed for 3 reviewers on each of 4 papers, at 3.5 papers on average." in page
    assert "4 invited: 2 accepted, 1 declined, 1 not answered. 4 needed." in page
    assert numbers(browser, "?wanted=1")[-1] == ("Needed", 2)


def test_while_the_call_is_open_it_is_so_far(browser: Client, workshop: Workshop) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    workshop.deadlines.filter(step=Step.SUBMIT).update(closes_at=tomorrow)
    assert "there are none yet" in shown(browser.get(REVIEWERS))
    paper(workshop)
    page = shown(browser.get(REVIEWERS))
    assert "on each of 1 paper so far, at 4 papers each." in page
    assert numbers(browser)[-1] == ("Needed", 3)


def test_a_barred_organizer_counts_only_what_they_may_count(
    browser: Client, workshop: Workshop
) -> None:
    carl = make_organizer(workshop, "carl@far.example", "Carl")
    for _ in range(8):
        bar(carl, paper(workshop))
    paper(workshop)
    assert numbers(browser)[-1] == ("Needed", 7)
    assert numbers(as_one(carl))[-1] == ("Needed", 3)
