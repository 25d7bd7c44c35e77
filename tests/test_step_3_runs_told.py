"""Step 3: that a run was used is told of each submission that it changed, and of no other."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, paper
from factories import make_organizer
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import in_worlds, solve, told

from reviews import runs
from reviews.problem import Wish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(workshop: Workshop, olga: User) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann")


@pytest.mark.parametrize("is_put_back", [False, True])
def test_whoever_is_barred_does_not_read_whether_it_stood_already(
    workshop: Workshop, olga: User, ann: User, *, is_put_back: bool
) -> None:
    row = paper(workshop)
    per = make_organizer(workshop, "per@far.example", "Per")
    bar(per, row)
    run = solve(workshop, olga, Wish(1))

    def make(stood: bool) -> None:  # noqa: FBT001 (a world's hidden fact)
        if stood:
            given(row, ann, "proposed")
        runs.use(run, by=olga, at=AT)
        if is_put_back and not stood:
            runs.put_back(run, by=olga, at=AT)

    one, other = in_worlds([False, True], make, lambda: told(per, "/credit/organize/journal/"))
    assert one == other


def test_each_submission_has_its_entry(workshop: Workshop, olga: User, ann: User) -> None:
    paper(workshop)
    given(paper(workshop), ann, "proposed")
    run = solve(workshop, olga, Wish(1))
    runs.use(run, by=olga, at=AT)
    runs.put_back(run, by=olga, at=AT)
    entries = workshop.entries.filter(verb="proposed").order_by("pk")
    assert list(entries.values_list("about", "text")) == [
        (1, "Olga used a proposal of who reviews what: submission 1"),
        (1, "Olga put back what was proposed before: submission 1"),
    ]
