"""Step 3: a review is moved by hand from one reviewer to another, with its price shown."""

from __future__ import annotations

from typing import Any

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, as_one, pairs, paper
from django.test import Client
from factories import make_organizer
from filling import Forms
from review_factories import assign as given
from review_factories import bar, make_review, make_reviewer
from run_factories import make_run
from run_story import RUNS, propose, solve

from reviews import assign as steps
from reviews import run_result
from reviews.coverage import Taker
from reviews.models import Run
from reviews.problem import Wish
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

MOVE = f"{PAGE}move/"


@pytest.fixture
def row(workshop: Workshop) -> Submission:
    return paper(workshop)


@pytest.fixture
def ann(workshop: Workshop, row: Submission) -> User:
    """Who has it."""
    user = make_reviewer(workshop, "ann@one.example", "Ann")
    given(row, user, "proposed")
    return user


@pytest.fixture
def bo(workshop: Workshop) -> User:
    return make_reviewer(workshop, "bo@two.example", "Bo")


def form_of(browser: Client, giver: User) -> dict[str, Any]:
    """The form that moves submission 1 from them."""
    forms = Forms(browser.get(f"{PAGE}?submission=1").content.decode()).forms
    return next(form for form in forms if form.get("giver") == str(giver.pk))


def fitting(run: Run, fits: dict[int, float]) -> None:
    """Says how well each of these fits every paper of a run."""
    result = run_result.from_json(run.result)
    for user, fit in fits.items():
        result.instance.affinity[:, result.reviewers.index(user)] = fit
    run.result |= {**run_result.as_json(result), "read": run.result["read"]}
    run.save()


def offered(answer: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (move.given.reviewer, [(str(one.reviewer), one.price) for one in move.takers])
        for move in answer.context["moves"]
    ]


def test_a_review_is_moved_in_one_step(
    browser: Client, workshop: Workshop, ann: User, bo: User
) -> None:
    answer = browser.post(MOVE, form_of(browser, ann) | {"reviewer": bo.pk, "wanted": "2"})
    assert answer.headers["Location"] == f"{PAGE}?wanted=2&page=1"
    assert pairs(workshop) == [(1, "Bo")]
    assert workshop.letters.count() == 0
    assert sorted(workshop.entries.values_list("about", "text")) == [
        (1, "Olga proposed Bo for submission 1"),
        (1, "Olga took submission 1 from Ann"),
    ]
    page = browser.get(PAGE).content.decode()
    assert "Submission 1 was moved from Ann to Bo. Nobody is told until you confirm." in page


def test_the_price_stands_beside_each_who_may_have_it(
    workshop: Workshop, olga: User, row: Submission, ann: User, bo: User
) -> None:
    browser = as_one(olga)
    cy, dan, eve = (make_reviewer(workshop, name=name) for name in ("Cy", "Dan", "Eve"))
    bar(dan, row)
    workshop.reviewer_profiles.filter(user=eve).update(load=0)
    given(row, cy)
    page = browser.get(f"{PAGE}?submission=1")
    assert offered(page) == [("Ann", [("Bo", "")]), ("Cy", [("Bo", "")])]
    assert "your last proposal" not in page.content.decode()
    fitting(make_run(workshop, olga), {ann.pk: 0.5, bo.pk: 0.382, cy.pk: 0.1})
    make_reviewer(workshop, name="New")
    page = browser.get(f"{PAGE}?submission=1")
    assert offered(page) == [
        ("Ann", [("Bo", "−0.12"), ("New", "")]),
        ("Cy", [("Bo", "+0.28"), ("New", "")]),
    ]
    assert "what the move adds to the fit over all papers" in page.content.decode()
    sent = form_of(browser, ann) | {"reviewer": bo.pk}
    said = browser.post(MOVE, sent, follow=True).content.decode()
    assert "By your last proposal this takes 0.12 from the fit over all papers." in said
    assert [Taker(page.context["board"].loads[0].reviewer, d).price for d in (0.001, -0.001)] == [
        "+0.00",
        "+0.00",
    ]


