"""Step 4: a reviewer declines, or has lost the paper; acts at once. Time handed in."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404
from factories import AT, make_organizer, make_submission
from people_fixtures import reviewer_rita  # noqa: F401
from review_factories import assign, bar, make_reviewer
from review_fixtures import closed_call_then, ritas_paper_then  # noqa: F401
from review_story import WHOLE, entries, letters

from reviews import review
from reviews.models import Assignment
from reviews.review import Content
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User

pytestmark = pytest.mark.django_db


def test_declining_takes_the_draft_along_and_tells_organizers_why(
    paper: Submission, rita: User
) -> None:
    workshop = paper.workshop
    make_organizer(workshop, "olga@example.org", "Olga")
    barred = make_organizer(workshop, "bert@example.org", "Bert")
    bar(barred, paper)
    review.save_draft(paper, WHOLE, version=0, by=rita, at=AT)
    review.decline(paper, reason=" I am away. ", by=rita, at=AT)
    assignment = workshop.assignments.get()
    assert (assignment.state, assignment.reason) == ("declined", "I am away.")
    assert workshop.reviews.count() == 0
    assert letters(workshop) == [("reviews/assignment_declined", 1, "olga@example.org", 1)]
    assert "I am away." in workshop.letters.get().body
    assert entries(workshop)[-1] == ("Rita Read declined to review submission 1", 1, False)


def test_each_who_declines_is_told_of(paper: Submission, rita: User) -> None:
    make_organizer(paper.workshop, "olga@example.org", "Olga")
    rolf = make_reviewer(paper.workshop, "rolf@example.org", "Rolf")
    assign(paper, rolf)
    for user in (rita, rolf):
        review.decline(paper, reason="No time", by=user, at=AT)
    assert letters(paper.workshop) == [
        ("reviews/assignment_declined", 1, "olga@example.org", 1),
        ("reviews/assignment_declined", 1, "olga@example.org", 2),
    ]


def test_what_is_declined_twice_or_without_a_reason_or_after_submitting_is_not(
    paper: Submission, rita: User
) -> None:
    with pytest.raises(Refused, match="Say why"):
        review.decline(paper, reason="  ", by=rita, at=AT)
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Refused, match="is submitted"):
        review.decline(paper, reason="Regrets", by=rita, at=AT)
    assert paper.workshop.reviews.count() == 1
    other = make_submission(paper.workshop)
    assign(other, rita)
    review.decline(other, reason="No time", by=rita, at=AT)
    with pytest.raises(Http404):
        review.decline(other, reason="No time", by=rita, at=AT)
    with pytest.raises(Http404):
        review.save_draft(other, WHOLE, version=0, by=rita, at=AT)


@pytest.mark.parametrize("what", ["barrier", "role", "proposed", "withdrawn", "unassigned"])
def test_whoever_has_lost_the_paper_saves_nothing(paper: Submission, rita: User, what: str) -> None:
    workshop = paper.workshop
    if what == "barrier":
        bar(rita, paper)
    elif what == "role":
        workshop.roles.filter(user=rita).delete()
    elif what == "proposed":
        workshop.assignments.update(state=Assignment.State.PROPOSED)
    elif what == "withdrawn":
        workshop.submissions.update(status="withdrawn")
    else:
        workshop.assignments.all().delete()
    for step in (review.save_draft, review.submit):
        with pytest.raises(Http404):
            step(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Http404):
        review.decline(paper, reason="No", by=rita, at=AT)
    assert (workshop.reviews.count(), workshop.entries.count()) == (0, 0)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What becomes of acts that begin in the same moment, in the order of their endings."""
    ready, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        ready.wait(20)
        try:
            act()
            ended.append("done")
        except (Refused, Http404) as refusal:
            ended.append(type(refusal).__name__)
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


@pytest.mark.django_db(transaction=True)
def test_submitting_and_declining_at_once_is_one_or_the_other(
    paper: Submission, rita: User
) -> None:
    ended = at_once(
        lambda: review.submit(paper, WHOLE, version=0, by=rita, at=AT),
        lambda: review.decline(paper, reason="No time", by=rita, at=AT),
    )
    assert ended[0] == "done"
    assert ended[1] in {"Refused", "Http404"}
    declined = paper.workshop.assignments.get().state == "declined"
    assert paper.workshop.reviews.count() == (0 if declined else 1)
    assert paper.workshop.entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_save_first_at_once_save_one(paper: Submission, rita: User) -> None:
    ended = at_once(
        *(
            lambda text=text: review.save_draft(
                paper, Content(text=text), version=0, by=rita, at=AT
            )
            for text in ("one", "two", "three")
        )
    )
    assert ended == ["done", "Stale", "Stale"]
    assert paper.workshop.reviews.get().version == 1
