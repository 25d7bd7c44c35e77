"""What waits for an author after the decisions: said first, and one click away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_submission, make_user, make_workshop
from html_tree import attribute, every, one, text_of, tree
from posting_factories import give, make_part

from submissions.models import PaperVersion, Submission
from workshop import dates
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db
LIST = "/credit/submissions/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture
def browser(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def accepted(workshop: Workshop, ada: User) -> Submission:
    """Accepted as a poster, without a final PDF."""
    return make_submission(workshop, ada, status="poster", paper=True)


def final(submission: Submission) -> None:
    make_part(submission, PaperVersion.Part.FINAL)


def lead(browser: Client, url: str) -> str:
    return text_of(one(tree(browser.get(url)), css="lead"))


def by(workshop: Workshop, step: Step) -> str:
    return dates.in_words(workshop.deadlines.get(step=step).closes_at)


def test_the_list_says_what_is_due_and_leads_there(
    browser: Client, workshop: Workshop, accepted: Submission
) -> None:
    def links() -> list[tuple[str, str]]:
        buttons = every(one(tree(browser.get(LIST)), css="listing"), "a", "button")
        return [(text_of(a), attribute(a, "href")) for a in buttons]

    due = f"camera-ready papers are due {by(workshop, Step.CAMERA_READY)}."
    assert lead(browser, LIST) == f"Submission 1 lacks the final PDF; {due}"
    page = f"{LIST}1/"
    assert links() == [("Send the camera-ready version of submission 1", f"{page}camera-ready/")]
    final(accepted)
    assert lead(browser, LIST) == (
        "Nothing of submission 1 is posted. If you want it to be, say so by "
        f"{by(workshop, Step.POST)}."
    )
    assert links() == [("Say what may be posted of submission 1", f"{page}consent/")]
    give(accepted, "page")
    assert lead(browser, LIST) == "Nothing waits for you here."
    assert links() == []


def test_the_list_says_what_several_lack(
    browser: Client, workshop: Workshop, accepted: Submission, ada: User
) -> None:
    other = make_submission(workshop, ada, status="oral", paper=True)
    due = f"camera-ready papers are due {by(workshop, Step.CAMERA_READY)}."
    assert lead(browser, LIST) == f"Submissions 1 and 2 lack something; {due}"
    final(accepted)
    final(other)
    assert lead(browser, LIST).startswith("Nothing of submissions 1 and 2 is posted.")


def test_what_is_too_late_is_not_asked_for(
    browser: Client, workshop: Workshop, accepted: Submission
) -> None:
    workshop.deadlines.update(closes_at=timezone.now() - timedelta(days=1))
    assert lead(browser, LIST).startswith("The call closed ")
    listed = text_of(one(tree(browser.get(LIST)), css="listing"))
    assert "missing: the final PDF" in listed
    assert "Send the camera-ready version" not in listed
    assert "Say what may be posted" in listed


def test_an_accepted_submission_says_first_what_it_is_and_what_to_do(
    browser: Client, workshop: Workshop, accepted: Submission
) -> None:
    page = f"{LIST}1/"
    due = by(workshop, Step.CAMERA_READY)
    assert lead(browser, page) == f"Accepted as poster. Send the final PDF by {due}."
    accepted.authors.update(is_presenter=False)
    missing = "the final PDF, a presenter"
    assert lead(browser, page) == f"Accepted as poster. Still missing: {missing}; due {due}."
    final(accepted)
    accepted.authors.update(is_presenter=True)
    posting = by(workshop, Step.POST)
    told = f"Accepted as poster. Nothing is missing. Say what may be posted , by {posting}."
    assert lead(browser, page) == told
    give(accepted, "page")
    assert lead(browser, page) == "Accepted as poster. Nothing is missing."
    workshop.deadlines.update(closes_at=timezone.now() - timedelta(days=1))
    PaperVersion.objects.filter(part="final").delete()
    assert lead(browser, page) == "Accepted as poster. The final PDF was not sent in time."


def test_posting_stands_before_the_reviews_and_withdrawing_at_the_end(
    browser: Client, workshop: Workshop, accepted: Submission
) -> None:
    html = browser.get(f"{LIST}1/").content.decode()
    order = ['id="camera-ready"', 'id="posting"', ">Abstract</h2>", ">Withdraw</a>"]
    found = [html.index(part) for part in order]
    assert found == sorted(found)
    assert by(workshop, Step.POST) in html