def test_what_a_page_showed_before_is_refused_and_keeps_what_was_chosen(
    browser: Client, workshop: Workshop, row: Submission, ann: User, bo: User
) -> None:
    cy = make_reviewer(workshop, name="Cy")
    sent = form_of(browser, ann) | {"reviewer": cy.pk}
    given(row, bo, "proposed")
    answer = browser.post(MOVE, sent)
    assert answer.status_code == 409
    assert "What is proposed has changed since you opened the page" in answer.content.decode()
    assert pairs(workshop) == [(1, "Ann"), (1, "Bo")]
    forms = Forms(answer.content.decode()).forms
    [form] = [form for form in forms if form.get("giver") == str(ann.pk)]
    assert form["reviewer"] == str(cy.pk)
    # It was confirmed meanwhile: they know of it by now.
    sent = form_of(browser, ann) | {"reviewer": cy.pk}
    workshop.assignments.update(state="confirmed", confirmed_at=AT)
    assert browser.post(MOVE, sent).status_code == 409
    assert browser.post(MOVE, sent | form_of(browser, ann)).status_code == 302
    # Pressed twice.
    assert "changed since" in browser.post(MOVE, sent).content.decode()
    assert (pairs(workshop, "confirmed"), pairs(workshop)) == ([(1, "Bo")], [(1, "Cy")])


def test_a_conflict_a_load_and_what_was_begun_are_refused_and_nothing_is_done(
    workshop: Workshop, olga: User, row: Submission, ann: User, bo: User
) -> None:
    full = make_reviewer(workshop, name="Full", load=1)
    given(paper(workshop), full)
    barred = make_reviewer(workshop, name="Barred")
    bar(barred, row)
    facts = {"by": olga, "at": AT}
    for taker, says in [
        (barred, "Barred has a conflict of interest with submission 1"),
        (full, "Full has 1 of 1 papers"),
        (ann, "Ann has submission 1 already"),
        (olga, "Choose one of the reviewers"),
    ]:
        with pytest.raises(Refused, match=says):
            steps.move(row, giver_id=ann.pk, reviewer_id=taker.pk, **facts)  # type: ignore[arg-type]
    for giver in (bo, olga):
        with pytest.raises(Refused, match="taken back already"):
            steps.move(row, giver_id=giver.pk, reviewer_id=bo.pk, **facts)  # type: ignore[arg-type]
    make_review(workshop.assignments.get(reviewer=ann), state="draft", text="")
    with pytest.raises(Refused, match="Ann has begun to review submission 1"):
        steps.move(row, giver_id=ann.pk, reviewer_id=bo.pk, **facts)  # type: ignore[arg-type]
    assert pairs(workshop) == [(1, "Ann")]
    assert workshop.entries.count() == 0


def test_a_conflict_found_by_the_step_itself_bars(
    browser: Client, workshop: Workshop, row: Submission, ann: User, bo: User
) -> None:
    """Nobody has looked for it before: it bars, and the page no longer offers them."""
    sent = form_of(browser, ann)
    cy = make_reviewer(workshop, "cy@kth.example", "Cy")
    row.authors.update(email="a@kth.example")
    answer = browser.post(MOVE, sent | {"reviewer": cy.pk})
    assert "Cy has a conflict of interest with submission 1." in answer.content.decode()
    assert offered(answer) == [("Ann", [("Bo", "")])]
    assert pairs(workshop) == [(1, "Ann")]


def test_behind_a_barrier_there_is_no_price_and_nothing_to_move(
    workshop: Workshop, row: Submission, ann: User, bo: User
) -> None:
    per = make_organizer(workshop, "per@far.example", "Per")
    hidden = paper(workshop)
    fitting(make_run(workshop, per), {ann.pk: 0.5, bo.pk: 0.3})
    assert offered(as_one(per).get(f"{PAGE}?submission=1")) == [("Ann", [("Bo", "−0.20")])]
    bar(per, hidden)  # what the run has read is not all theirs any more
    assert offered(as_one(per).get(f"{PAGE}?submission=1")) == [("Ann", [("Bo", "")])]
    sent = form_of(as_one(per), ann) | {"reviewer": bo.pk}
    bar(per, row)
    absent = as_one(per).post(MOVE, sent | {"submission": 99})
    answer = as_one(per).post(MOVE, sent)
    assert (answer.status_code, answer.content) == (404, absent.content)
    assert pairs(workshop) == [(1, "Ann")]


def test_a_proposal_that_was_used_leads_to_where_its_pairs_are_moved(
    browser: Client, workshop: Workshop, olga: User, row: Submission, bo: User
) -> None:
    link = f'href="{PAGE}?wanted=1&amp;submission=1#s1"'
    solve(workshop, olga, Wish(1))
    assert link not in browser.get(f"{RUNS}1/").content.decode()
    propose(workshop, olga, Wish(1))
    assert link in browser.get(f"{RUNS}2/").content.decode()
