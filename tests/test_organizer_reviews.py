"""The organizers' view of reviews, their reminders, and what these pages cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import closed_call, reviewer_rita, reviewers_browser  # noqa: F401
from review_factories import assign, bar, make_review, make_reviewer
from reviewer_fixtures import olgas_client, ritas_paper  # noqa: F401
from reviewer_story import MINE, ONE, REVIEWS

from reviews import remind
from reviews.models import Assignment, Review
from reviews.templatetags.reviews_tags import reviews_overview
from submissions.models import Submission
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

REMIND = "/credit/organize/reviews/remind/"


def test_organizers_read_all_reviews_of_a_submission_but_no_draft(
    organizer: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    make_review(workshop.assignments.get(), note="Between us.", text="It is *sound*.")
    rolf = make_reviewer(workshop, "rolf@example.org", "Rolf")
    make_review(assign(paper, rolf), state=Review.State.DRAFT, text="Half a thought")
    page = tree(organizer.get(f"{REVIEWS}1/"))
    assert texts(every(page, "h2")) == ["Rita Read", "Rolf"]
    assert [text_of(each) for each in every(page, "em")] == ["sound"]
    assert "Between us." in text_of(page)
    assert "Top 50% of accepted papers, clear accept" in text_of(page)
    assert "Half a thought" not in text_of(page)


def test_what_a_reviewer_types_does_nothing_on_an_organizers_page(
    organizer: Client, workshop: Workshop, paper: Submission
) -> None:
    attack = "<script>alert(1)</script> [here](javascript:alert(1)) ![x](https://evil.example/x)"
    make_review(workshop.assignments.get(), text=attack, note=attack, title=attack)
    html = organizer.get(f"{REVIEWS}1/").content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_a_review_by_someone_with_a_conflict_since_is_marked(
    organizer: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    make_review(workshop.assignments.get())
    bar(rita, paper)
    assert "no longer reviews this submission" in text_of(tree(organizer.get(f"{REVIEWS}1/")))
    assert "No reviews yet" in text_of(tree(organizer.get(REVIEWS)))


def test_an_organizer_behind_a_barrier_sees_nothing_of_it(
    organizer: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    other = make_submission(workshop)
    rolf = make_reviewer(workshop, "rolf@example.org", "Rolf")
    assign(paper, rolf)
    make_review(assign(other, rita))
    bar(User.objects.get(email="olga@example.org"), paper)
    barred, absent = organizer.get(f"{REVIEWS}1/"), organizer.get(f"{REVIEWS}99/")
    assert (barred.status_code, barred.content) == (404, absent.content)
    page = tree(organizer.get(REVIEWS))
    assert text_of(one(page, "h1")) == "The one review is in"
    assert "Rolf" not in text_of(page)
    assert "On Paper 1" not in text_of(page)
    assert "Nobody to remind" in organizer.get(REMIND).content.decode()
    sent = organizer.post(REMIND, {"to": [str(rolf.pk)], "seen": ""})
    assert sent.status_code == 409
    assert workshop.letters.count() == 0


def test_reminders_are_shown_first_and_sent_on_a_post(
    organizer: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    rolf = make_reviewer(workshop, "rolf@example.org", "Rolf")
    assign(paper, rolf)
    boxes = [
        attribute(each, "value")
        for each in every(tree(organizer.get(REVIEWS)), "input")
        if attribute(each, "type") == "checkbox"
    ]
    assert boxes == [str(rita.pk), str(rolf.pk)]
    assert "Send 2 reminders" in organizer.get(REMIND).content.decode()
    page = tree(organizer.get(f"{REMIND}?to=0&to={rolf.pk}"))
    assert text_of(one(page, "h1")) == "Send 1 reminder?"
    assert "1 of your reviews for Credit is not in yet" in text_of(one(page, "article"))
    assert workshop.letters.count() == 0
    hidden = {
        attribute(each, "name"): attribute(each, "value")
        for each in every(one(page, "main"), "input")
    }
    answer = organizer.post(REMIND, hidden, follow=True)
    assert "1 reminder is on the way." in answer.content.decode()
    assert [letter.recipient for letter in workshop.letters.all()] == ["rolf@example.org"]
    again = organizer.post(REMIND, hidden)
    assert again.status_code == 409
    assert "Nothing was sent" in again.content.decode()
    assert workshop.letters.count() == 1


def test_nobody_chosen_is_nobody_reminded(organizer: Client, paper: Submission) -> None:
    assert "Nobody to remind" in organizer.get(f"{REMIND}?to=0").content.decode()
    assert organizer.post(REMIND, {"seen": remind.seen([])}).status_code == 409
    assert paper.workshop.letters.count() == 0


def test_the_overview_has_a_leaf_of_reviews_once_some_are_assigned(
    workshop: Workshop, rita: User
) -> None:
    olga = make_organizer(workshop)
    submission = make_submission(workshop)
    assign(submission, rita, Assignment.State.PROPOSED)

    def leaf() -> str:
        context = reviews_overview(workshop, olga, timezone.now())
        return render_to_string("reviews/organizer/reviews_overview.html", context).strip()

    assert leaf() == ""
    workshop.assignments.update(state=Assignment.State.CONFIRMED)
    assert "0 submitted, 0 in draft, 1 not begun" in leaf()
    bar(olga, submission)
    assert leaf() == ""


# What each page costs, at one row and at thirty.
REVIEWER_QUERIES = {
    MINE: 12,
    ONE: 12,
    f"{ONE}decline/": 9,
    f"{ONE}paper.pdf": 7,
    f"{MINE}papers.zip": 7,
}
ORGANIZER_QUERIES = {REVIEWS: 9, f"{REVIEWS}1/": 14, REMIND: 10}


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_the_same_number_of_questions_at_one_row_and_at_thirty(
    browser: Client, organizer: Client, workshop: Workshop, rita: User, rows: int
) -> None:
    for _ in range(rows):
        submission = make_submission(workshop, paper=True)
        assign(submission, rita)
        reviewer = make_reviewer(workshop)
        make_review(assign(submission, reviewer))
        assign(submission, make_reviewer(workshop))
    counted = {
        url: queries(who, url)
        for who, table in ((browser, REVIEWER_QUERIES), (organizer, ORGANIZER_QUERIES))
        for url in table
    }
    assert counted == REVIEWER_QUERIES | ORGANIZER_QUERIES
    assert max(counted.values()) <= 15


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(url)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer)
    return len(captured)
