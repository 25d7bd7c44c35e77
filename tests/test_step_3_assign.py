"""Step 3: papers are assigned by hand and confirmed, and what an organizer's barrier hides."""

from __future__ import annotations

import re

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, REVIEWERS, as_one, ask, link, pairs, paper
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer
from filling import fields, send
from review_factories import assign as given
from review_factories import make_review, make_reviewer
from run_factories import make_run
from run_story import propose

from reviews import assign as steps
from reviews import conflicts
from reviews.permissions import assigned_to
from reviews.problem import Wish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


# ---- assign by hand


def test_a_reviewer_is_proposed_and_taken_back_by_hand(browser: Client, workshop: Workshop) -> None:
    ann, row = make_reviewer(workshop, name="Ann"), paper(workshop)
    data = {"submission": row.number, "reviewer": ann.pk, "wanted": "2"}
    answer = browser.post(f"{PAGE}assign/", data)
    assert answer.headers["Location"] == f"{PAGE}?wanted=2"
    assert pairs(workshop) == [(1, "Ann")]
    assert workshop.letters.count() == 0
    assert list(assigned_to(ann, workshop)) == []
    assert "Ann has submission 1 already" in browser.post(f"{PAGE}assign/", data).content.decode()
    browser.post(f"{PAGE}unassign/", {"given": f"1-{ann.pk}"})
    assert pairs(workshop) == []


def test_a_conflict_is_impossible(browser: Client, workshop: Workshop) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    row = paper(workshop, authors=["bo@kth.example"])
    make_reviewer(workshop, "cy@two.example", "Cy")
    answer = browser.post(f"{PAGE}assign/", {"submission": row.number, "reviewer": ann.pk})
    assert answer.status_code == 409
    assert "Ann has a conflict of interest with submission 1." in answer.content.decode()
    assert [str(one.reviewer) for one in answer.context["options"]] == ["Cy"]
    assert workshop.assignments.count() == 0


def test_a_barrier_written_later_bars_at_once(workshop: Workshop) -> None:
    ann, row = make_reviewer(workshop, "ann@kth.example"), paper(workshop)
    given(row, ann)
    assert list(assigned_to(ann, workshop)) == [row]
    conflicts.declare(workshop, {row.number}, by=ann, at=AT)
    assert list(assigned_to(ann, workshop)) == []


