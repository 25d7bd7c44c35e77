"""Step 3: where the page of a run sends its organizer for more reviewers."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import paper
from django.test import Client
from review_factories import make_reviewer
from run_story import RUNS, solve

from reviews.problem import Wish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_where_room_is_short_and_where_experts_are_few_is_told_apart(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    """Two compete for the one who knows of learning; of memory one knows a little, and has room."""
    learning, memory = workshop.topics.order_by("position")
    make_reviewer(workshop, name="Ann", topics=[learning], load=1)
    make_reviewer(workshop, name="Bo", topics=[memory, learning], load=4)
    for topic in ("Learning", "Learning", "Memory"):
        paper(workshop, topic)
    solve(workshop, olga, Wish(1, fair=False))
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "The reviewers who fit best are most in demand in <b>Learning</b> (2 papers, " in page
    assert "one more like them, or a higher load, would help most" in page
    assert "Experts are fewest in Memory" in page
    assert "however much room they have: where room with them is short is said above." in page
    assert "One more reviewer would help most" not in page


def test_where_there_is_room_nothing_is_said_of_demand(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, name="Ann", topics=[workshop.topics.get(name="Memory")])
    paper(workshop, "Memory")
    solve(workshop, olga, Wish(1, fair=False))
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "Experts are fewest in Memory" in page
    for absent in ("most in demand", "is said above"):
        assert absent not in page
