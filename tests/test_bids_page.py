"""The page of bids: what fits comes first, a choice is saved alone or with its page."""

from __future__ import annotations

from typing import Any

import pytest
from assign_fixtures import call_with_contact  # noqa: F401
from assign_story import AT, as_one, paper
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from html_tree import attribute, every, one, text_of, texts, tree
from review_factories import assign, bar, make_reviewer

from reviews import bid
from submissions.models import Author, Submission
from submissions.status import Status
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db
BIDS = "/credit/review/bids/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(name="ann")
def reviewer_ann(workshop: Workshop) -> User:
    topics = list(workshop.topics.filter(name="Memory"))
    return make_reviewer(workshop, "ann@kth.example", "Ann", topics=topics)


@pytest.fixture(name="page")
def anns_browser(ann: User) -> Client:
    return as_one(ann)


def typed(page: Any) -> dict[str, str]:
    """What a form of the page would send: the choices that are made, and what is hidden."""
    inputs = [dict(each.attributes) for each in every(page, "input")]
    sent = [each for each in inputs if "checked" in each or each.get("type") == "hidden"]
    return {each["name"] or "": each["value"] or "" for each in sent}


def test_what_fits_the_topics_comes_first_and_says_why(workshop: Workshop, page: Client) -> None:
    paper(workshop, "Learning")
    paper(workshop, "Memory", "Learning")
    paper(workshop, "Memory")
    shown = tree(page.get(BIDS))
    assert texts(every(shown, "p", "title")) == ["On Paper 3", "On Paper 2", "On Paper 1"]
    assert text_of(shown).count("Fits what you know about: Memory") == 2


def test_what_fits_a_publication_says_which_and_by_which_words(
    workshop: Workshop, page: Client, ann: User
) -> None:
    paper(workshop)
    paper(workshop)
    told = workshop.publications.create(user=ann, title="Tides", added_at=AT)
    facts = {"fingerprint": "-", "made_at": AT, "scores": {"1": 0.2, "2": 0.9}}
    workshop.affinities.create(user=ann, evidence={"2": [told.pk, ["moon", "sea"]]}, **facts)
    shown = tree(page.get(BIDS))
    assert texts(every(shown, "p", "title")) == ["On Paper 2", "On Paper 1"]
    assert "Fits your paper “Tides”: moon, sea" in text_of(shown)
    told.delete()
    assert "moon" not in text_of(tree(page.get(BIDS)))


def test_the_page_shows_neither_abstracts_nor_what_is_hidden(
    workshop: Workshop, page: Client, ann: User
) -> None:
    row = paper(workshop, title="Plain", abstract="A secret abstract")
    bar(ann, paper(workshop, title="Too close"))
    bid.place(workshop, {row.number: 4}, by=make_reviewer(workshop), at=AT)
    text = text_of(tree(page.get(BIDS)))
    assert "Plain" in text
    assert "secret" not in text
    assert "Too close" not in text
    assert "You have bid on 0 of 1." in text


def test_a_choice_is_saved_at_once(workshop: Workshop, page: Client, ann: User) -> None:
    paper(workshop)
    paper(workshop)
    answer = page.post(BIDS, {"bid-2": "5"}, headers=HTMX)
    assert text_of(tree(answer)) == "Saved. You have bid on 1 of 2."
    assert bid.bids_of(workshop, ann) == {2: 5}
    now = typed(tree(page.get(BIDS)))
    assert (now["bid-1"], now["bid-2"]) == ("", "5")


def test_a_form_saves_what_was_touched_and_leaves_the_rest(
    workshop: Workshop, page: Client, ann: User
) -> None:
    for _ in range(3):
        paper(workshop)
    bid.place(workshop, {1: 2, 2: 2}, by=ann, at=AT)
    shown = typed(tree(page.get(BIDS)))["shown"]
    assert shown == "1:2 2:2 3:"
    bid.place(workshop, {1: 5, 3: 4}, by=ann, at=AT)  # meanwhile, in another window
    sent = {"shown": shown, "bid-1": "2", "bid-2": "", "bid-3": ""}
    answer = page.post(f"{BIDS}?page=1", sent, follow=True)
    assert answer.redirect_chain == [(f"{BIDS}?page=1", 302)]
    assert "Saved. You have bid on 2 of 3." in text_of(tree(answer))
    assert bid.bids_of(workshop, ann) == {1: 5, 3: 4}


