"""The reviewers' list: how far each review is, the papers, and giving one back."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_submission, make_user
from html_tree import every, one, text_of, texts, tree
from people_fixtures import closed_call, reviewer_rita, reviewers_browser  # noqa: F401
from review_factories import assign, bar, make_review, make_reviewer
from reviewer_fixtures import olgas_client, ritas_paper  # noqa: F401
from reviewer_story import MINE, ONE, REVIEWS, typed

from reviews.models import Assignment, Review
from submissions.models import Submission
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


def set_deadline(workshop: Workshop, closes_at: datetime) -> None:
    workshop.deadlines.filter(step=Step.REVIEW).update(closes_at=closes_at)


def test_the_list_says_how_far_each_review_is(
    browser: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    make_review(assign(make_submission(workshop), rita), state=Review.State.DRAFT)
    make_review(assign(make_submission(workshop), rita))
    assign(make_submission(workshop), rita, Assignment.State.PROPOSED)
    make_submission(workshop)
    page = tree(browser.get(MINE))
    assert text_of(one(page, "h1")) == "2 reviews to write"
    assert texts(every(page, "span", "mark")) == ["not begun", "in draft", "submitted"]
    assert texts(every(page, "a", "title")) == ["On Paper 1", "On Paper 2", "On Paper 3"]


def test_a_reviewer_without_papers_is_told_that_nothing_is_due(browser: Client) -> None:
    page = tree(browser.get(MINE))
    assert text_of(one(page, "h1")) == "Nothing to review yet"
    assert "There is nothing that you need to do until then." in text_of(page)


def test_after_the_deadline_the_list_calls_late_what_is_late(
    browser: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    now = timezone.now()
    make_review(assign(make_submission(workshop), rita), submitted_at=now - timedelta(days=2))
    make_review(assign(make_submission(workshop), rita), submitted_at=now)
    set_deadline(workshop, now - timedelta(days=1))
    page = tree(browser.get(MINE))
    assert texts(every(page, "span", "mark")) == [
        *("not begun", "late"),
        "submitted",
        "submitted late",
    ]
    assert "late reviews are still taken" in text_of(page)


# Papers, and giving one back.


def test_papers_are_downloaded_one_by_one_or_together(
    browser: Client, workshop: Workshop, rita: User, paper: Submission
) -> None:
    make_submission(workshop, paper=True)
    assign(make_submission(workshop, paper=True), rita)
    single = browser.get(f"{ONE}paper.pdf")
    assert b"".join(single).startswith(b"%PDF-")
    assert single.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    together = browser.get(f"{MINE}papers.zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(together))).namelist()
    assert names == ["credit-paper-1.pdf", "credit-paper-3.pdf"]


def test_declining_asks_for_a_reason_and_takes_the_paper_away(
    browser: Client, paper: Submission, organizer: Client
) -> None:
    url = f"{ONE}decline/"
    assert "Decline this paper?" in browser.get(url).content.decode()
    assert "Say why, in a few words" in browser.post(url, {"reason": " "}).content.decode()
    assert paper.workshop.assignments.get().state == "confirmed"
    answer = browser.post(url, {"reason": "I am away."}, follow=True)
    assert "You have declined submission 1." in answer.content.decode()
    assert "On Paper 1" not in answer.content.decode()
    assert [browser.get(each).status_code for each in (ONE, url, f"{ONE}paper.pdf")] == [404] * 3
    assert browser.post(url, {"reason": "Again"}).status_code == 404
    assert [letter.event for letter in paper.workshop.letters.all()] == [
        "reviews/assignment_declined"
    ]
    page = text_of(tree(organizer.get(f"{REVIEWS}1/")))
    assert "declined" in page
    assert "I am away." in page


def test_what_is_submitted_cannot_be_declined(browser: Client, paper: Submission) -> None:
    browser.post(ONE, typed())
    answer = browser.post(f"{ONE}decline/", {"reason": "Regrets"})
    assert answer.status_code == 409
    assert "is submitted, so it cannot be declined" in answer.content.decode()
    assert "Regrets" in answer.content.decode()


@pytest.mark.parametrize("what", ["barrier", "role", "never", "proposed"])
def test_a_paper_that_is_not_ones_own_any_more_is_as_absent(
    browser: Client, workshop: Workshop, rita: User, paper: Submission, what: str
) -> None:
    if what == "barrier":
        bar(rita, paper)
    elif what == "role":
        workshop.roles.filter(user=rita).delete()
    elif what == "never":
        workshop.assignments.all().delete()
    else:
        workshop.assignments.update(state=Assignment.State.PROPOSED)
    for path in ("", "paper.pdf", "decline/"):
        lost, absent = browser.get(ONE + path), browser.get(f"{MINE}99/{path}")
        assert (lost.status_code, lost.content) == (404, absent.content)
    for path, data in (("", typed()), ("autosave/", typed()), ("decline/", {"reason": "No"})):
        assert browser.post(ONE + path, data).status_code == 404
    listed = browser.get(MINE)
    assert listed.status_code == (404 if what == "role" else 200)
    assert "On Paper 1" not in listed.content.decode()
    assert workshop.reviews.count() == 0


def test_who_is_no_reviewer_finds_no_pages(paper: Submission, organizer: Client) -> None:
    stranger = Client()
    stranger.force_login(make_user())
    for browser in (stranger, organizer):
        absent = browser.get("/no-such-workshop/review/").content
        for path in ("", "papers.zip", "1/", "1/paper.pdf", "1/decline/"):
            answer = browser.get(MINE + path)
            assert (answer.status_code, answer.content) == (404, absent)


def test_a_reviewer_sees_no_other_review(
    browser: Client, workshop: Workshop, paper: Submission
) -> None:
    other = make_reviewer(workshop, "rolf@example.org", "Rolf")
    make_review(assign(paper, other), text="A secret finding")
    browser.post(ONE, typed())
    for path in (MINE, ONE):
        html = browser.get(path).content.decode()
        assert "A secret finding" not in html
        assert "Rolf" not in html
