"""Affinity from the rows: text, topics and bids combined, why, and when texts are compared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from assign_fixtures import call_with_contact  # noqa: F401
from assign_story import AT, paper
from review_factories import make_reviewer

from reviews import bid
from reviews.affinities import Pair, Why, affinity_of, reasons_for
from reviews.fitting import PAUSE, compare, compare_again
from reviews.matching.combine import Weights
from reviews.models import Publication
from reviews.roster import reviewers_of
from submissions.models import Submission
from submissions.status import Status
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
TIDES, ANTS = "Tides of the moon and the sea", "Ants that carry leaves to the nest"


@pytest.fixture(name="ann")
def reviewer_ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann")


@pytest.fixture(name="bo")
def reviewer_bo(workshop: Workshop) -> User:
    return make_reviewer(workshop, "bo@kth.example", "Bo", workshop.topics.filter(name="Memory"))  # type: ignore[arg-type]


def wrote(workshop: Workshop, user: User, title: str) -> Publication:
    row: Publication = workshop.publications.create(user=user, title=title, added_at=AT)
    return row


def ask(workshop: Workshop, weights: Weights | None = None) -> list[list[float]]:
    rows: list[Any] = list(workshop.submissions.prefetch_related("topics"))
    found: list[list[float]] = (
        affinity_of(workshop, rows, reviewers_of(workshop), weights).round(3).tolist()
    )
    return found


def why(workshop: Workshop, number: int, user: User) -> Why:
    rows = list(workshop.submissions.prefetch_related("topics"))
    return reasons_for(workshop, rows, reviewers_of(workshop))[Pair(number, user.pk)]


def test_nothing_is_known_at_first(workshop: Workshop, ann: User, bo: User) -> None:
    paper(workshop)
    assert ask(workshop) == [[0, 0]]
    assert why(workshop, 1, ann) == Why()


def test_topics_and_bids_count_by_their_weights(workshop: Workshop, ann: User, bo: User) -> None:
    paper(workshop, "Memory", "Learning")
    bid.place(workshop, {1: 5}, by=bo, at=AT)
    bid.place(workshop, {1: 2}, by=ann, at=AT)
    assert ask(workshop) == [[0.25, 0.75]]
    assert ask(workshop, Weights(bids=0)) == [[0, 0.5]]
    assert ask(workshop, Weights(bids=3)) == [[0.25, 0.875]]
    assert why(workshop, 1, bo) == Why(topics=("Memory",), bid="very much")


def test_texts_are_compared_and_say_what_fits(workshop: Workshop, ann: User, bo: User) -> None:
    paper(workshop, title=TIDES)
    paper(workshop, title=ANTS)
    moon = wrote(workshop, ann, "The moon and the sea")
    wrote(workshop, ann, "Clouds")
    wrote(workshop, bo, "Leaves in a nest of ants")
    assert compare_again(AT) == 1
    [[ann_tides, bo_tides], [ann_ants, bo_ants]] = ask(workshop)
    assert ann_tides > bo_tides == 0
    assert bo_ants > ann_ants == 0
    assert why(workshop, 1, ann) == Why(publication=moon.title, words=("moon sea",))
    assert why(workshop, 2, ann) == Why()


def test_texts_are_compared_again_when_one_has_changed(workshop: Workshop, ann: User) -> None:
    row = paper(workshop, title=TIDES)
    gone = wrote(workshop, ann, "The moon")
    assert [compare_again(AT), compare_again(AT)] == [1, 0]
    later = AT + PAUSE
    assert compare_again(later) == 0
    workshop.submissions.filter(pk=row.pk).update(title=ANTS, version=2)
    assert compare_again(later - timedelta(seconds=1)) == 0
    assert [compare_again(later), compare_again(later)] == [1, 0]
    gone.delete()
    assert [compare_again(later + PAUSE), compare_again(later + PAUSE)] == [1, 0]
    assert not workshop.affinities.exists()


def test_of_what_somebody_sees_is_told_the_same_whatever_is_hidden(
    workshop: Workshop, ann: User
) -> None:
    """However many papers there are, and however well the hidden one fits."""
    words = "retina cortex synapse dendrite spike plasticity"
    facts = {"workshop": workshop, "status": Status.SUBMITTED, "begun_at": AT, "saved_at": AT}
    Submission.everywhere.bulk_create(
        Submission(**facts, number=n, title="On retina and cortex") for n in range(1, 51)
    )
    hidden = paper(workshop)
    wrote(workshop, ann, words)
    told = []
    for title in ("Harbors", words):
        workshop.submissions.filter(pk=hidden.pk).update(title=title)
        compare(workshop, AT)
        evidence = workshop.affinities.get().evidence
        told.append({number: why for number, why in evidence.items() if number != "51"})
    assert told[0] == told[1]
    assert len(told[0]) == 50


def test_what_one_has_published_changes_nothing_for_another(
    workshop: Workshop, ann: User, bo: User
) -> None:
    paper(workshop, title=TIDES)
    paper(workshop, title=ANTS)
    wrote(workshop, ann, "The moon and ants")
    seen = []
    for title in ("Clouds", "The moon", "Ants of the sea"):
        wrote(workshop, bo, title)
        compare(workshop, AT)
        mine = workshop.affinities.get(user=ann)
        seen.append((mine.scores, mine.full_scores, mine.evidence))
    assert seen[0] == seen[1] == seen[2]


def test_only_those_who_review_are_compared_and_only_until_it_is_over(
    workshop: Workshop, ann: User
) -> None:
    paper(workshop, title=TIDES)
    wrote(workshop, ann, "The moon")
    over = AT + timedelta(days=200)
    assert compare_again(over) == 0
    workshop.roles.filter(user=ann).delete()
    assert compare_again(AT) == 0
