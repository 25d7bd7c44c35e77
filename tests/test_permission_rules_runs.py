"""Runs of the solver: who reads and uses them, and of what.

The site and its numbers are told in `rules_world`. The barred organizer is barred from 2 and 7.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from factories import AT
from review_factories import assign
from rules_world import ABSENT, PROPOSED, Site, answer
from run_factories import make_run

from reviews import run_result, runs
from reviews.assign import given_by
from reviews.given import listed, seen
from reviews.matching.instance import Duals, Instance
from reviews.models import Run
from reviews.run_read import is_whole, read_for
from reviews.run_reading import Reading
from reviews.run_result import Result
from workshop.errors import Refused
from workshop.models import Role, User

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

REFUSED = "409"


def run_of(site: Site, name: str, **facts: Any) -> Run:
    """All to the reviewer and the proposed one, all of it locked, and one pair forbidden; for one
    three are wanted, for all others one."""
    run = make_run(site.here, site.people[name], **facts)
    result = run_result.from_json(run.result)
    wanted = np.array([3 if number == 9 else 1 for number in result.papers])
    forbidden = result.flags({(2, site.people["unassigned reviewer"].pk)})
    asked = replace(result.instance, locked=result.chosen, wanted=wanted, forbidden=forbidden)
    return keep(run, replace(result, instance=asked))


def keep(run: Run, result: Result) -> Run:
    run.result |= {**run_result.as_json(result), "read": run.result["read"]}
    run.save()
    return run


def test_a_run_reads_what_stands_and_its_organizer_sees(site: Site) -> None:
    read = {name: read_for(site.here, user) for name, user in site.people.items()}
    assert {name: numbers for name, numbers in read.items() if numbers} == {
        "organizer": [1, 2, 6, 7, 8, 9, 10, 11],
        "barred organizer": [1, 6, 8, 9, 10, 11],
        "writing organizer": [1, 2, 6, 7, 8, 10, 11],
        "once reviewer": [1, 2, 6, 7, 8, 9, 10, 11],
        "decider": [12],
    }
    run = Run(result={"read": [1, 2]})
    assert [is_whole(run, seen) for seen in ([2, 1], [1, 2, 3], [1])] == [True, True, False]
    assert not is_whole(Run(result={}), [1, 2])


def test_a_run_is_read_of_what_one_gives_out_now_and_without_conflicts(site: Site) -> None:
    names = ["reviewer", "proposed reviewer", "barred reviewer", "unassigned reviewer"]
    one, two, other, busy = (site.people[name].pk for name in names)
    site.here.barriers.create(user_id=one, number=9, reason="conflict")
    assign(site.number(10), site.people["barred reviewer"], PROPOSED)
    begun = assign(site.number(10), site.people["unassigned reviewer"], PROPOSED)
    site.here.reviews.create(assignment=begun, state="draft", saved_at=AT)
    run = run_of(site, "organizer")
    site.here.roles.filter(user=site.people["declined reviewer"], kind=Role.Kind.REVIEWER).delete()
    reading = Reading(run, site.here, site.people["organizer"])
    numbers = [1, 2, 9, 10]
    assert (reading.run, reading.result.papers) == (run, numbers)
    assert sorted(reading.submissions) == numbers
    assert site.people["declined reviewer"].pk not in reading.result.reviewers
    assert {one, two} < set(reading.reviewers)
    pairs = {(number, two) for number in numbers} | {(1, one), (2, one), (10, one)}
    named = reading.result.named
    assert reading.result.pairs == named(reading.result.instance.locked) == pairs
    assert named(reading.result.instance.forbidden) == {(9, one), (1, other), (2, busy)}
    assert named(reading.standing) == {
        (1, one),
        (1, two),
        (2, one),
        (9, other),
        *((10, pk) for pk in (other, busy)),
    }
    assert named(reading.coming) == {(1, one), (2, one), (9, two), (9, other), (10, busy)}
    assert (named(reading.gone), reading.told_gone) == ({(1, two), (10, other)}, 0)
    assert (reading.left_out, reading.is_late) == (5, False)
    assert reading.short.tolist() == [0, 0, 1, 0]
    assert reading.seen == seen(listed(given_by(site.here, site.people["organizer"])))
    with pytest.raises(Refused):
        Reading(run, site.here, site.people["barred organizer"])


def test_a_repair_is_read_as_it_would_be_had_whole_or_not_at_all(site: Site) -> None:
    names = ["reviewer", "proposed reviewer", "barred reviewer"]
    one, two, other = (site.people[name].pk for name in names)
    by = site.people["organizer"]
    run = make_run(site.here, by, [1, 2, 9, 10], kind=Run.Kind.REPAIR)
    result = run_result.from_json(run.result)
    stood = {(1, one), (1, two), (2, one), (9, other)}
    chosen = result.flags(stood - {(9, other)} | {(9, two)})
    asked = replace(result.instance, wanted=chosen.sum(axis=1))
    keep(run, replace(result, instance=asked, chosen=chosen, standing=result.flags(stood)))
    mending = Reading(run, site.here, by)
    named = mending.result.named
    assert (named(mending.coming), mending.is_late) == (run_result.from_json(run.result).pairs, 0)
    assert (named(mending.gone), mending.told_gone, mending.added) == ({(9, other)}, 1, 1)
    assert mending.order[0] == 2
    more = assign(site.number(10), site.people["barred reviewer"], PROPOSED)
    for late in (True, False):
        reading = Reading(run, site.here, by)
        assert (reading.is_late, reading.added, reading.removed) == (late, not late, not late)
        more.delete() if late else None
    run.used_at = AT
    assert Reading(run, site.here, by).is_late


def test_a_run_counts_nothing_that_is_hidden_or_was_withdrawn(site: Site) -> None:
    by, user = site.people["barred organizer"], site.people["unassigned reviewer"]
    site.here.reviewer_profiles.filter(user=user).update(load=1)
    for number in (2, 4):
        assign(site.number(number), user, PROPOSED)
    for name in ("reviewer", "proposed reviewer"):
        assign(site.number(10), site.people[name])
    run = make_run(site.here, by, [9, 10])
    result = run_result.from_json(run.result)
    asked = replace(result.instance, wanted=np.array([2, 1]))
    keep(run, replace(result, instance=asked, chosen=result.flags({(9, user.pk)})))
    reading = Reading(run, site.here, by)
    assert (reading.added, reading.left_out) == (1, 0)
    assert reading.short.tolist() == [0, 0]
    assert reading.seen == seen(listed(given_by(site.here, by)))


def test_what_was_given_back_is_like_a_conflict(site: Site) -> None:
    user = site.people["declined reviewer"]
    given_back = site.here.assignments.get(reviewer=user, state="declined")
    number = given_back.submission.number
    run = make_run(site.here, site.people["organizer"], [number])
    result = run_result.from_json(run.result)
    keep(run, replace(result, chosen=result.flags({(number, user.pk)})))
    reading = Reading(run, site.here, site.people["organizer"])
    assert reading.result.named(reading.result.instance.forbidden) >= {(number, user.pk)}
    assert (reading.added, reading.left_out) == (0, 1)


def test_what_is_left_of_a_run_is_of_the_papers_and_people_that_are_left(site: Site) -> None:
    whole, left = a_result([1, 2, 3], [7, 8]), a_result([1, 3], [8], papers=[0, 2], people=[1])
    assert whole.only({1, 2, 3, 4}, {7, 8, 9}) is whole
    assert said(whole.only({1, 3}, {8, 9})) == said(left)
    assert whole.only({1, 2, 3}, {8}).reviewers == [8]
    assert whole.only({1, 3}, {7, 8}).papers == [1, 3]
    bare = replace(whole, prices=None, forcing=None)
    bare = replace(bare, instance=replace(whole.instance, senior=None)).only({1}, {7})
    assert (bare.prices, bare.forcing, bare.instance.senior) == (None, None, None)
    assert whole.named(whole.flags({(2, 7), (4, 8), (3, 9)})) == {(2, 7)}
    assert whole.flags([]).dtype == bool
    assert a_result([], [7, 8], papers=[]).only([], {7}).reviewers == [7]
    assert a_result([1, 2, 3], [], people=[]).only({1}, []).papers == [1]


def a_result(
    numbers: list[int],
    users: list[int],
    papers: list[int] | None = None,
    people: list[int] | None = None,
) -> Result:
    """Of three papers and two people, no two of whose numbers are alike; or what is left of it."""
    whole = papers is None
    rows = np.array([0, 1, 2] if papers is None else papers, dtype=np.int64)
    columns = np.array([0, 1] if people is None else people, dtype=np.int64)
    at = np.ix_(rows, columns)

    def drawn(start: int, shape: tuple[int, ...]) -> Any:
        return start + np.arange(np.prod(shape)).reshape(shape)

    flags = drawn(0, (3, 2)) % 2 == 0
    instance = Instance(
        affinity=drawn(10, (3, 2))[at] / 100,
        forbidden=~flags[at],
        wanted=drawn(20, (3,))[rows],
        least=drawn(30, (2,))[columns],
        most=drawn(40, (2,))[columns],
        locked=(drawn(0, (3, 2)) % 3 == 0)[at],
        senior=np.array([True, False])[columns],
    )
    prices = Duals(drawn(50, (3,))[rows], drawn(60, (2,))[columns], drawn(70, (3,))[rows])
    standing, chosen = (drawn(0, (3, 2)) > 2)[at], (drawn(0, (3, 2)) < 4)[at]
    forcing = drawn(80, (3, 2))[at]
    return Result(
        numbers, users, instance, standing, chosen, prices, forcing, bound=9.0, is_whole=whole
    )


def said(result: Any) -> Any:
    """All that is in it, to be compared."""
    if isinstance(result, np.ndarray):
        return result.tolist()
    if isinstance(result, (Result, Instance, Duals)):
        return {each.name: said(getattr(result, each.name)) for each in fields(result)}
    return result


def test_a_run_is_used_by_who_asked_for_it_once_it_is_done(site: Site) -> None:
    mine, other = run_of(site, "organizer"), run_of(site, "once reviewer")
    for state in Run.State:
        site.here.runs.filter(pk=mine.pk).update(state=state)
        is_done = state == Run.State.DONE
        assert used(mine, site.people["organizer"]) == (False if is_done else REFUSED)
    assert used(mine, site.people["once reviewer"]) == ABSENT
    other.refresh_from_db()
    assert other.used_at is None
    before = seen(listed(given_by(site.here, site.people["once reviewer"])))
    assert used(other, site.people["once reviewer"], "something else") == REFUSED
    assert used(other, site.people["once reviewer"], before) is False
    site.here.barriers.create(user=site.people["once reviewer"], number=2, reason="conflict")
    assert used(other, site.people["once reviewer"]) == REFUSED


def used(run: Run, by: User, shown: str | None = None) -> Any:
    try:
        answered = answer(lambda: runs.use(run, by=by, at=AT, seen=shown))
    except Refused:
        return REFUSED
    return answered == ABSENT and ABSENT


def test_a_run_proposes_for_its_papers_that_one_gives_out(site: Site) -> None:
    by, user = site.people["barred organizer"], site.people["proposed reviewer"]
    run = make_run(site.here, by, [1, 9])
    stays = assign(site.number(10), user, PROPOSED)
    change = runs.use(run, by=by, at=AT)
    assert change.made == {(9, site.people["reviewer"].pk)}
    assert change.left_out == {(9, user.pk)}
    assert site.here.assignments.filter(pk=stays.pk).exists()
    site.here.submissions.filter(number=9).update(status="oral")
    assert runs.use(run, by=by, at=AT).made == set()