@pytest.mark.parametrize("value", ["6", "0", "-1", "much", "1e0"])
def test_what_is_no_choice_is_refused(
    workshop: Workshop, page: Client, ann: User, value: str
) -> None:
    paper(workshop)
    answer = page.post(BIDS, {"bid-1": value}, follow=True)
    assert bid.bids_of(workshop, ann) == {}
    assert "That is none of the choices." in text_of(tree(answer))


def test_a_choice_about_something_else_saves_nothing(
    workshop: Workshop, page: Client, ann: User
) -> None:
    bar(ann, paper(workshop))
    for number in ("1", "99", "x", "1" * 30):
        page.post(BIDS, {f"bid-{number}": "5"})
    assert not workshop.bids.exists()


def test_when_bidding_is_over_the_bids_are_shown_and_nothing_is_saved(
    workshop: Workshop, page: Client, ann: User
) -> None:
    paper(workshop)
    bid.place(workshop, {1: 4}, by=ann, at=AT)
    workshop.deadlines.filter(step=Step.ASSIGN).update(closes_at=AT)
    shown = tree(page.get(BIDS))
    assert text_of(one(shown, "h1")) == "Bidding is over"
    assert "Submission 1 · would like to" in text_of(shown)
    late = page.post(BIDS, {"bid-1": "1"}, headers=HTMX)
    assert (late.status_code, late.headers["HX-Refresh"]) == (409, "true")
    assert "Nothing was saved" in text_of(tree(page.get(BIDS)))
    assert bid.bids_of(workshop, ann) == {1: 4}


def test_the_list_is_narrowed_by_topic_and_words(workshop: Workshop, page: Client) -> None:
    paper(workshop, "Memory", title="On Łódź")
    paper(workshop, "Learning", title="On Lodz again")
    for query, numbers in (
        ("topic=Memory", "1"),
        ("q=lodz", "1 2"),
        ("q=%231", "1"),
        ("topic=no&page=x", "1 2"),
        ("q=nothing", ""),
    ):
        rows = every(tree(page.get(f"{BIDS}?{query}")), "p", "title")
        assert sorted(attribute(row, "id") for row in rows) == [f"bid-{n}" for n in numbers.split()]


def test_the_reviewers_page_leads_here_while_bidding_is_open(
    workshop: Workshop, page: Client, ann: User
) -> None:
    row = paper(workshop)
    paper(workshop)
    assert "Bid on 2 submissions" in text_of(tree(page.get("/credit/review/")))
    assign(row, ann)
    assert "Bid on" not in text_of(tree(page.get("/credit/review/")))


def make_papers(workshop: Workshop, count: int) -> None:
    """Submissions with two authors and two topics each."""
    facts = {"workshop": workshop, "status": Status.SUBMITTED, "begun_at": AT, "saved_at": AT}
    rows = Submission.everywhere.bulk_create(
        Submission(
            **facts, number=n, title=f"On the Assignment of Credit to Small Things, Part {n}"
        )
        for n in range(1, count + 1)
    )
    Author.objects.bulk_create(
        Author(submission=row, position=n, name=f"Author {row.number} Longname")
        for row in rows
        for n in (1, 2)
    )
    links = Submission.topics.through
    topics = list(workshop.topics.all())
    links._default_manager.bulk_create(
        links(submission_id=row.pk, topic_id=topic.pk) for row in rows for topic in topics
    )


def test_a_page_of_many_submissions_is_small(workshop: Workshop, page: Client, ann: User) -> None:
    make_papers(workshop, 150)
    told = workshop.publications.create(user=ann, title="On the Tides of the Moon", added_at=AT)
    evidence = {str(n): [told.pk, ["assignment", "credit", "moon", "tides"]] for n in range(1, 151)}
    facts = {"fingerprint": "-", "made_at": AT, "scores": {str(n): 0.5 for n in range(1, 151)}}
    workshop.affinities.create(user=ann, evidence=evidence, **facts)
    with CaptureQueriesContext(connection) as asked:
        answer = page.get(BIDS)
    assert len(asked) <= 15
    assert len(answer.content) < 150_000
    shown = tree(answer)
    assert len(texts(every(shown, "p", "title"))) == 50
    assert texts(every(one(shown, "nav", "pages"), "a")) == ["2", "3"]
