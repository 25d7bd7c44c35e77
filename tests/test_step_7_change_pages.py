"""Step 7: the pages on which a change is proposed and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from change_fixtures import on_credit  # noqa: F401
from change_story import ADA, BOB, CARLA, again, propose
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user
from people_fixtures import author_ada, closed_call, now, organizer_olga  # noqa: F401
from review_factories import bar

from submissions import changes
from submissions.content import AuthorFacts
from submissions.models import Submission
from workshop.models import Deadline, Step, User, Workshop

pytestmark = pytest.mark.django_db

CHANGE = "/credit/submissions/1/change/"
ANSWER = "/credit/organize/submissions/1/change/"


def typed(paper: Submission, *authors: AuthorFacts, **facts: Any) -> dict[str, Any]:
    listed = authors or (ADA, BOB)
    data: dict[str, Any] = {
        "act": "propose",
        "title": "On Debt",
        "reason": "It reads better.",
        "author": [str(n) for n in range(1, len(listed) + 1)],
        "corresponding": "1",
        "seen": changes.seen(again(paper)),
    }
    for n, author in enumerate(listed, start=1):
        for field in ("name", "email", "affiliation", "orcid"):
            data[f"author-{n}-{field}"] = getattr(author, field)
    return data | facts


@pytest.fixture
def browser(client: Client, ada: User, paper: Submission) -> Client:
    client.force_login(ada)
    return client


def test_ada_proposes_and_takes_back(browser: Client, paper: Submission) -> None:
    page = browser.get(CHANGE)
    assert [row["name"].value() for _, row in page.context["editor"].rows] == [
        "Ada Lovelace",
        "Bob Berg",
    ]
    assert 'name="presenter"' not in page.content.decode()
    sent = browser.post(CHANGE, typed(paper, ADA, BOB, CARLA), follow=True)
    assert sent.redirect_chain == [("/credit/submissions/1/camera-ready/", 302)]
    assert "a change waits for the organizers" in sent.content.decode()
    becomes = "Carla Curie (carla@example.org), Radium Institute, becomes author 3."
    assert becomes in sent.content.decode()
    html = browser.get(CHANGE).content.decode()
    assert "The title becomes “On Debt”; it was “On Credit”." in html
    assert 'value="Carla Curie"' in html
    back = browser.post(CHANGE, {"act": "take back", "number": "1"}, follow=True)
    assert "The change is taken back." in back.content.decode()
    assert changes.waiting(paper) is None
    twice = browser.post(CHANGE, {"act": "take back", "number": "1"}, follow=True)
    assert "This change no longer waits" in twice.content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "Give the title, even if it stays as it is."),
        ({"title": "See https://spam.example"}, "Leave the link out here"),
        ({"title": "x" * 301}, "Shorten it to 300 at most."),
        ({"reason": " "}, "Give the organizers a reason"),
        ({"corresponding": "7"}, "Say which author we write to with questions."),
        ({"author": []}, "Name at least one author."),
        ({"author-2-email": "ada@example.org"}, "Another author has this address already."),
        ({"author-2-affiliation": ""}, "Give an affiliation"),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    browser: Client, paper: Submission, facts: dict[str, Any], sentence: str
) -> None:
    html = browser.post(CHANGE, typed(paper, **facts)).content.decode()
    assert sentence in html
    assert "need" in html.partition('id="problems"')[2][:120]
    assert paper.changes.count() == 0


def test_rows_are_added_moved_and_removed_without_script(
    browser: Client, paper: Submission
) -> None:
    def names(act: str) -> list[str]:
        page = browser.post(CHANGE, typed(paper, act=act))
        assert page.context["editor"].paper["title"].value() == "On Debt"
        return [row["name"].value() for _, row in page.context["editor"].rows]

    assert names("add") == ["Ada Lovelace", "Bob Berg", None]
    assert names("up:2") == ["Bob Berg", "Ada Lovelace"]
    assert names("remove:1") == ["Bob Berg"]
    assert paper.changes.count() == 0


def test_a_refusal_gives_the_text_back_and_then_it_may_go_over(
    browser: Client, paper: Submission, ada: User, at: datetime
) -> None:
    nothing = browser.post(CHANGE, typed(paper, title="On Credit"))
    assert nothing.status_code == 409
    assert "Nothing differs from what stands" in nothing.content.decode()
    form = typed(paper, title="Mine")
    propose(paper, ada, at)
    page = browser.post(CHANGE, form)
    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert "The title becomes “On Debt”" in page.content.decode()
    browser.post(CHANGE, {**form, "seen": page.context["seen"]})
    assert paper.changes.get(state="waiting").title == "Mine"


def test_after_the_deadline_nothing_can_be_proposed(browser: Client, paper: Submission) -> None:
    Deadline.everywhere.filter(step=Step.CAMERA_READY).update(closes_at=timezone.now())
    html = browser.get(CHANGE).content.decode()
    assert "Title and authors stay" in html
    assert "author-1-name" not in html
    late = browser.post(CHANGE, typed(paper, title="Too Late"))
    assert late.status_code == 409
    assert "Too Late" in late.content.decode()
    assert "Propose this change" not in late.content.decode()
    assert "was not saved" not in late.content.decode()


def test_olga_sees_old_and_new_side_by_side_and_approves(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, BOB, CARLA)
    client.force_login(olga)
    sentence = "Carla Curie (carla@example.org), Radium Institute, becomes author 3."
    for url in ("/credit/organize/camera-ready/", "/credit/organize/submissions/1/", ANSWER):
        assert sentence in client.get(url).content.decode()
    assert "<h3>Change to answer</h3>" in client.get("/credit/organize/").content.decode()
    sent = client.post(ANSWER, {"act": "approve", "number": "1"}, follow=True)
    assert sent.redirect_chain == [("/credit/organize/submissions/1/", 302)]
    assert again(paper).title == "On Debt"
    twice = client.post(ANSWER, {"act": "approve", "number": "1"}, follow=True)
    assert "No change of submission 1 waits for an answer." in twice.content.decode()


def test_olga_refuses_with_a_reason(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    client.force_login(olga)
    without = client.post(ANSWER, {"act": "refuse", "number": "1", "answer": ""})
    assert "Give the authors a reason" in without.content.decode()
    client.post(ANSWER, {"act": "refuse", "number": "1", "answer": "It was reviewed so."})
    assert paper.changes.get().answer == "It was reviewed so."


def test_a_reason_typed_for_what_is_answered_already_is_kept(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    changes.approve(paper, number=1, by=make_organizer(paper.workshop), at=at)
    client.force_login(olga)
    page = client.post(ANSWER, {"act": "refuse", "number": "1", "answer": "It was reviewed so."})
    html = page.content.decode()
    assert page.status_code == 409
    assert "It was reviewed so." in html
    assert "no longer waits" in html
    assert "Refuse this change" not in html
    assert "Approve this change" not in html
    nonsense = {"act": "refuse", "number": "x", "answer": "Of nothing."}
    assert client.post(ANSWER, nonsense).status_code == 409


def test_after_an_answer_the_next_change_that_waits_is_at_hand(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    other = make_submission(paper.workshop, ada, status="oral")
    theirs = make_submission(paper.workshop, ada, status="oral")
    for row in (paper, other, theirs):
        propose(row, ada, at)
    bar(olga, theirs)
    client.force_login(olga)
    sent = client.post(ANSWER, {"act": "approve", "number": "1"})
    assert sent["Location"] == "/credit/organize/camera-ready/"
    second = client.post(ANSWER.replace("/1/", "/2/"), {"act": "approve", "number": "1"})
    assert second["Location"] == "/credit/organize/submissions/2/"


def test_an_answer_to_what_was_replaced_is_refused_and_shows_what_waits(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    propose(paper, ada, at, title="Another")
    client.force_login(olga)
    page = client.post(ANSWER, {"act": "approve", "number": "1"})
    assert page.status_code == 409
    assert "Another" in page.content.decode()
    assert "no longer waits" in page.content.decode()
    assert again(paper).title == "On Credit"


def test_whoever_is_no_organizer_or_barred_finds_nothing_to_answer(
    client: Client, workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    propose(paper, ada, at)
    bar(carl, paper)
    for user in (ada, carl, make_user()):
        client.force_login(user)
        assert client.get(ANSWER).status_code == 404
        assert client.post(ANSWER, {"act": "approve", "number": "1"}).status_code == 404
    assert paper.title not in client.get("/credit/organize/camera-ready/").content.decode()
