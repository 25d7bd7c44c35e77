"""Who may see and do what with a submission: every rule with everybody, at every status.

The site and its numbers are told in `rules_world`; who is not named is shown nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from factories import AT, make_submission
from review_factories import bar
from rules_world import ABSENT, Site, answer

from submissions.authorship import bar_author, bar_authors
from submissions.models import Submission
from submissions.permissions import (
    handled_board,
    handlers_of,
    organized_submission,
    own_accepted,
    own_submission,
)
from submissions.status import Status
from workshop.management import invariants
from workshop.models import Role, User, Workshop

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

FEW = [1, 2, 3, 6, 12, 14]
AUTHORS = {
    "author": [1, 3, 4, 5, 6, 8, 10, 13],
    "co-author": [1, 3, 6],
    "other author": [2, 7, 11, 12],
    "writing organizer": [9],
    "writing decider": [11],
}
ORGANIZERS = {
    "organizer": [1, 2, 4, 5, 6, 7, 8, 9, 10, 11],
    "barred organizer": [1, 4, 5, 6, 8, 9, 10, 11],
    "writing organizer": [1, 2, 4, 5, 6, 7, 8, 10, 11],
    "once reviewer": [1, 2, 4, 5, 6, 7, 8, 9, 10, 11],
}
DECIDERS = {"decider": [12]}


def test_the_site_breaks_no_invariant(site: Site) -> None:
    assert invariants.broken() == []


# ---- who sees it ------------------------------------------------------------------------------


def test_it_is_of_who_sent_it_and_of_whom_it_names_by_a_proved_address(site: Site) -> None:
    assert site.seen(site.here.submissions.authored_by) == AUTHORS


def test_organizers_read_all_but_drafts_and_what_they_are_barred_from(site: Site) -> None:
    """Where none is left, an outside decider does, who is neither barred nor reviews nor wrote."""
    assert site.seen(site.here.submissions.organized_by) == {**ORGANIZERS, **DECIDERS}


def test_organizers_read_what_was_imported_and_never_sent_here(site: Site) -> None:
    site.here.submissions.filter(number__in=[3, 6, 11, 13]).update(submitted_at=None)
    organizer = site.people["organizer"]
    found = numbers(site.here.submissions.organized_by(organizer))
    assert found == ORGANIZERS["organizer"]


def test_while_an_organizer_is_left_nobody_decides_from_outside(site: Site) -> None:
    site.here.barriers.filter(number=12, user=site.people["organizer"]).delete()
    some = ["organizer", "barred organizer", "decider"]
    seen = site.seen(site.here.submissions.organized_by, some)
    assert seen == {
        "organizer": [*ORGANIZERS["organizer"], 12],
        "barred organizer": ORGANIZERS["barred organizer"],
    }


STANDS = [Status.SUBMITTED, Status.ORAL, Status.POSTER, Status.REJECTED]


def test_who_sent_what_stands_decides_on_nothing_from_outside(site: Site) -> None:
    decider = site.people["decider"]
    make_submission(site.there, decider)  # elsewhere it is no matter
    make_submission(site.here, decider, number=99)
    assert set(decided_from_outside(site, 99)) == set(Status) - set(STANDS)


def test_an_outside_decider_reads_nothing_that_is_gone(site: Site) -> None:
    assert set(decided_from_outside(site, 12)) == set(STANDS)


def decided_from_outside(site: Site, number: int) -> list[Status]:
    """The statuses of this submission at which the decider reads the one that is theirs."""
    found = []
    for status in Status:
        site.here.submissions.filter(number=number).update(status=status)
        if numbers(site.here.submissions.organized_by(site.people["decider"])) == [12]:
            found.append(status)
    return found


def test_where_nobody_is_left_that_is_known(site: Site) -> None:
    def found(workshop: Workshop) -> tuple[list[int], list[int]]:
        rows = workshop.submissions
        return numbers(rows.without_an_organizer()), numbers(rows.without_anybody())

    assert (found(site.here), found(site.there)) == (([12], []), ([], []))
    site.here.roles.filter(user=site.people["decider"]).delete()
    assert found(site.here) == ([12], [12])
    site.here.submissions.filter(number=12).update(status=Status.WITHDRAWN)
    assert found(site.here) == ([], [])


def numbers(rows: Iterable[Submission]) -> list[int]:
    return [row.number for row in rows]


def test_organizers_count_drafts_too(site: Site) -> None:
    counted = {name: sorted([*numbers, 3, 13]) for name, numbers in ORGANIZERS.items()}
    assert site.seen(site.here.submissions.counted_for) == counted


def test_it_is_visible_to_its_authors_and_to_organizers(site: Site) -> None:
    everything = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    both = {**AUTHORS, **ORGANIZERS, **DECIDERS, "writing organizer": everything}
    assert site.seen(site.here.submissions.visible_to) == both


def test_next_door_others_see_it(site: Site) -> None:
    some = ["author", "other author", "organizer", "organizer there", "stranger"]
    assert site.seen(site.there.submissions.visible_to, some) == {
        "other author": [1, 2],
        "organizer there": [1, 2],
    }
    assert site.seen(site.quiet.submissions.visible_to, some) == {
        "organizer": [1, 2],
        "other author": [1, 2],
    }


def test_one_is_fetched_by_its_authors(site: Site) -> None:
    assert fetched(site, own_submission) == {"author": [1, 3, 6], "co-author": [1, 3, 6]}


def test_one_is_fetched_by_organizers(site: Site) -> None:
    assert fetched(site, organized_submission) == {
        "organizer": [1, 2, 6],
        "barred organizer": [1, 6],
        "decider": [12],
    }


def test_an_accepted_one_is_fetched_by_its_authors(site: Site) -> None:
    assert fetched(site, own_accepted) == {"author": [6], "co-author": [6]}


def fetched(site: Site, fetch: Callable[[User, Workshop, int], Any]) -> dict[str, list[int]]:
    """By person, those of a few numbers that are there for them."""
    found = {
        name: [n for n in FEW if answer(fetch, site.people[name], site.here, n) != ABSENT]
        for name in ("author", "co-author", "organizer", "barred organizer", "decider")
    }
    return {name: rows for name, rows in found.items() if rows}


def test_what_is_fetched_is_that_submission(site: Site) -> None:
    author, organizer = site.people["author"], site.people["organizer"]
    assert own_submission(author, site.here, 6) == site.number(6)
    assert own_accepted(author, site.here, 6) == site.number(6)
    assert organized_submission(organizer, site.here, 6) == site.number(6)


def test_what_stands_is_neither_draft_nor_gone(site: Site) -> None:
    assert numbers(site.here.submissions.submitted()) == [1, 2, 6, 7, 8, 9, 10, 11, 12]


def test_who_handles_it_is_written_to(site: Site) -> None:
    names = {user: name for name, user in site.people.items()}
    found = {n: {names[user] for user in handlers_of(site.number(n))} for n in (1, 2, 3, 12)}
    assert found == {
        1: set(ORGANIZERS),
        2: set(ORGANIZERS) - {"barred organizer"},
        3: set(),
        12: {"decider"},
    }


def test_an_outside_decider_assigns_where_there_is_something_to(site: Site) -> None:
    def fetch(user: User) -> Workshop:
        return handled_board(user, "here")

    assert site.let_in(fetch) == {*ORGANIZERS, "decider"}
    assert fetch(site.people["decider"]) == site.here
    site.here.submissions.filter(number=12).update(status=Status.ORAL)
    elsewhere = site.there.submissions.get(number=1)
    site.there.roles.create(user=site.people["decider"], kind=Role.Kind.DECIDER)
    for organizer in User.objects.filter(roles__workshop=site.there, roles__kind="organizer"):
        bar(organizer, elsewhere)
    theirs = Submission.everywhere.organized_by(site.people["decider"])
    assert elsewhere in theirs.filter(status=Status.SUBMITTED)
    assert answer(fetch, site.people["decider"]) == ABSENT  # what waits is next door's
    site.here.submissions.all().delete()
    assert fetch(site.people["organizer"]) == site.here  # with nothing to see


# ---- who is looked at -------------------------------------------------------------------------


def looked_at(site: Site, name: str, by: str) -> User:
    """Somebody as an organizer looks at the site as them."""
    user = site.people[name]
    user = User(pk=user.pk, email=user.email, name=user.name)
    user.looked_at_by = site.people[by]
    return user


def test_looked_at_an_author_has_what_the_organizer_may_read(site: Site) -> None:
    def seen(name: str, by: str) -> list[int]:
        return numbers(site.here.submissions.authored_by(looked_at(site, name, by)))

    assert seen("author", "organizer") == [1, 4, 5, 6, 8]  # not 10, which names somebody else
    assert seen("other author", "organizer") == [2, 7, 11]
    assert seen("other author", "barred organizer") == [11]
    assert seen("co-author", "organizer") == []  # named by another address
    assert seen("author", "stranger") == []


def test_looked_at_nobody_has_what_names_no_address(site: Site) -> None:
    make_submission(site.here, None, authors=[""])
    user = User(pk=0, email="")
    user.looked_at_by = site.people["organizer"]
    assert numbers(site.here.submissions.authored_by(user)) == []


def test_what_is_known_is_all_unless_one_is_looked_at(site: Site) -> None:
    known = {
        by: numbers(site.here.submissions.known_to(looked_at(site, "author", by)))
        for by in ("organizer", "barred organizer", "stranger")
    }
    assert known == {**{by: ORGANIZERS.get(by, []) for by in known}, "stranger": []}
    assert numbers(site.here.submissions.known_to(site.people["stranger"])) == [*range(1, 14)]


# ---- who is barred ----------------------------------------------------------------------------


def test_whoever_has_the_address_of_an_author_is_barred_proved_or_not(site: Site) -> None:
    assert barred(site, 1) == {
        *("author", "co-author", "unproved author"),
        "barred reviewer",  # by a conflict
    }


def test_a_draft_bars_who_sent_it(site: Site) -> None:
    assert barred(site, 3) == {"author"}


def test_an_account_that_has_proved_nothing_is_barred_by_its_own_address(site: Site) -> None:
    EmailAddress.objects.filter(user=site.people["stranger"]).delete()
    submission = make_submission(site.here, None, authors=["stranger@example.org"])
    assert barred(site, submission.number) == {"stranger"}


def test_who_sends_it_for_others_is_barred_too(site: Site) -> None:
    assert barred(site, 10) == {"author"}


def test_an_author_without_an_address_bars_nobody(site: Site) -> None:
    submission = make_submission(site.here, None, authors=[""])
    bar_authors(submission, AT)
    assert barred(site, submission.number) == set()


def test_an_address_that_is_proved_bars_from_what_names_it(site: Site) -> None:
    stranger = site.people["stranger"]
    bar_author(stranger, "second@example.org", AT)
    rows = stranger.barriers.values_list("workshop__slug", "number", "reason")
    assert sorted(rows) == [("here", 1, "author"), ("here", 6, "author")]
    bar_author(stranger, "second@example.org", AT)  # twice is as once
    assert stranger.barriers.count() == 2


def test_an_address_that_is_proved_bars_from_no_draft_not_even_a_discarded_one(site: Site) -> None:
    stranger, both = site.people["stranger"], ["author@example.org", "third@example.org"]
    for status, handed_in in [("draft", {}), ("withdrawn", {"submitted_at": None})]:
        row = make_submission(site.here, None, authors=both, status=status)
        site.here.submissions.filter(pk=row.pk).update(**handed_in, status=status)
    assert not stranger.barriers.filter(workshop=site.here).exists()
    bar_author(stranger, "third@example.org", AT)
    assert not stranger.barriers.exists()


def barred(site: Site, number: int) -> set[str]:
    """By what stands, and barred anew as the authors are."""
    site.here.barriers.filter(number=number, reason="author").delete()
    bar_authors(site.number(number), AT)
    users = set(site.here.barriers.filter(number=number).values_list("user", flat=True))
    return {name for name, user in site.people.items() if user.pk in users}