def test_a_full_load_is_refused_and_who_is_no_reviewer_too(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann", load=1)
    given(paper(workshop), ann)
    row = paper(workshop)
    url = f"{PAGE}assign/"
    full = browser.post(url, {"submission": row.number, "reviewer": ann.pk})
    assert "Ann has 1 of 1 papers." in full.content.decode()
    for nobody in (olga.pk, "x", ""):
        answer = browser.post(url, {"submission": row.number, "reviewer": nobody})
        assert "Choose one of the reviewers." in answer.content.decode()
    assert browser.post(url, {"submission": 99, "reviewer": ann.pk}).status_code == 404


def test_what_a_reviewer_has_begun_is_not_taken_back(browser: Client, workshop: Workshop) -> None:
    ann = make_reviewer(workshop, name="Ann")
    make_review(given(paper(workshop), ann), state="draft", text="")
    answer = browser.post(f"{PAGE}unassign/", {"given": f"1-{ann.pk}"})
    assert "Ann has begun to review submission 1." in answer.content.decode()
    assert pairs(workshop, "confirmed") == [(1, "Ann")]


# ---- confirm


def test_confirming_sends_one_letter_per_reviewer_and_opens_the_papers(
    browser: Client, workshop: Workshop
) -> None:
    ann, bo = make_reviewer(workshop, name="Ann"), make_reviewer(workshop, name="Bo")
    first, second = paper(workshop), paper(workshop)
    for row in (first, second):
        given(row, ann, "proposed")
    given(first, bo, "proposed")
    url = f"{PAGE}confirm/"
    assert "Ask 2 reviewers for 3 reviews?" in browser.get(url).content.decode()
    asked = fields(browser.get(url), "seen")
    page = browser.post(url, asked, follow=True).content.decode()
    assert "The assignments are confirmed; 2 letters are on the way." in page
    letters = workshop.letters.order_by("recipient").values_list("event", "recipient", "about")
    event = "reviews/assignments_confirmed"
    assert sorted(letters) == sorted([(event, ann.email, None), (event, bo.email, None)])
    assert [row.number for row in assigned_to(ann, workshop)] == [1, 2]
    entries = workshop.entries.order_by("about").values_list("about", "text")
    assert list(entries) == [
        (1, "Olga gave submission 1 to Ann, Bo"),
        (2, "Olga gave submission 2 to Ann"),
    ]
    assert browser.post(url).status_code == 409
    given(paper(workshop), bo, "proposed")
    send(browser, url, "seen")
    mine = workshop.letters.filter(recipient=bo.email).order_by("revision")
    assert list(mine.values_list("revision", flat=True)) == [1, 2]


def test_a_letter_of_assignments_names_no_paper_and_no_number_of_them(
    workshop: Workshop, olga: User
) -> None:
    given(paper(workshop, title="Marker"), make_reviewer(workshop, name="Ann"), "proposed")
    steps.confirm(workshop, by=olga, at=AT)
    letter = workshop.letters.get()
    assert "Marker" not in letter.subject + letter.body
    assert re.findall(r"\d+ paper", letter.subject + letter.body) == []


# ---- an organizer behind a barrier


@pytest.fixture
def per(workshop: Workshop) -> User:
    """An organizer who is an author of submission 1."""
    user = make_organizer(workshop, "per@far.example", "Per")
    paper(workshop, authors=["per@far.example"], title="Marker")
    return user


def test_what_is_hidden_takes_no_room_that_could_tell_of_it(workshop: Workshop, per: User) -> None:
    ann = make_reviewer(workshop, name="Ann", load=2)
    given(workshop.submissions.get(), ann)
    for _ in range(2):
        paper(workshop)
    assert len(propose(workshop, per, Wish(1)).made) == 2
    for view in ("", "?by=reviewer", "?submission=2", "?submission=1"):
        page = as_one(per).get(PAGE + view)
        assert "Marker" not in page.content.decode()
        [load] = page.context["board"].loads
        assert (len(load.given), load.room) == (2, 0)
    client = as_one(per)
    for act in ("assign", "unassign", "move"):
        hidden, absent = (
            client.post(f"{PAGE}{act}/", {"submission": n, "reviewer": ann.pk} | more)
            for n in (1, 99)
            for more in [{"giver": ann.pk, "given": f"{n}-{ann.pk}"}]
        )
        assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_a_barred_organizer_neither_clears_nor_confirms_what_is_hidden(
    workshop: Workshop, per: User, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann", load=4)
    given(workshop.submissions.get(), ann, "proposed")
    paper(workshop)
    propose(workshop, per, Wish(1))
    steps.confirm(workshop, by=per, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([(1, "Ann")], [(2, "Ann")])


def test_no_letter_or_entry_tells_who_reviews_what_is_hidden(
    workshop: Workshop, per: User, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann")
    given(workshop.submissions.get(), ann, "proposed")
    workshop.letters.all().delete()  # Per was alone when it came: somebody outside was asked for
    steps.confirm(workshop, by=olga, at=AT)
    assert workshop.letters.get().recipient == ann.email
    assert list(workshop.letters.visible_to(per)) == []
    assert list(workshop.entries.visible_to(per)) == []
    texts = {entry.text for entry in workshop.entries.visible_to(olga)}
    assert texts == {
        "A conflict of interest was found for per@far.example: submission 1",
        "Olga gave submission 1 to Ann",
    }
    assert list(workshop.letters.visible_to(olga)) == []


# ---- what pages cost


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_the_same_number_of_questions(workshop: Workshop, olga: User, rows: int) -> None:
    topics = list(workshop.topics.all())
    bo = make_reviewer(workshop, "bo@home.example", "Bo", topics, load=60)
    for n in range(rows):
        make_reviewer(workshop, f"r{n}@one.example", topics=topics)
        row = paper(workshop, "Memory", authors=[f"a{n}@one.example", "b@two.example"])
        paper(workshop, authors=[f"c{n}@two.example"])
        given(row, bo)
        ask(workshop, olga, f"asked{n}@three.example")
    conflicts.detect(workshop, AT)
    found = workshop.conflicts.filter(source="domain").earliest("pk")
    opened = workshop.assignments.order_by("pk")[0].submission.number
    make_run(workshop, olga)
    asked = {
        "reviewers": (REVIEWERS, olga),
        "edit": (f"{REVIEWERS}edit/?reviewer={bo.pk}", olga),
        "remove": (f"{REVIEWERS}remove/?reviewer={bo.pk}", olga),
        "conflicts": ("/credit/organize/conflicts/", olga),
        "dismiss": (f"/credit/organize/conflicts/dismiss/?conflict={found.key}", olga),
        "by submission": (f"{PAGE}?submission={opened}", olga),
        "by reviewer": (f"{PAGE}?by=reviewer", olga),
        "confirm": (f"{PAGE}confirm/", olga),
        "declare": ("/credit/review/conflicts/", bo),
        "invitation": (link(workshop), None),
    }
    counts = {}
    for name, (url, user) in asked.items():
        client = as_one(user) if user else Client()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200, name
        counts[name] = len(captured)
    assert counts == {
        "reviewers": 14,
        "edit": 13,
        "remove": 9,
        "conflicts": 15,
        "dismiss": 15,
        "by submission": 15,
        "by reviewer": 13,
        "confirm": 6,
        "declare": 9,
        "invitation": 8,
    }
