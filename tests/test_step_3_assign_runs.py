"""Step 3: the solver is asked, works in the background, and its proposal is used or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, as_one, pairs, paper
from django.test import Client
from factories import make_organizer
from review_factories import assign as given
from review_factories import bar, make_review, make_reviewer
from run_story import send_use

from reviews import assign, conflicts, invite, run_solving, runs
from reviews.models import Run
from reviews.problem import Wish
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
RUNS = f"{PAGE}runs/"


def solved(workshop: Workshop, by: User, wanted: int = 1, **wish: object) -> Run:
    kind = wish.pop("kind", Run.Kind.PROPOSAL)
    asked = Wish(wanted, **wish)  # type: ignore[arg-type]
    run = runs.ask(workshop, asked, by=by, at=AT, kind=str(kind))
    assert run_solving.solve_waiting(AT) == 1
    run.refresh_from_db()
    return run


def page_of(user: User, run: Run) -> str:
    answer = as_one(user).get(f"{RUNS}{run.number}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def committee(workshop: Workshop) -> tuple[User, User]:
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, "ann@kth.example", "Ann", [learning], load=2)
    bo = make_reviewer(workshop, "bo@one.example", "Bo", [memory], load=2)
    paper(workshop, "Learning")
    paper(workshop, "Memory")
    paper(workshop, "Learning", authors=["x@kth.example"])
    return ann, bo


# ---- from asking to using


def test_a_proposal_is_asked_for_waited_for_and_used(
    browser: Client, workshop: Workshop, committee: tuple[User, User]
) -> None:
    answer = browser.post(f"{PAGE}propose/", {"wanted": "1"})
    assert answer.headers["Location"] == f"{RUNS}1/"
    assert "is being made" in browser.get(f"{RUNS}1/").content.decode()
    waiting = browser.get(f"{RUNS}1/", headers={"HX-Request": "true"})
    assert b"every 2s" in waiting.content
    assert run_solving.solve_waiting(AT) == 1
    assert run_solving.solve_waiting(AT) == 0
    assert browser.get(f"{RUNS}1/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "3 new, 0 taken back" in browser.get(f"{RUNS}1/").content.decode()
    assert pairs(workshop) == []
    said = send_use(browser).content.decode()
    assert "This is proposed now. Nobody is told until you confirm." in said
    assert pairs(workshop) == [(1, "Ann"), (2, "Bo"), (3, "Bo")]
    assert workshop.letters.count() == 0
    assert "This is what stands now" in browser.get(f"{RUNS}1/").content.decode()
    texts = list(workshop.entries.filter(by__name="Olga").values_list("text", flat=True))
    assert set(texts) == {
        "Olga asked for a proposal of who reviews what",
        *(f"Olga used a proposal of who reviews what: submission {n}" for n in (1, 2, 3)),
    }


def test_any_earlier_proposal_is_used_again_and_what_it_replaced_put_back(
    workshop: Workshop, olga: User, committee: tuple[User, User]
) -> None:
    ann, _ = committee
    assign.assign(workshop.submissions.get(number=2), reviewer_id=ann.pk, by=olga, at=AT)
    first = solved(workshop, olga)
    second = solved(workshop, olga, keep=True)
    runs.use(first, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann"), (2, "Bo"), (3, "Bo")]
    runs.use(second, by=olga, at=AT)
    assert (2, "Ann") in pairs(workshop)
    runs.use(first, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann"), (2, "Bo"), (3, "Bo")]
    first.refresh_from_db()
    runs.put_back(first, by=olga, at=AT)
    assert (2, "Ann") in pairs(workshop)
    with pytest.raises(Refused, match="nothing to put back"):
        runs.put_back(first, by=olga, at=AT)


def test_what_is_confirmed_or_begun_stays(workshop: Workshop, olga: User) -> None:
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    first, second = paper(workshop, "Learning"), paper(workshop, "Learning")
    given(first, bo)
    make_review(given(second, bo, "proposed"), state="draft", text="")
    run = solved(workshop, olga, wanted=2)
    runs.use(run, by=olga, at=AT)
    assert pairs(workshop, "confirmed") == [(1, "Bo")]
    assert pairs(workshop) == [(1, "Ann"), (2, "Ann"), (2, "Bo")]
    assert ann.pk != bo.pk


def test_one_is_made_at_a_time_and_one_that_died_is_given_up(
    browser: Client, workshop: Workshop, olga: User, committee: tuple[User, User]
) -> None:
    run = runs.ask(workshop, Wish(1), by=olga, at=AT)
    again = browser.post(f"{PAGE}propose/", {"wanted": "1"})
    assert again.status_code == 409
    assert b"Your last proposal is still being made." in again.content
    assert browser.post(f"{RUNS}1/use/").status_code == 409
    Run.everywhere.filter(pk=run.pk).update(state="running", begun_at=AT)
    assert run_solving.solve_waiting(AT + timedelta(minutes=9)) == 0
    assert run_solving.solve_waiting(AT + timedelta(minutes=11)) == 1
    assert "This was not finished" in page_of(olga, run)
    assert not run_solving.solve(run, AT)
    assert solved(workshop, olga).number == 2


def test_nonsense_is_refused_in_words(browser: Client, committee: tuple[User, User]) -> None:
    answer = browser.post(f"{PAGE}propose/", {"wanted": "99"})
    assert answer.status_code == 409
    assert b"Give a number up to 9." in answer.content


# ---- whose it is, and what a conflict takes out of it


def test_a_proposal_is_whoever_s_asked(
    workshop: Workshop, olga: User, committee: tuple[User, User]
) -> None:
    run = solved(workshop, olga)
    per = as_one(make_organizer(workshop, "per@far.example", "Per"))
    assert b"Proposal 1" not in per.get(RUNS).content
    for url in (f"{RUNS}1/", f"{RUNS}1/use/"):
        for method in (per.get, per.post):
            assert method(url).status_code in {404, 405}
    assert pairs(workshop) == []
    assert "Proposal 1" in as_one(olga).get(RUNS).content.decode()
    assert run.by == olga


def test_a_conflict_that_turns_up_is_left_out(
    browser: Client, workshop: Workshop, olga: User, committee: tuple[User, User]
) -> None:
    solved(workshop, olga)
    conflicts.declare(workshop, {1}, by=committee[0], at=AT)
    assert "2 new, 0 taken back" in browser.get(f"{RUNS}1/").content.decode()
    said = send_use(browser).content.decode()
    assert "1 pair was left out" in said
    assert pairs(workshop) == [(2, "Bo"), (3, "Bo")]


def test_with_all_confirmed_there_is_nothing_to_propose(workshop: Workshop, olga: User) -> None:
    given(paper(workshop), make_reviewer(workshop, name="Ann"))
    assert "Nothing to propose" in page_of(olga, solved(workshop, olga))


# ---- when not all can be had


def test_it_says_which_paper_what_is_missing_and_what_to_do(
    workshop: Workshop, olga: User, committee: tuple[User, User]
) -> None:
    page = page_of(olga, solved(workshop, olga, wanted=2))
    assert "Submission 3 wants 2 reviewers, and 1 of 2 reviewers may take it" in page
    assert "Ask for one more in Learning" in page
    assert "3 new, 0 taken back" not in page


def test_it_says_when_there_is_too_little_room(workshop: Workshop, olga: User) -> None:
    make_reviewer(workshop, name="Ann", load=2)
    for _ in range(3):
        paper(workshop)
    run = solved(workshop, olga)
    assert "3 reviews are wanted together" in page_of(olga, run)
    runs.use(run, by=olga, at=AT)
    assert len(pairs(workshop)) == 2


def test_a_senior_reviewer_and_a_least_load_are_kept(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    learning = workshop.topics.get(name="Learning")
    make_reviewer(workshop, name="Ann", topics=[learning], load=4)
    bo = make_reviewer(workshop, name="Bo", load=2)
    for _ in range(2):
        paper(workshop, "Learning")
    assert solved(workshop, olga).result["missing"] is None
    seen = invite.profile_seen(workshop, bo)
    said = {"load": 2, "is_senior": "on", "seen": seen}
    browser.post(f"/credit/organize/reviewers/edit/?reviewer={bo.pk}", said)
    runs.use(solved(workshop, olga, senior=True), by=olga, at=AT)
    assert pairs(workshop) == [(1, "Bo"), (2, "Bo")]
    runs.use(solved(workshop, olga, least=1, fair=False), by=olga, at=AT)
    assert {name for _, name in pairs(workshop)} == {"Ann", "Bo"}


# ---- repair


def test_a_repair_changes_as_little_as_can_be(workshop: Workshop, olga: User) -> None:
    reviewers = [make_reviewer(workshop, name=name, load=2) for name in ("Ann", "Bo", "Cy")]
    papers = [paper(workshop) for _ in range(3)]
    for row, reviewer in zip(papers, reviewers, strict=True):
        given(row, reviewer)
    conflicts.declare(workshop, {1}, by=reviewers[0], at=AT)
    page = as_one(olga).get(PAGE + "?wanted=1").content.decode()
    assert "Only mend what is missing" not in page  # nothing of submission 1 is confirmed any more
    given(papers[1], reviewers[0])
    assert "Only mend what is missing" in as_one(olga).get(PAGE + "?wanted=3").content.decode()
    run = solved(workshop, olga, kind=Run.Kind.REPAIR)
    runs.use(run, by=olga, at=AT)
    assert pairs(workshop, "confirmed") == [(2, "Ann"), (2, "Bo"), (3, "Cy")]
    assert len(pairs(workshop)) == 1


def test_a_repair_takes_back_what_is_in_the_way_only_when_it_is_used(
    workshop: Workshop, olga: User
) -> None:
    ann, bo = (make_reviewer(workshop, name=name, load=1) for name in ("Ann", "Bo"))
    first, second = paper(workshop), paper(workshop)
    given(second, ann)
    bar(bo, first)  # so Ann must take it, and Bo the other
    run = solved(workshop, olga, kind=Run.Kind.REPAIR)
    page = page_of(olga, run)
    assert "2 new, 1 taken back" in page
    assert pairs(workshop, "confirmed") == [(2, "Ann")]
    runs.use(run, by=olga, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([(1, "Ann"), (2, "Bo")], [])
    taken = workshop.entries.get(verb="took back")
    assert (taken.about, taken.text) == (2, "Olga took submission 2 from Ann")
