"""Who of the committee may see and do what: by the role, the assignment, and no barrier.

The site and its numbers are told in `rules_world`; who is not named is shown nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from factories import AT
from review_factories import assign, bar, make_review, release
from rules_world import ABSENT, Site, answer
from run_factories import make_run

from reviews import board, progress
from reviews.assign import assignable, given_by
from reviews.bid import biddable, bids_of, deadline_of, is_open, to_bid_on
from reviews.conflicts import declarable, declared_by, may_take_back
from reviews.invite_preview import compared
from reviews.permissions import (
    assigned_submission,
    assigned_to,
    assignment_of,
    reviewed_workshop,
    written_by,
)
from reviews.review import is_closed
from reviews.runs import asked_by
from submissions.status import Status
from workshop.models import Role, User

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

REVIEWERS = {
    *("reviewer", "proposed reviewer", "declined reviewer", "unassigned reviewer"),
    *("barred reviewer", "reviewing decider"),
}


# ---- reviewers --------------------------------------------------------------------------------


def test_a_workshop_is_reviewed_by_who_has_the_role(site: Site) -> None:
    assert site.let_in(lambda user: reviewed_workshop(user, "here")) == REVIEWERS
    assert site.let_in(lambda user: reviewed_workshop(user, "there")) == {"reviewer there"}
    assert reviewed_workshop(site.people["reviewer"], "here") == site.here


def test_reviewers_reach_what_they_are_confirmed_for_while_it_stands(site: Site) -> None:
    assert site.seen(lambda user: assigned_to(user, site.here)) == {
        "reviewer": [1, 2, 6],
        "barred reviewer": [9],  # and not 1
    }
    assert site.seen(lambda user: assigned_to(user, site.there)) == {"reviewer there": [1]}


def test_a_reviewer_reaches_a_submission_of_each_status_or_not(site: Site) -> None:
    reached = set()
    for status in Status:
        site.here.submissions.filter(number=1).update(status=status)
        if site.number(1) in assigned_to(site.people["reviewer"], site.here):
            reached.add(status.value)
    assert reached == {"submitted", "oral", "poster", "rejected"}


def test_one_is_fetched_by_its_reviewers(site: Site) -> None:
    assert site.let_in(lambda user: assigned_submission(user, site.here, 1)) == {"reviewer"}
    found = {
        number: answer(assigned_submission, site.people["reviewer"], site.here, number)
        for number in (1, 2, 4, 9, 12)
    }
    there = {number: site.number(number) for number in (1, 2)}
    assert found == {**there, 4: ABSENT, 9: ABSENT, 12: ABSENT}


def test_a_reviewer_reads_what_they_wrote_and_who_looks_at_them_no_draft(site: Site) -> None:
    user = site.people["reviewer"]
    assert by(site, written_by(user, site.here)) == [("reviewer", 1), ("reviewer", 2)]
    assert by(site, written_by(user, site.there)) == []
    looked_at = User(pk=user.pk, email=user.email)
    looked_at.looked_at_by = site.people["organizer"]
    assert by(site, written_by(looked_at, site.here)) == [("reviewer", 1)]
    looked_at.looked_at_by = site.people["barred organizer"]
    assert [row.number for row in assigned_to(looked_at, site.here)] == [1, 6]


def test_the_assignment_is_ones_own(site: Site) -> None:
    for name in ("reviewer", "proposed reviewer"):
        for number in (1, 2) if name == "reviewer" else (1,):
            row = assignment_of(site.people[name], site.number(number))
            assert (row.reviewer, row.submission) == (site.people[name], site.number(number))


def test_a_review_is_closed_once_its_decision_is_released(site: Site) -> None:
    release(site.number(6), "oral")
    assert (is_closed(site.number(6)), is_closed(site.number(1))) == (True, False)


# ---- conflicts --------------------------------------------------------------------------------


def test_reviewers_declare_conflicts_with_what_stands_and_is_not_hidden(site: Site) -> None:
    offered = site.seen(lambda user: declarable(site.here, user))
    standing = [1, 2, 6, 7, 8, 9, 10, 11, 12]
    assert offered["reviewer"] == standing
    assert offered["barred reviewer"] == standing  # what they declared stays, to be taken back
    assert offered["unproved author"] == [2, 7, 8, 9, 10, 11, 12]
    assert offered["author"] == [2, 7, 9, 11, 12]


def test_a_conflict_that_was_found_is_hidden_from_whom_it_is_about(site: Site) -> None:
    user = site.people["reviewer"]
    site.here.conflicts.create(user=user, submission=site.number(2), source="domain", found_at=AT)
    site.here.barriers.create(user=user, number=2, reason="conflict")
    offered = [row.number for row in declarable(site.here, user)]
    assert offered == [1, 6, 7, 8, 9, 10, 11, 12]
    assert declared_by(site.here, user) == set()
    # Nor does one that they declared with another submission bring it back.
    site.here.conflicts.create(user=user, submission=site.number(1), source="declared", found_at=AT)
    assert 2 not in [row.number for row in declarable(site.here, user)]


def test_an_authors_own_is_never_offered_though_they_declared_it(site: Site) -> None:
    author = site.people["author"]
    bar(author, site.number(1))
    assert 1 not in [row.number for row in declarable(site.here, author)]


def test_what_one_has_declared_is_known_to_oneself(site: Site) -> None:
    declared = {
        name: declared_by(site.here, user)
        for name, user in site.people.items()
        if declared_by(site.here, user)
    }
    assert declared == {
        "barred reviewer": {1},
        "barred organizer": {2, 7, 12},
        **{name: {12} for name in ("organizer", "writing organizer", "once reviewer")},
        "barred decider": {12},
        "decider": {2},
    }


def test_declarations_are_taken_back_until_one_has_papers(site: Site) -> None:
    may = {name for name, user in site.people.items() if may_take_back(site.here, user)}
    given = {"reviewer", "barred reviewer", "once reviewer", "former reviewer"}
    assert may == set(site.people) - given


# ---- bids -------------------------------------------------------------------------------------


def test_reviewers_bid_on_what_they_may_declare_and_are_not_barred_from(site: Site) -> None:
    standing = [1, 2, 6, 7, 8, 9, 10, 11, 12]
    all_of_it = dict.fromkeys(REVIEWERS, standing)
    expected = all_of_it | {"barred reviewer": standing[1:]}
    assert site.seen(lambda user: biddable(site.here, user)) == expected
    assert site.seen(lambda user: biddable(site.there, user)) == {"reviewer there": [1, 2]}
    found = {"user": site.people["reviewer"], "number": 2, "reason": "conflict"}
    site.here.barriers.create(**found)
    assert 2 not in [row.number for row in biddable(site.here, site.people["reviewer"])]


def test_everybody_reads_their_own_bids_on_what_they_may_bid_on(site: Site) -> None:
    for name, number, value in (
        ("reviewer", 1, 5),
        ("reviewer", 2, 1),
        ("reviewer", 4, 3),
        ("barred reviewer", 1, 4),
        ("barred reviewer", 2, 2),
        ("former reviewer", 2, 2),
    ):
        row, user = site.number(number), site.people[name]
        site.here.bids.create(user=user, submission=row, value=value, placed_at=AT)
    own = {name: bids_of(site.here, user) for name, user in site.people.items()}
    assert {name: bids for name, bids in own.items() if bids} == {
        "reviewer": {1: 5, 2: 1},
        "barred reviewer": {2: 2},
    }
    assert bids_of(site.there, site.people["reviewer"]) == {}


def test_bids_are_taken_in_time_from_those_without_papers(site: Site) -> None:
    deadline = deadline_of(site.here)
    assert deadline is not None
    over = deadline.closes_at
    may = {name for name, one in site.people.items() if is_open(site.here, one, AT, deadline)}
    given = {"reviewer", "barred reviewer", "once reviewer", "former reviewer"}
    assert may == set(site.people) - given
    free = site.people["unassigned reviewer"]
    assert not is_open(site.here, free, over, deadline)
    assert is_open(site.here, free, over, None)
    assert [to_bid_on(site.here, free, at) for at in (AT, over)] == [9, 0]


# ---- what counts ------------------------------------------------------------------------------


def test_reviews_count_that_are_handed_in_assigned_and_not_barred(site: Site) -> None:
    assert by(site, board.counted_reviews(site.here)) == [("reviewer", 1)]
    assert by(site, board.left_out(site.here)) == [("barred reviewer", 1)]
    assert by(site, board.counted_reviews(site.there)) == []


def test_a_barrier_leaves_out_one_review(site: Site) -> None:
    make_review(assignment_of(site.people["barred reviewer"], site.number(9)))
    make_review(assign(site.number(8), site.people["reviewer"]))
    counted = [("barred reviewer", 9), ("reviewer", 1), ("reviewer", 8)]
    assert by(site, board.counted_reviews(site.here)) == counted


def test_a_correction_takes_what_counts_and_what_was_read(site: Site) -> None:
    assert by(site, board.counted_or_read(site.here)) == [("reviewer", 1)]
    barred = [("barred reviewer", 1), ("reviewer", 1)]
    site.here.assignments.filter(review__in=board.left_out(site.here)).update(label=1)
    assert by(site, board.counted_or_read(site.here)) == barred
    assert by(site, board.counted_or_read(site.there)) == []


def by(site: Site, rows: Any) -> list[tuple[str, int]]:
    """Whose reviews of what."""
    names = {user.pk: name for name, user in site.people.items()}
    found = [(names[row.assignment.reviewer_id], row.assignment.submission.number) for row in rows]
    return sorted(found)


def test_assignments_stand_that_are_confirmed_with_the_role_and_no_barrier(site: Site) -> None:
    mine = [("reviewer", number) for number in (1, 2, 4, 6)]
    assert given(site, progress.standing(site.here)) == [("barred reviewer", 9), *mine]
    site.there.roles.create(user=site.people["former reviewer"], kind=Role.Kind.REVIEWER)
    assert ("former reviewer", 1) not in given(site, progress.standing(site.here))


def given(site: Site, rows: Any) -> list[tuple[str, int]]:
    names = {user.pk: name for name, user in site.people.items()}
    return sorted((names[row.reviewer_id], row.submission.number) for row in rows)


# ---- organizers -------------------------------------------------------------------------------


def test_organizers_give_to_reviewers_what_they_see_and_is_undecided(site: Site) -> None:
    assert site.seen(lambda user: assignable(site.here, user)) == {
        "organizer": [1, 2, 9, 10],
        "barred organizer": [1, 9, 10],
        "writing organizer": [1, 2, 10],
        "once reviewer": [1, 2, 9, 10],
        "decider": [12],
    }


def test_organizers_compare_addresses_with_the_authors_of_what_stands_and_they_see(
    site: Site,
) -> None:
    assert site.seen(lambda user: compared(site.here, user)) == {
        "organizer": [1, 2, 6, 7, 8, 9, 10, 11],
        "barred organizer": [1, 6, 8, 9, 10, 11],
        "writing organizer": [1, 2, 6, 7, 8, 10, 11],
        "once reviewer": [1, 2, 6, 7, 8, 9, 10, 11],
        "decider": [12],
    }


def test_organizers_know_of_the_assignments_of_what_they_see(site: Site) -> None:
    first = {
        *(("reviewer", 1), ("proposed reviewer", 1), ("barred reviewer", 1)),
        *(("once reviewer", 1), ("former reviewer", 1), ("reviewer", 6)),
    }
    known = {
        name: set(given(site, rows))
        for name, user in site.people.items()
        if (rows := given_by(site.here, user))
    }
    assert known == {
        "organizer": first | {("reviewer", 2), ("barred reviewer", 9)},
        "barred organizer": first | {("barred reviewer", 9)},
        "writing organizer": first | {("reviewer", 2)},
        "once reviewer": first | {("reviewer", 2), ("barred reviewer", 9)},
    }


def test_a_run_is_whoever_s_asked_for_it(site: Site) -> None:
    make_run(site.here, site.people["organizer"])
    people = site.people.items()
    assert {who for who, user in people if asked_by(site.here, user).exists()} == {"organizer"}
    assert not asked_by(site.there, site.people["organizer"]).exists()
