"""A small sample of the stateful model, which runs in full by `make campaign NAME=model`."""

from __future__ import annotations

import pytest
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import make_reviewer

from bench.campaigns import model
from bench.campaigns.machine import Both
from bench.campaigns.policy import AUTHOR
from reviews import conflicts
from submissions import submit
from submissions.status import Status
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("beginning", ["outside", "released"])
def test_a_sample_of_runs_agrees_with_the_policy(beginning: str) -> None:
    result = model.explore(beginning, seed=1, runs=5, steps=20)
    assert result.found == []
    assert result.counts["steps"] >= 75
    assert model.verdict(result) != []  # so small a sample proves little, and that is said


def test_a_policy_that_says_otherwise_is_noticed() -> None:
    with model.a_world("call") as world:
        world.policy.barriers.discard(("bea", 3, AUTHOR))
        both = Both(world.site, world.policy)
        with pytest.raises(AssertionError, match="was absent; by the policy it is done"):
            both.take("desk_reject", who="bea", n=3)


# ---- what the model has found ------------------------------------------------------------------


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit")


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada")


def discard(workshop: Workshop, ada: User, *authors: str) -> None:
    """A draft of Ada's with these authors, thrown away before it was handed in."""
    draft = make_submission(workshop, ada, status=Status.DRAFT, authors=[ada.email, *authors])
    at = draft.saved_at
    submit.withdraw(draft, version=draft.version, by=ada, at=at)
    conflicts.detect(workshop, at)


def test_a_discarded_draft_stays_its_authors_own(workshop: Workshop, ada: User) -> None:
    olga = make_organizer(workshop)
    discard(workshop, ada)
    assert not workshop.submissions.visible_to(olga).exists()


def test_the_journal_never_tells_of_a_discarded_draft(workshop: Workshop, ada: User) -> None:
    olga = make_organizer(workshop)
    rita = make_reviewer(workshop, "rita@example.org", "Rita")
    discard(workshop, ada, rita.email)
    assert list(workshop.entries.visible_to(olga)) == []


def test_a_discarded_draft_bars_nobody_whom_it_named(workshop: Workshop, ada: User) -> None:
    rita = make_reviewer(workshop, "rita@example.org", "Rita")
    make_submission(workshop, ada)
    discard(workshop, ada, rita.email)
    assert not workshop.barriers.filter(user=rita).exists()
