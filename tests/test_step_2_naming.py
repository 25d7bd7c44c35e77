"""Step 2: authors say who must not handle their submission."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import make_reviewer

from reviews import conflicts
from submissions.models import Submission
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
PAGE = "/credit/submissions/1/conflicts/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit")


@pytest.fixture
def bo() -> User:
    return make_user("bo@one.example", "Bo Ek")


@pytest.fixture
def row(workshop: Workshop, bo: User) -> Submission:
    return make_submission(workshop, bo)


@pytest.fixture
def browser(bo: User, row: Submission) -> Client:
    return as_one(bo)


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(browser: Client, people: str = "", institutions: str = "", seen: str = "") -> int:
    seen = seen or browser.get(PAGE).context["form"]["seen"].value()
    data = {"people": people, "institutions": institutions, "seen": seen}
    return browser.post(PAGE, data).status_code


def named(row: Submission) -> list[tuple[str, str]]:
    return list(row.named_conflicts.values_list("kind", "text"))


def test_an_author_names_people_and_institutions_and_the_organizers_read_it(
    workshop: Workshop, row: Submission, browser: Client
) -> None:
    assert PAGE in browser.get("/credit/submissions/1/").content.decode()
    assert send(browser, "Ann Berg\nann@kth.example\nAnn Berg", "Aalto University") == 302
    assert named(row) == [
        ("institution", "Aalto University"),
        ("person", "Ann Berg"),
        ("person", "ann@kth.example"),
    ]
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    page = as_one(olga).get("/credit/organize/submissions/1/").content.decode()
    assert "Aalto University" in page
    assert workshop.entries.get().text == "Bo Ek changed who must not handle submission 1"
    assert not workshop.letters.exists()
    assert send(browser, "Ann Berg") == 302
    assert named(row) == [("person", "Ann Berg")]


def test_the_author_is_not_told_who_is_on_the_committee(
    workshop: Workshop, row: Submission, browser: Client
) -> None:
    """Nor by how long it takes: no table of theirs is asked. The sweep finds what follows."""
    ann = make_reviewer(workshop, "ann@kth.example", "Ann Berg")
    with CaptureQueriesContext(connection) as captured:
        send(browser, "Ann Berg")
    assert [each["sql"] for each in captured if '"reviews_' in each["sql"]] == []
    assert not workshop.barriers.filter(user=ann).exists()
    assert [conflicts.detect_everywhere(AT) for _ in range(2)] == [1, 0]
    assert workshop.barriers.filter(user=ann, number=1).exists()


def test_once_the_call_is_closed_it_stays_and_is_shown(
    workshop: Workshop, row: Submission, browser: Client
) -> None:
    send(browser, "Ann Berg")
    seen = browser.get(PAGE).context["form"]["seen"].value()
    workshop.deadlines.filter(step="submit").update(closes_at=AT)
    assert "Ann Berg" in browser.get(PAGE).content.decode()
    assert send(browser, "Cy Dahl", seen=seen) == 409
    assert named(row) == [("person", "Ann Berg")]


def test_two_authors_do_not_overwrite_each_other(row: Submission, browser: Client) -> None:
    seen = browser.get(PAGE).context["form"]["seen"].value()
    assert send(browser, "Ann Berg", seen=seen) == 302
    assert send(browser, "Cy Dahl", seen=seen) == 409
    assert named(row) == [("person", "Ann Berg")]


def test_thirty_lines_are_enough_and_a_link_is_none(row: Submission, browser: Client) -> None:
    assert send(browser, "\n".join(f"Ann Berg{n}" for n in range(31))) == 200
    assert send(browser, "https://kth.example") == 200
    assert send(browser, "a" * 201) == 200
    assert named(row) == []


def test_a_draft_names_nobody_to_the_committee_until_it_is_handed_in(
    workshop: Workshop, row: Submission, browser: Client
) -> None:
    make_reviewer(workshop, "ann@kth.example", "Ann Berg")
    workshop.submissions.update(status="draft", submitted_at=None)
    send(browser, "Ann Berg")
    assert conflicts.detect_everywhere(AT) == 0
    assert workshop.entries.get().is_private
    workshop.submissions.update(status="submitted", submitted_at=AT)
    assert conflicts.detect_everywhere(AT) == 1
