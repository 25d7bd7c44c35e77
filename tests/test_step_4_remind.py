"""Step 4: organizers see how far reviews are, and remind. Time handed in."""

from __future__ import annotations

import pytest
from factories import AT, make_organizer, make_submission
from people_fixtures import organizer_olga  # noqa: F401
from review_factories import assign, bar, make_review, make_reviewer
from review_fixtures import closed_call_then  # noqa: F401
from review_story import entries, letters

from reviews import progress, progress_chart, remind
from reviews.models import Review
from workshop.errors import Refused
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


def committee(workshop: Workshop) -> tuple[User, User]:
    """Ana has one in and one in draft; Bo has not begun either of these two papers."""
    ana = make_reviewer(workshop, "ana@example.org", "Ana")
    bo = make_reviewer(workshop, "bo@example.org", "Bo")
    one, two = make_submission(workshop), make_submission(workshop)
    make_review(assign(one, ana))
    make_review(assign(two, ana), state=Review.State.DRAFT)
    for submission in (one, two):
        assign(submission, bo)
    return ana, bo


def test_progress_counts_reviews_by_reviewer_and_by_submission(
    workshop: Workshop, olga: User
) -> None:
    committee(workshop)
    found = progress.of(workshop, olga)
    assert [(str(row.reviewer), row.states) for row in found.reviewers] == [
        ("Ana", ["submitted", "in draft"]),
        ("Bo", ["not begun", "not begun"]),
    ]
    assert [
        (row.submission.number, [(str(who), state) for who, state in row.reviews])
        for row in found.submissions
    ] == [
        (1, [("Ana", "submitted"), ("Bo", "not begun")]),
        (2, [("Ana", "in draft"), ("Bo", "not begun")]),
    ]
    assert (found.counts.all, found.counts.open, found.counts.submitted) == (4, 3, 1)
    assert [block.look for block in progress_chart.of(found).blocks] == [
        *("c-full", "c-half", "c-full"),
        *("c-none", "c-none"),
    ]


def test_progress_leaves_out_what_an_organizer_is_barred_from(
    workshop: Workshop, olga: User
) -> None:
    committee(workshop)
    cleo = make_reviewer(workshop, "cleo@example.org", "Cleo")
    hidden = make_submission(workshop)
    assign(hidden, cleo)
    bar(olga, hidden)
    found = progress.of(workshop, olga)
    assert [str(row.reviewer) for row in found.reviewers] == ["Ana", "Bo"]
    assert (found.counts.all, len(found.submissions)) == (4, 2)
    assert progress.of(workshop, make_organizer(workshop)).counts.all == 5
    assert progress.of(workshop, cleo).counts.all == 0


@pytest.mark.parametrize("what", ["barrier", "role", "proposed", "declined", "withdrawn"])
def test_progress_leaves_out_what_nobody_will_write(
    workshop: Workshop, olga: User, what: str
) -> None:
    _, bo = committee(workshop)
    if what == "barrier":
        bar(bo, workshop.submissions.get(number=2))
    elif what == "role":
        workshop.roles.filter(user=bo).delete()
    elif what == "withdrawn":
        workshop.submissions.filter(number=2).update(status="withdrawn")
    else:
        workshop.assignments.filter(reviewer=bo, submission__number=2).update(state=what)
    counted = {"role": 2, "withdrawn": 2}.get(what, 3)
    assert progress.of(workshop, olga).counts.all == counted


def send(workshop: Workshop, olga: User, *chosen: User) -> list[tuple[str, int]]:
    keys = {user.pk for user in chosen}
    shown = remind.seen(remind.reminders(workshop, olga, keys))
    sent = remind.remind(workshop, keys, shown=shown, by=olga, at=AT)
    return [(str(row.reviewer), row.open) for row in sent]


def test_a_reminder_says_how_many_and_until_when_and_names_no_paper(
    workshop: Workshop, olga: User
) -> None:
    ana, bo = committee(workshop)
    assert send(workshop, olga, ana, bo) == [("Ana", 1), ("Bo", 2)]
    assert letters(workshop) == [
        ("reviews/review_reminder", None, "ana@example.org", 1),
        ("reviews/review_reminder", None, "bo@example.org", 1),
    ]
    letter = workshop.letters.get(recipient="bo@example.org")
    assert letter.subject == "2 of your reviews for Credit are not in yet"
    assert "Reviews are due" in letter.body
    assert "On Paper" not in letter.body
    assert entries(workshop) == [
        ("Olga reminded reviewers of submission 1", 1, False),
        ("Olga reminded reviewers of submission 2", 2, False),
    ]


def test_who_is_barred_does_not_read_that_somebody_was_reminded(
    workshop: Workshop, olga: User
) -> None:
    ana, _ = committee(workshop)
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    bar(carl, workshop.submissions.get(number=2))
    send(workshop, olga, ana)
    assert list(workshop.entries.visible_to(carl)) == []


def test_a_reminder_after_the_deadline_says_that_late_ones_are_taken(
    workshop: Workshop, olga: User
) -> None:
    ana, _ = committee(workshop)
    workshop.deadlines.filter(step=Step.REVIEW).update(closes_at=AT)
    send(workshop, olga, ana)
    letter = workshop.letters.get()
    assert letter.subject == "1 of your reviews for Credit is not in yet"
    assert "Reviews were due" in letter.body


def test_a_reminder_reaches_only_those_with_open_reviews_that_the_organizer_sees(
    workshop: Workshop, olga: User
) -> None:
    ana, bo = committee(workshop)
    workshop.reviews.update(state=Review.State.SUBMITTED)
    bar(olga, workshop.submissions.get(number=2))
    assert send(workshop, olga, ana, bo) == [("Bo", 1)]
    with pytest.raises(Refused, match="Choose at least one"):
        send(workshop, olga, ana)


def test_no_organizer_finds_a_count_in_the_outbox_that_is_not_theirs(
    workshop: Workshop, olga: User
) -> None:
    """Who is barred from 2 would learn from “2 open” who else reviews what they do not see."""
    _, bo = committee(workshop)
    barred = make_organizer(workshop, "bert@example.org", "Bert")
    bar(barred, workshop.submissions.get(number=2))
    send(workshop, olga, bo)
    for organizer in (barred, olga):
        assert list(workshop.letters.visible_to(organizer)) == []


def test_a_reminder_sent_twice_from_one_page_goes_once(workshop: Workshop, olga: User) -> None:
    _, bo = committee(workshop)
    shown = remind.seen(remind.reminders(workshop, olga, {bo.pk}))
    remind.remind(workshop, {bo.pk}, shown=shown, by=olga, at=AT)
    with pytest.raises(Refused, match="Nothing was sent"):
        remind.remind(workshop, {bo.pk}, shown=shown, by=olga, at=AT)
    assert send(workshop, olga, bo) == [("Bo", 2)]
    assert [revision for *_, revision in letters(workshop)] == [1, 2]
