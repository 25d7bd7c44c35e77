"""Step 5: organizers decide: oral, poster or reject. Sealed: no author can tell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from filling import shown
from html_tree import every, text_of, tree
from review_factories import assign, make_review, make_reviewer

from reviews import board, decide
from reviews.models import Assignment, Review
from submissions.authorship import bar_authors
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reviewed(workshop: Workshop, *ratings: int, **facts: Any) -> Submission:
    """A submission with a review of each rating."""
    submission = make_submission(workshop, **facts)
    for rating in ratings:
        make_review(assign(submission, make_reviewer(workshop)), rating)
    return submission


def decided(workshop: Workshop) -> list[tuple[int, str, int, str]]:
    rows = workshop.decisions.order_by("submission__number")
    return [(row.submission.number, row.outcome, row.version, row.note) for row in rows]


def entries(workshop: Workshop) -> list[tuple[int | None, str]]:
    return list(workshop.entries.order_by("pk").values_list("about", "text"))


def test_decide_change_and_undo(workshop: Workshop, olga: User) -> None:
    submission = make_submission(workshop)
    decide.decide(submission, outcome="oral", version=0, note=" Well done. ", by=olga, at=AT)
    assert decided(workshop) == [(1, "oral", 1, "Well done.")]
    decide.decide(submission, outcome="poster", version=1, by=olga, at=AT)
    assert decided(workshop) == [(1, "poster", 2, "Well done.")]
    decide.decide(submission, outcome="", version=2, by=olga, at=AT)
    assert decided(workshop) == [(1, "", 3, "Well done.")]
    assert entries(workshop) == [
        (1, "Olga decided on submission 1: oral"),
        (1, "Olga wrote the note to the authors of submission 1"),
        (1, "Olga decided on submission 1: poster"),
        (1, "Olga left submission 1 undecided"),
    ]
    assert workshop.letters.count() == 0


def test_nobody_decides_over_what_somebody_else_has_decided(workshop: Workshop, olga: User) -> None:
    submission = make_submission(workshop)
    decide.decide(submission, outcome="oral", version=0, by=olga, at=AT)
    for version in (0, 2):
        with pytest.raises(Stale):
            decide.decide(submission, outcome="rejected", version=version, by=olga, at=AT)
    # Undone and decided again looks like the first time, and is not.
    decide.decide(submission, outcome="", version=1, by=olga, at=AT)
    decide.decide(submission, outcome="poster", version=2, by=olga, at=AT)
    with pytest.raises(Stale):
        decide.decide(submission, outcome="rejected", version=1, by=olga, at=AT)
    assert decided(workshop) == [(1, "poster", 3, "")]


def test_many_at_once_or_none(workshop: Workshop, olga: User) -> None:
    for _ in range(3):
        make_submission(workshop)
    assert decide.decide_many(workshop, {1: 0, 3: 0}, outcome="poster", by=olga, at=AT) == 2
    assert decided(workshop) == [(1, "poster", 1, ""), (3, "poster", 1, "")]
    with pytest.raises(Stale):
        decide.decide_many(workshop, {1: 0, 2: 0}, outcome="oral", by=olga, at=AT)
    decide.decide_many(workshop, {1: 1, 2: 0}, outcome="oral", by=olga, at=AT)
    assert decided(workshop) == [(1, "oral", 2, ""), (2, "oral", 1, ""), (3, "poster", 1, "")]


@pytest.mark.parametrize("count", [2, 40])
def test_many_take_as_few_statements_as_one(workshop: Workshop, olga: User, count: int) -> None:
    for _ in range(count):
        make_submission(workshop)
    shown = dict.fromkeys(range(1, count + 1), 0)
    with CaptureQueriesContext(connection) as statements:
        decide.decide_many(workshop, shown, outcome="oral", by=olga, at=AT)
    # A savepoint and its end, the lock, what is there, three writes, two for the history.
    assert len(statements) == 10
    assert workshop.entries.count() == count


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.WITHDRAWN, "Submission 1 is withdrawn: nothing to decide."),
        (Status.DESK_REJECTED, "Submission 1 is rejected at the desk: nothing to decide."),
        (Status.POSTER, "The decision on submission 1 is released. Open it to release a correct"),
        (Status.DRAFT, "There is no submission 1 here."),
    ],
)
def test_only_what_stands_is_decided(
    workshop: Workshop, olga: User, status: Status, said: str
) -> None:
    submission = make_submission(workshop, status=status)
    with pytest.raises(Refused, match=said):
        decide.decide(submission, outcome="oral", version=0, by=olga, at=AT)
    assert decided(workshop) == []


def test_an_organizer_behind_a_barrier_does_not_decide(workshop: Workshop) -> None:
    author = make_organizer(workshop, "author@example.org")
    stranger = make_user()
    submission = make_submission(workshop, author)
    for who in (author, stranger):
        with pytest.raises(Refused, match=r"There is no submission 1 here\."):
            decide.decide(submission, outcome="oral", version=0, by=who, at=AT)
    assert decided(workshop) == []


def test_what_is_no_outcome_is_refused(workshop: Workshop, olga: User) -> None:
    with pytest.raises(Refused, match="Choose what to decide"):
        decide.decide(make_submission(workshop), outcome="maybe", version=0, by=olga, at=AT)


def test_the_board_counts_what_counts(workshop: Workshop, olga: User) -> None:
    submission = reviewed(workshop, 5, 2)
    draft = assign(submission, make_reviewer(workshop))
    make_review(draft, 1, state=Review.State.DRAFT)
    declined = assign(submission, make_reviewer(workshop), Assignment.State.DECLINED)
    make_review(declined, 1)
    barred = assign(submission, make_reviewer(workshop, "late@example.org"))
    make_review(barred, 1)
    submission.authors.create(position=2, name="Late", email="late@example.org")
    bar_authors(submission, AT)
    [row] = board.rows(workshop, olga)
    assert (row.count, row.mean, row.spread) == (2, 3.5, 3)
    assert row.spoken == "Ratings 5, 2; mean 3.5"
    assert [(dot.rating, dot.x, dot.y) for dot in row.dots] == [(5, 94.0, 21), (2, 28.0, 21)]
    assert [review.rating for review in board.left_out(workshop)] == [1]


def test_guesses_are_hollow_and_equal_ratings_stand_above_each_other(
    workshop: Workshop, olga: User
) -> None:
    submission = reviewed(workshop, 4)
    make_review(assign(submission, make_reviewer(workshop)), 4, confidence=1)
    [row] = board.rows(workshop, olga)
    assert [(dot.y, dot.is_guess) for dot in row.dots] == [(21, False), (13, True)]
    assert row.spoken == "Ratings 4, 4 (a guess); mean 4.0"


def test_the_table_is_sorted_and_says_how(workshop: Workshop, olga: User) -> None:
    reviewed(workshop, 3, 3)
    reviewed(workshop, 5)
    reviewed(workshop)
    reviewed(workshop, 1, 5, 4)
    client = client_of(olga)

    def numbers(query: str) -> tuple[list[int], list[tuple[str, str]]]:
        page = tree(client.get(f"/credit/organize/decisions/{query}"))
        ids = [dict(row.attributes).get("id") or "" for row in every(page, "tr")]
        heads = [
            (text_of(head).split()[0], dict(head.attributes)["aria-sort"] or "")
            for head in every(page, "th")
            if "aria-sort" in dict(head.attributes)
        ]
        return [int(i.removeprefix("submission-")) for i in ids if i], heads

    assert numbers("") == ([2, 4, 1, 3], [("Mean", "descending")])
    assert numbers("?sort=mean") == ([1, 4, 2, 3], [("Mean", "ascending")])
    assert numbers("?sort=number") == ([1, 2, 3, 4], [("No.", "ascending")])
    assert numbers("?sort=-number") == ([4, 3, 2, 1], [("No.", "descending")])
    assert numbers("?sort=-spread") == ([4, 1, 2, 3], [("Spread", "descending")])
    assert numbers("?sort=-count") == ([4, 1, 2, 3], [("Reviews", "descending")])
    assert numbers("?sort=nonsense") == ([2, 4, 1, 3], [("Mean", "descending")])


def test_deciding_on_the_page_one_and_many(workshop: Workshop, olga: User) -> None:
    for _ in range(3):
        make_submission(workshop)
    client, url = client_of(olga), "/credit/organize/decisions/?sort=number"
    answer = client.post(url, {"one": "2:0:oral"}, follow=True)
    assert answer.redirect_chain == [(f"{url}#submission-2", 302)]
    assert "Submission 2 is decided: oral. Sealed: no author can tell." in shown(answer)
    answer = client.post(url, {"ticked": ["1:0", "3:0"], "many": "rejected"}, follow=True)
    assert "2 submissions are decided: reject." in shown(answer)
    assert decided(workshop) == [(1, "rejected", 1, ""), (2, "oral", 1, ""), (3, "rejected", 1, "")]
    client.post(url, {"one": "2:1:"})
    client.post(url, {"ticked": ["1:1"], "many": ""})
    assert decided(workshop) == [(1, "", 2, ""), (2, "", 2, ""), (3, "rejected", 1, "")]
    undecided = tree(client.get(f"{url}&show=undecided"))
    ids = [dict(row.attributes).get("id") for row in every(undecided, "tr")]
    assert ids == [None, "submission-1", "submission-2"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tick the submissions that you mean"),
        ({"many": "oral"}, "Tick the submissions that you mean"),
        ({"ticked": ["1:0"]}, "Tick the submissions that you mean, then press what you decide"),
        ({"ticked": ["1:0"], "many": "maybe"}, "Choose what to decide: oral, poster or reject."),
        (
            {"ticked": ["1:4"], "many": "oral"},
            "This was saved since you opened it, perhaps by somebody else.",
        ),
        ({"one": "1:0:maybe"}, "Choose what to decide: oral, poster or reject."),
        ({"one": "1:x:oral"}, "Tick the submissions that you mean"),
        ({"one": "99:0:oral"}, "There is no submission 99 here."),
        ({"one": "1:7:oral"}, "This was saved since you opened it, perhaps by somebody else."),
    ],
)
def test_a_mistake_keeps_what_was_ticked(
    workshop: Workshop, olga: User, typed: dict[str, Any], said: str
) -> None:
    make_submission(workshop)
    answer = client_of(olga).post("/credit/organize/decisions/", typed)
    assert answer.status_code == 409
    assert said in shown(answer)
    ticked = re.findall(r'name="ticked" value="([^"]+)" checked', answer.content.decode())
    # Ticked still, at the version that is shown now.
    assert ticked == ["1:0"] * len(typed.get("ticked", []))
    assert decided(workshop) == []


def test_the_note_has_a_page_where_a_stale_save_is_compared(workshop: Workshop, olga: User) -> None:
    submission = make_submission(workshop)
    client, url = client_of(olga), "/credit/organize/decisions/1/"
    typed = {"outcome": "oral", "note": "First", "version": "0"}
    assert client.post(url, typed)["Location"] == url
    answer = client.post(url, typed | {"note": "Mine"})
    assert answer.status_code == 409
    page = shown(answer)
    assert "This was saved since you opened it, perhaps by somebody else." in page
    assert ("Mine" in page, "First" in page) == (True, True)
    client.post(url, typed | {"note": "Mine", "version": "1"})
    assert decided(workshop) == [(submission.number, "oral", 2, "Mine")]


def test_a_note_can_be_written_before_the_decision(workshop: Workshop, olga: User) -> None:
    make_submission(workshop)
    typed = {"outcome": "", "note": "Think of it.", "version": "0"}
    client_of(olga).post("/credit/organize/decisions/1/", typed)
    assert decided(workshop) == [(1, "", 1, "Think of it.")]
    assert "0 of 1 are decided." in shown(client_of(olga).get("/credit/organize/decisions/"))


def test_a_barred_organizer_sees_and_counts_only_the_others(workshop: Workshop, olga: User) -> None:
    barred = make_organizer(workshop, "barred@example.org")
    hidden = reviewed(workshop, 5, 5, authors=["barred@example.org"], title="Hidden one")
    reviewed(workshop, 2, title="Open one")
    decide.decide(hidden, outcome="oral", version=0, by=olga, at=AT)
    client = client_of(barred)
    page = shown(client.get("/credit/organize/decisions/"))
    assert "0 of 1 are decided." in page
    assert ("Hidden one" in page, "Open one" in page) == (False, True)
    assert client.get("/credit/organize/decisions/1/").status_code == 404
    assert client.post("/credit/organize/decisions/1/", {"outcome": "oral"}).status_code == 404
    refused = client.post("/credit/organize/decisions/", {"one": "1:1:rejected"})
    absent = client.post("/credit/organize/decisions/", {"one": "7:1:rejected"})
    assert shown(refused).replace(" 1 here", " 7 here") == shown(absent)
    assert decided(workshop) == [(1, "oral", 1, "")]


def test_until_the_release_an_author_s_pages_stay_the_same_to_the_byte(
    workshop: Workshop, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = make_user("author@example.org")
    submission = reviewed(workshop, 4, 2, by=author)
    facts = Submission.everywhere.filter(pk=submission.pk).values().get()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    before = authors_view(author)
    for version, outcome in enumerate(["oral", "", "rejected", "poster"]):
        decide.decide(
            submission, outcome=outcome, version=version, note=f"No. {version}", by=olga, at=AT
        )
        assert authors_view(author) == before
    assert Submission.everywhere.filter(pk=submission.pk).values().get() == facts


def authors_view(author: User) -> list[tuple[str, int, str, dict[str, str], int]]:
    """Every page of an author's, with what it costs."""
    client, seen = client_of(author), []
    for url in [
        "/account/",
        "/credit/",
        "/credit/submissions/",
        "/credit/submissions/1/",
        "/credit/submissions/1/edit/",
        "/credit/submissions/1/withdraw/",
        "/credit/schedule/",
    ]:
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(url, **headers)  # type: ignore[arg-type]
            seen.append(
                (url, answer.status_code, canonical(answer), facts_of(answer), len(queries))
            )
    return seen


def canonical(answer: Any) -> str:
    """A page's bytes without the token that is drawn for every answer."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode())


def facts_of(answer: Any) -> dict[str, str]:
    """The headers; the ETag is made of the page with its token."""
    return {name: value for name, value in answer.headers.items() if name != "ETag"}
