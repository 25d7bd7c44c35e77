"""The reviewers' pages and the organizers' view of reviews, in the browser's own terms."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from html_tree import attribute, every, one, text_of, texts, tree
from review_factories import assign, bar, make_review, make_reviewer, release

from reviews import remind
from reviews.models import Assignment, Review
from reviews.templatetags.reviews_tags import reviews_overview
from submissions.models import Submission
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db

MINE = "/credit/review/"
ONE = "/credit/review/1/"
REVIEWS = "/credit/organize/reviews/"
REMIND = "/credit/organize/reviews/remind/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def rita(workshop: Workshop) -> User:
    return make_reviewer(workshop, "rita@example.org", "Rita Read")


@pytest.fixture
def paper(workshop: Workshop, rita: User) -> Submission:
    submission = make_submission(workshop, paper=True)
    assign(submission, rita)
    return submission


@pytest.fixture
def browser(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client


@pytest.fixture
def organizer(workshop: Workshop) -> Client:
    browser = Client()
    browser.force_login(make_organizer(workshop, "olga@example.org", "Olga"))
    return browser


def typed(**facts: Any) -> dict[str, Any]:
    """A review form as it is sent: whole unless a fact says otherwise."""
    return {
        "act": "submit",
        "version": "0",
        "title": "A finding",
        "text": "The argument holds.",
        "rating": "4",
        "confidence": "2",
        "note": "Between us.",
        **facts,
    }


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


def test_authors_stand_beside_the_form_without_their_addresses(
    browser: Client, paper: Submission
) -> None:
    html = browser.get(ONE).content.decode()
    assert "Author author1" in html
    assert "Example University" in html
    assert "author1@example.org" not in html
    assert "What we found about 1." in html


def test_the_anchors_of_2018_are_the_choices(browser: Client, paper: Submission) -> None:
    page = tree(browser.get(ONE))
    rating, confidence = every(page, "div", "scale")
    assert texts(every(rating, "label")) == [
        "1 , Strong rejection",
        "2 , Marginally below the threshold",
        "3 , Marginally above the threshold",
        "4 , Top 50% of accepted papers, clear accept",
        "5 , Top 15% of accepted papers, strong accept",
    ]
    assert texts(every(confidence, "label")) == [
        *("An educated guess", "Fairly confident", "Absolutely certain")
    ]


def test_a_draft_is_saved_with_anything_missing_and_comes_back(
    browser: Client, paper: Submission
) -> None:
    data = typed(act="save", rating="", text="So far", confidence="3")
    answer = browser.post(ONE, data)
    assert answer["Location"] == ONE
    page = tree(browser.get(ONE))
    assert text_of(one(page, "textarea", id="id_text")) == "So far"
    ticked = [each for each in every(page, "input") if "checked" in dict(each.attributes)]
    assert [attribute(each, "value") for each in ticked] == ["3"]
    assert attribute(one(page, "input", id="id_version"), "value") == "1"
    assert paper.workshop.reviews.get().state == "draft"


def test_submitting_takes_rating_confidence_and_text(browser: Client, paper: Submission) -> None:
    page = browser.post(ONE, typed(rating="", confidence="", text=""))
    html = page.content.decode()
    assert "3 things need mending before this can be submitted." in html
    assert "Choose a rating from 1 to 5." in html
    assert "Say how sure you are." in html
    assert "Write to the authors" in html
    assert "Between us." in html
    assert paper.workshop.reviews.count() == 0


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": "x\r\n" * 2_600}, "The text has 5,199 characters, 199 more than 5,000."),
        ({"title": "x" * 501}, "This has 501 characters. Shorten it to 500 at most."),
        ({"rating": "9"}, "Choose one of the list."),
        ({"version": "x"}, "Give a whole number, as in 12."),
    ],
)
def test_what_is_too_long_or_made_up_is_refused_and_kept(
    browser: Client, paper: Submission, facts: dict[str, str], sentence: str
) -> None:
    html = browser.post(ONE, typed(**facts)).content.decode()
    assert sentence in html
    assert "Between us." in html
    assert paper.workshop.reviews.count() == 0


def test_five_thousand_characters_with_line_ends_as_browsers_send_them_are_taken(
    browser: Client, paper: Submission
) -> None:
    browser.post(ONE, typed(text="x\r\n" * 2_500 + "\r\n"))
    assert paper.workshop.reviews.get().state == "submitted"


def test_a_submitted_review_is_revised(browser: Client, paper: Submission) -> None:
    answer = browser.post(ONE, typed(), follow=True)
    assert "Your review of submission 1 is submitted." in answer.content.decode()
    page = tree(browser.get(ONE))
    assert texts(every(page, "button", "button"))[-1] == "Submit this revision"
    assert [each for each in every(page, "form") if attribute(each, "data-autosave")] == []
    browser.post(ONE, typed(version="1", rating="1"))
    assert paper.workshop.reviews.get().rating == 1


def test_a_double_click_submits_once(browser: Client, paper: Submission) -> None:
    statuses = [browser.post(ONE, typed()).status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert paper.workshop.entries.count() == 1


def test_a_stale_save_gives_the_text_back_and_shows_what_is_saved(
    browser: Client, paper: Submission
) -> None:
    browser.post(ONE, typed(act="save", text="From the other window"))
    answer = browser.post(ONE, typed(text="From this window"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "You have saved this review in another window" in html
    assert html.count("From this window") == 1
    assert "From the other window" in html
    assert paper.workshop.reviews.get().text == "From the other window"
    browser.post(ONE, typed(text="From this window", version="1"))
    assert paper.workshop.reviews.get().text == "From this window"


def test_a_signed_text_comes_back_once_with_a_warning(browser: Client, paper: Submission) -> None:
    signed = typed(text="It holds. Rita Read, rita@example.org")
    answer = browser.post(ONE, signed)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "“Rita Read”, “rita@example.org”, by which the authors could tell who you are" in html
    assert "Send it as it is" in html
    assert "Send it as it is" not in browser.get(ONE).content.decode()
    assert browser.post(ONE, {**signed, "as_it_is": "on"}).status_code == 302
    assert paper.workshop.reviews.get().state == "submitted"


def test_after_the_release_the_review_can_be_read_and_not_written(
    browser: Client, paper: Submission
) -> None:
    browser.post(ONE, typed())
    release(paper)
    page = tree(browser.get(ONE))
    assert "The decisions are released." in text_of(page)
    assert "The argument holds." in text_of(page)
    assert list(every(page, "textarea")) == []
    answer = browser.post(ONE, typed(version="1", text="Too late"))
    assert answer.status_code == 409
    assert "so the reviews stand as they are. Nothing was saved." in answer.content.decode()
    assert "Too late" in answer.content.decode()
    assert paper.workshop.reviews.get().text == "The argument holds."
    html = browser.get(MINE).content.decode()
    assert "Read your review" in html
    assert "poster" not in html


# Saving by itself.


def test_autosave_says_when_and_moves_the_version_on(
    browser: Client, paper: Submission, rita: User
) -> None:
    rita.zone = "Asia/Tokyo"
    rita.save()
    answers = [browser.post(f"{ONE}autosave/", typed(version=str(n), text=f"{n}")) for n in (0, 1)]
    assert [answer.json()["version"] for answer in answers] == [1, 2]
    row = paper.workshop.reviews.get()
    assert (row.state, row.text) == ("draft", "1")
    moment = timezone.localtime(row.saved_at, ZoneInfo("Asia/Tokyo"))
    assert answers[1].json()["said"] == (
        f"Draft saved at {moment:%H:%M}, Tokyo time. Only you can see it."
    )


def test_autosave_tells_of_a_stale_save_and_of_nonsense(browser: Client, paper: Submission) -> None:
    url = f"{ONE}autosave/"
    browser.post(url, typed())
    stale = browser.post(url, typed(text="Other"))
    assert stale.status_code == 409
    assert stale.json()["said"].startswith("Not saved. You have saved this review in another")
    wrong = browser.post(url, typed(version="1", title="x" * 501))
    assert wrong.status_code == 400
    assert wrong.json()["said"].startswith("Not saved. Title: ")
    assert browser.get(url).status_code == 405
    assert paper.workshop.reviews.get().text == "The argument holds."


def test_autosave_never_touches_what_is_submitted(browser: Client, paper: Submission) -> None:
    browser.post(ONE, typed())
    answer = browser.post(f"{ONE}autosave/", typed(version="1", text="Half"))
    assert answer.status_code == 409
    assert paper.workshop.reviews.get().text == "The argument holds."


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


# Organizers.


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
ORGANIZER_QUERIES = {REVIEWS: 7, f"{REVIEWS}1/": 12, REMIND: 8}


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
