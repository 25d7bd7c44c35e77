"""The form of a review, in the browser's own terms: drafts, revisions, saving by itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import closed_call, reviewer_rita, reviewers_browser  # noqa: F401
from review_factories import release
from reviewer_fixtures import ritas_paper  # noqa: F401
from reviewer_story import MINE, ONE, typed

from submissions.models import Submission
from workshop.models import User

pytestmark = pytest.mark.django_db


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
