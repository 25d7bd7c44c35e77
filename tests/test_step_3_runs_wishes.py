"""Step 3: what may be wished of a run, what it says meanwhile, and how it ends when it cannot."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, as_one, pairs, paper
from django.test import Client
from factories import make_organizer
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import RUNS, send_use

from reviews import run_solving, runs
from reviews.models import Run
from reviews.problem import Wish
from reviews.roster import reviewers_of
from reviews.run_reading import Reading
from reviews.same_institution import institutions_of
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def solved(workshop: Workshop, by: User, wish: Wish, kind: str = Run.Kind.PROPOSAL) -> Run:
    run = runs.ask(workshop, wish, by=by, at=AT, kind=kind)
    assert run_solving.solve_waiting(AT) == 1
    run.refresh_from_db()
    return run


# ---- reviewers of one institution


def test_an_institution_is_known_by_its_domain_and_by_its_name(workshop: Workshop) -> None:
    for name, email, affiliation in [
        ("Ann", "ann@cs.kth.example", ""),
        ("Bo", "bo@kth.example", "KTH Royal Institute of Technology"),
        ("Cy", "cy@gmail.com", "Royal Institute of Technology"),
        ("Di", "di@gmail.com", ""),
        ("Ed", "ed@su.example", "Stockholm University"),
    ]:
        user = make_reviewer(workshop, email, name)
        User.objects.filter(pk=user.pk).update(affiliation=affiliation)
    found = institutions_of(reviewers_of(workshop)).tolist()
    assert found[0] == found[1] >= 0
    assert found[3:] == [-1, -1]
    assert institutions_of([]).tolist() == []


def test_no_more_of_one_institution_review_a_paper_than_is_asked_for(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    learning = workshop.topics.get(name="Learning")
    for name in ("Ann", "Bo"):
        make_reviewer(workshop, f"{name}@kth.example".lower(), name, [learning])
    make_reviewer(workshop, "cy@su.example", "Cy")
    paper(workshop, "Learning")
    runs.use(solved(workshop, olga, Wish(2)), by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann"), (1, "Bo")]
    browser.post(f"{PAGE}propose/", {"wanted": "2", "together": "1"})
    assert run_solving.solve_waiting(AT) == 1
    page = browser.get(f"{RUNS}2/").content.decode()
    assert "at most 1 of one institution" in page
    send_use(browser, 2)
    assert {name for _, name in pairs(workshop)} > {"Cy"}


def test_it_says_when_the_reviewers_come_from_too_few_institutions(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    for name in ("ann", "bo"):
        make_reviewer(workshop, f"{name}@kth.example", name)
    row = paper(workshop, "Learning")
    solved(workshop, olga, Wish(2, together=1))
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "Submission 1: those who may review come from too few institutions" in page
    assert "Ask for a reviewer from elsewhere in Learning" in page
    for one in reviewers_of(workshop):
        given(row, one.user)
    solved(workshop, olga, Wish(3, together=1))
    page = browser.get(f"{RUNS}2/").content.decode()
    assert "Submission 1 has more reviewers of one institution already than you asked for" in page


# ---- what another would cost, whatever was asked for


def costs(run: Run, by: User) -> list[float | None]:
    reading = Reading(run, run.workshop, by)
    papers = reading.papers(list(reading.order))
    return [pair.costs for one in papers for pair in one.pairs if pair.instead]


def test_every_kind_of_run_says_what_another_would_cost(workshop: Workshop, olga: User) -> None:
    learning, memory = workshop.topics.order_by("position")
    make_reviewer(workshop, name="Ann", topics=[learning], load=1)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=1)
    first, second = paper(workshop, "Learning"), paper(workshop, "Memory")
    for fair in (True, False):
        assert all(cost is not None for cost in costs(solved(workshop, olga, Wish(1, fair)), olga))
    given(second, bo)
    mended = solved(workshop, olga, Wish(1), Run.Kind.REPAIR)
    assert all(cost is not None and cost > 0 for cost in costs(mended, olga))
    bar(bo, first)
    short = solved(workshop, olga, Wish(2))
    assert short.result["missing"]
    assert short.result["forcing"]
    assert not Reading(short, workshop, olga).result.prices


# ---- beside what stands


def test_what_stands_already_is_not_offered_and_what_it_replaced_comes_back(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, name="Ann", topics=[workshop.topics.get(name="Learning")])
    bo = make_reviewer(workshop, name="Bo")
    given(paper(workshop, "Learning"), bo, "proposed")
    solved(workshop, olga, Wish(1))
    assert "Use this proposal" in browser.get(f"{RUNS}1/").content.decode()
    send_use(browser)
    page = browser.get(f"{RUNS}1/").content.decode()
    assert "This is what stands now" in page
    assert "Use this proposal" not in page
    said = send_use(browser, act="back").content.decode()
    assert "What was proposed before is proposed again. Nobody is told until you confirm." in said
    assert pairs(workshop) == [(1, "Bo")]


# ---- while it is made


def test_it_says_in_words_what_is_being_done(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, name="Ann")
    paper(workshop)
    run = runs.ask(workshop, Wish(1), by=olga, at=AT)
    assert b"Waiting for its turn" in browser.get(f"{RUNS}1/").content
    Run.everywhere.filter(pk=run.pk).update(state="running", begun_at=AT)
    for progress, words in [(10, b"Comparing"), (35, b"Solving"), (69, b"Solv"), (90, b"Explain")]:
        Run.everywhere.filter(pk=run.pk).update(progress=progress)
        page = browser.get(f"{RUNS}1/", headers=HTMX)
        assert words in page.content
        [far] = re.findall(rb'[?]far=([^"]+)', page.content)
        assert browser.get(f"{RUNS}1/?far={far.decode()}", headers=HTMX).status_code == 204


def test_one_that_takes_too_long_says_so_and_can_be_stopped_and_asked_again(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, name="Ann")
    paper(workshop)
    run = runs.ask(workshop, Wish(1, fair=False), by=olga, at=AT - timedelta(minutes=3))
    assert b"Perhaps the worker of this site is not running" in browser.get(f"{RUNS}1/").content
    lost = {"state": "running", "begun_at": AT - timedelta(minutes=3), "progress": 35}
    Run.everywhere.filter(pk=run.pk).update(**lost)
    assert b"Perhaps the worker was stopped" in browser.get(f"{RUNS}1/", headers=HTMX).content
    page = browser.post(f"{RUNS}1/use/", {"act": "stop"}, follow=True).content.decode()
    assert "You stopped this before it was finished. Nothing was changed." in page
    assert browser.post(f"{RUNS}1/use/", {"act": "stop"}).status_code == 409
    answer = browser.post(f"{RUNS}1/use/", {"act": "again"})
    assert answer.headers["Location"] == f"{RUNS}2/"
    second = workshop.runs.get(number=2)
    assert (second.settings, second.kind) == (run.settings, run.kind)
    assert browser.post(f"{RUNS}1/use/", {"act": "again"}).status_code == 409
    assert workshop.runs.count() == 2


def test_what_a_stopped_run_still_finds_is_not_written_down(workshop: Workshop, olga: User) -> None:
    make_reviewer(workshop, name="Ann")
    paper(workshop)
    run = runs.ask(workshop, Wish(1), by=olga, at=AT)
    runs.stop(run, by=olga, at=AT)
    assert not run_solving.solve(run, AT)
    run.refresh_from_db()
    assert (run.state, run.result) == (Run.State.FAILED, {})
    per = make_organizer(workshop, "per@far.example", "Per")
    assert as_one(per).post(f"{RUNS}1/use/", {"act": "again"}).status_code == 404
    with pytest.raises(Refused, match="finished a moment ago"):
        runs.stop(run, by=olga, at=AT)
