"""Step 4: a reviewer drafts, submits and revises. Time handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import AT, make_submission
from people_fixtures import reviewer_rita  # noqa: F401
from review_factories import make_reviewer, release
from review_fixtures import closed_call_then, ritas_paper_then  # noqa: F401
from review_story import WHOLE, entries, letters

from reviews import giveaways, review
from reviews.review import Content
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db


def test_a_draft_may_lack_everything_and_only_its_beginning_is_noted(
    paper: Submission, rita: User
) -> None:
    first = review.save_draft(paper, Content(), version=0, by=rita, at=AT)
    assert (first.state, first.version, first.saved_at) == ("draft", 1, AT)
    later = AT + timedelta(minutes=1)
    second = review.save_draft(paper, Content(text="So far"), version=1, by=rita, at=later)
    assert (second.pk, second.text, second.version) == (first.pk, "So far", 2)
    assert entries(paper.workshop) == [("Rita Read began a review of submission 1", 1, True)]


def test_what_is_submitted_is_told_to_the_journal_and_revised_as_often_as_one_likes(
    paper: Submission, rita: User
) -> None:
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    later = AT + timedelta(days=1)
    review.submit(paper, Content("", "It does not.", 1, 3), version=1, by=rita, at=later)
    row = paper.workshop.reviews.get()
    assert (row.state, row.text, row.rating, row.note) == ("submitted", "It does not.", 1, "")
    assert (row.submitted_at, row.saved_at, row.version) == (AT, later, 2)
    assert entries(paper.workshop) == [
        ("Rita Read submitted a review of submission 1", 1, False),
        ("Rita Read revised a review of submission 1", 1, False),
    ]
    assert letters(paper.workshop) == []


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (Content("", "Text", None, 2), "rating"),
        (Content("", "Text", 0, 2), "rating"),
        (Content("", "Text", 6, 2), "rating"),
        (Content("", "Text", 4, None), "confidence"),
        (Content("", "Text", 4, 4), "confidence"),
        (Content("Only a title", " \n", 4, 2), "text"),
        (Content("", "x" * 5_001, 4, 2), "text"),
    ],
)
def test_what_is_not_whole_is_not_submitted(
    paper: Submission, rita: User, content: Content, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        review.submit(paper, content, version=0, by=rita, at=AT)
    assert refusal.value.field == field
    assert paper.workshop.reviews.count() == 0


def test_five_thousand_characters_are_taken_and_one_more_is_counted(
    paper: Submission, rita: User
) -> None:
    with pytest.raises(Refused, match="has 5,012 characters, 12 more than 5,000"):
        review.submit(paper, Content("", "é" * 5_012, 4, 2), version=0, by=rita, at=AT)
    review.save_draft(paper, Content("", "é" * 5_012), version=0, by=rita, at=AT)
    review.submit(paper, Content("", "é" * 5_000, 4, 2), version=1, by=rita, at=AT)
    assert paper.workshop.reviews.get().state == "submitted"


def test_late_reviews_are_taken_until_the_decision_is_released(
    paper: Submission, rita: User
) -> None:
    closes_at = paper.workshop.deadlines.get(step=Step.REVIEW).closes_at
    late = closes_at + timedelta(days=3)
    review.save_draft(paper, Content(text="Late"), version=0, by=rita, at=late)
    review.submit(paper, WHOLE, version=1, by=rita, at=late)
    release(paper)
    saved = paper.workshop.reviews.values().get()
    with pytest.raises(Refused, match="The decisions are released"):
        review.submit(paper, Content("", "Other", 1, 1), version=2, by=rita, at=late)
    with pytest.raises(Refused, match="The decisions are released"):
        review.save_draft(paper, Content(text="Other"), version=2, by=rita, at=late)
    with pytest.raises(Refused, match="The decisions are released"):
        review.decline(paper, reason="No time", by=rita, at=late)
    assert paper.workshop.reviews.values().get() == saved


def test_the_release_of_another_submission_closes_nothing(paper: Submission, rita: User) -> None:
    release(make_submission(paper.workshop))
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    assert paper.workshop.reviews.count() == 1


def test_a_stale_save_overwrites_nothing(paper: Submission, rita: User) -> None:
    review.save_draft(paper, Content(text="From one window"), version=0, by=rita, at=AT)
    for version in (0, 2):
        with pytest.raises(Stale):
            review.save_draft(paper, Content(text="Other"), version=version, by=rita, at=AT)
        with pytest.raises(Stale):
            review.submit(paper, WHOLE, version=version, by=rita, at=AT)
    assert paper.workshop.reviews.get().text == "From one window"


def test_the_same_twice_is_saved_once(paper: Submission, rita: User) -> None:
    for _ in range(2):
        review.save_draft(paper, WHOLE, version=0, by=rita, at=AT)
    for _ in range(2):
        review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    row = paper.workshop.reviews.get()
    assert (row.version, row.state) == (2, "submitted")
    assert [text for text, _, _ in entries(paper.workshop)] == [
        "Rita Read began a review of submission 1",
        "Rita Read submitted a review of submission 1",
    ]


def test_a_submitted_review_is_not_drafted_over(paper: Submission, rita: User) -> None:
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Refused, match="submit it again"):
        review.save_draft(paper, Content(text="Half a thought"), version=1, by=rita, at=AT)
    assert paper.workshop.reviews.get().text == WHOLE.text


def test_a_text_that_names_its_writer_is_sent_only_as_it_is(paper: Submission, rita: User) -> None:
    signed = Content("", "It is good.\n\nRita Read", 4, 2)
    with pytest.raises(Refused, match="“Rita Read”") as refusal:
        review.submit(paper, signed, version=0, by=rita, at=AT)
    assert refusal.value.field == "as_it_is"
    review.submit(paper, signed, version=0, by=rita, at=AT, as_it_is=True)
    assert paper.workshop.reviews.get().text == signed.text


def test_the_note_to_the_organizers_may_be_signed(paper: Submission, rita: User) -> None:
    signed = Content("", "It is good.", 4, 2, "Call me. Rita Read")
    review.submit(paper, signed, version=0, by=rita, at=AT)
    assert paper.workshop.reviews.get().note == signed.note


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The proof is right.", []),
        ("José  Núñez\nwrote this", ["José Núñez"]),
        ("— jose nunez", ["José Núñez"]),
        ("As Nunez has shown", ["Núñez"]),
        ("Write to J.Nunez@Example.edu", ["j.nunez@example.edu"]),
        ("At the institute of deep thought we do", ["Institute of Deep Thought"]),
        ("Josefine, joseph and nunezia are others", []),
    ],
)
def test_own_names_addresses_and_affiliations_are_found_as_words(
    workshop: Workshop, text: str, found: list[str]
) -> None:
    user = make_reviewer(workshop, "j.nunez@example.edu", "José Núñez")
    user.affiliation = "Institute of Deep Thought"
    assert giveaways.of(user, text) == found
