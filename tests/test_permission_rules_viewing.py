"""Whom an organizer may look at the site as, until when, and what is kept from them meanwhile.

The site and its numbers are told in `rules_world`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from factories import AT
from rules_world import Site

from reviews import viewed as reviewers
from submissions import viewed as authors
from workshop import view_as, viewing
from workshop.errors import Refused
from workshop.models import User
from workshop.view_as import PUBLIC, Seen

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

ONE = timedelta(microseconds=1)
REVIEWERS = [
    *("barred reviewer", "declined reviewer", "proposed reviewer"),
    *("reviewer", "unassigned reviewer"),
]


def looking(site: Site) -> User:
    """An organizer without a barrier."""
    site.here.barriers.filter(user=site.people["organizer"]).delete()
    return site.people["organizer"]


def seen_as(site: Site, name: str, role: str) -> Seen:
    user = site.people[name]
    return Seen(role=role, key=user.email, name=name, email=user.email, user_id=user.pk)


# ---- whom -------------------------------------------------------------------------------------


def test_authors_are_known_by_the_addresses_on_what_was_handed_in(site: Site) -> None:
    known = {one.email.partition("@")[0]: one.numbers for one in people(site)}
    assert known == {
        "author": (1, 4, 5, 6, 8),
        "second": (1, 6),
        "unproved-author": (1, 6),
        "other-author": (2, 7, 11, 12),
        "somebody": (10,),
    }
    site.here.submissions.filter(number=8).update(submitted_at=None)
    assert people(site)[0].numbers == (1, 4, 5, 6)
    hidden = authors.people(site.here, site.people["barred organizer"])
    assert [one.numbers for one in hidden if one.key == "other-author@example.org"] == [(11,)]
    site.here.roles.create(user=site.people["other author"], kind="reviewer")
    assert len(people(site)) == 5  # who reviews as well is an author all the same


def people(site: Site) -> list[Seen]:
    return authors.people(site.here, looking(site))


def test_authors_stand_by_their_name_as_the_last_submission_has_it(site: Site) -> None:
    names = [one.name for one in people(site)]
    assert names == sorted(names)
    site.number(8).authors.update(name="zoe", affiliation="Elsewhere")
    last = people(site)[-1]
    assert (last.role, last.key, last.name) == ("author", "author@example.org", "zoe")
    assert (last.affiliation, last.email, last.user_id) == ("Elsewhere", last.key, 0)
    site.number(2).authors.update(name="Zoe", email="a@example.org")
    assert [one.email for one in people(site)][-2:] == ["a@example.org", "author@example.org"]


def test_an_organizer_is_no_author_by_any_address(site: Site) -> None:
    organizer = site.people["organizer"]
    EmailAddress.objects.create(user=organizer, email="somebody@example.org", verified=True)
    User.objects.filter(pk=site.people["once reviewer"].pk).update(email="second@example.org")
    site.number(1).authors.filter(position=3).update(email="")
    site.number(6).authors.filter(position=3).update(email="")
    assert [one.email for one in people(site)] == ["author@example.org", "other-author@example.org"]


def test_reviewers_are_known_who_neither_organize_nor_decide(site: Site) -> None:
    found = reviewers.people(site.here, site.people["organizer"])
    assert [one.name for one in found] == REVIEWERS
    first, user = found[0], site.people["barred reviewer"]
    assert (first.role, first.key, first.user_id) == ("reviewer", str(user.pk), user.pk)
    assert (first.email, first.numbers) == (user.email, ())


def test_behind_a_barrier_nobody_is_offered(site: Site) -> None:
    barred = site.people["barred organizer"]
    assert view_as.people_of(site.here, barred) == {}
    offered = view_as.people_of(site.here, looking(site))
    counts = {role: len(found) for role, found in offered.items()}
    assert counts == {"author": 5, "reviewer": 5}


def test_one_of_those_offered_is_chosen(site: Site) -> None:
    def chosen(name: str, whom: str) -> str:
        try:
            return view_as.view_as(site.here, whom, by=site.people[name], at=AT).whom
        except Refused as refused:
            return str(refused)

    looking(site)
    author, nobody = "author:author@example.org", "author:nobody@example.org"
    assert chosen("organizer", author) == author
    assert chosen("organizer", nobody) == view_as.NOT_OFFERED
    assert chosen("organizer", PUBLIC.whom) == PUBLIC.whom
    assert chosen("barred organizer", author) == view_as.BARRED
    assert chosen("barred organizer", nobody) == view_as.BARRED
    assert chosen("barred organizer", PUBLIC.whom) == PUBLIC.whom
    about = site.here.entries.filter(verb="looked").values_list("about", flat=True)
    assert sorted(number or 0 for number in about) == [0, 0, 1, 4, 5, 6, 8]
    texts = set(site.here.entries.filter(about=None).values_list("text", flat=True))
    assert texts == {f"{name} looked at the site as the public" for name in LOOKED}


LOOKED = ["organizer", "barred organizer"]


def test_who_looks_stands_behind_whom_they_look_at(site: Site) -> None:
    organizer = site.people["organizer"]
    assert PUBLIC.as_user(organizer) == AnonymousUser()
    user = seen_as(site, "author", "author").as_user(organizer)
    assert isinstance(user, User)
    assert (user.email, user.looked_at_by) == ("author@example.org", organizer)
    assert site.people["author"].looked_at_by is None


# ---- until when -------------------------------------------------------------------------------


def test_it_ends_with_what_they_were(site: Site) -> None:
    def still() -> set[tuple[str, str]]:
        found = [("author", "author"), ("other author", "author"), ("stranger", "author")]
        found += [("reviewer", "reviewer"), ("author", "reviewer"), ("reviewer", "nothing")]
        found += [("reviewing decider", "reviewer"), ("reviewer there", "reviewer")]
        return {
            (name, role)
            for name, role in found
            if view_as.still_may(site.here, seen_as(site, name, role), by)
        }

    by = looking(site)
    everybody = {("author", "author"), ("other author", "author"), ("reviewer", "reviewer")}
    assert still() == everybody
    site.here.roles.filter(user=site.people["reviewer"]).delete()
    assert still() == everybody - {("reviewer", "reviewer")}
    by = site.people["barred organizer"]
    assert still() == set()
    assert view_as.still_may(site.here, PUBLIC, by) is True


def test_it_ends_after_a_while_and_with_the_role(site: Site) -> None:
    def holds(name: str, minutes: float, workshop: int = site.here.pk) -> bool:
        request = HttpRequest()
        request.at = AT + timedelta(minutes=minutes)  # type: ignore[attr-defined]
        kept = {"workshop": workshop, "since": AT.timestamp()}
        return viewing._holds(kept, seen, site.people[name], request)

    seen = seen_as(site, "author", "author")
    looking(site)
    times = {minutes: holds("organizer", minutes) for minutes in (0, 29.99, 30, 31)}
    assert times == {0: True, 29.99: True, 30: False, 31: False}
    assert holds("organizer", 1, site.there.pk) is False
    assert (holds("barred organizer", 1), holds("stranger", 1)) == (False, False)
    seen = seen_as(site, "reviewer", "reviewer")
    assert (holds("organizer", 1), holds("stranger", 1)) == (True, False)
    site.here.roles.filter(user=site.people["organizer"]).delete()
    assert holds("organizer", 1) is False


# ---- meanwhile --------------------------------------------------------------------------------


def test_meanwhile_the_database_is_only_read(site: Site) -> None:
    statements = {
        "SELECT 1": True,
        " (select 1)": True,
        "SAVEPOINT a": True,
        "UPDATE workshop SET slug = 'a'": False,
        "INSERT INTO workshop": False,
        "DELETE FROM workshop": False,
        "SELECT 1 FOR UPDATE": False,
    }
    assert {sql: _runs(sql) for sql in statements} == statements


def _runs(sql: str) -> bool:
    def execute(*given: Any) -> tuple[Any, ...]:
        return given

    try:
        given = viewing.only_reading(execute, sql, (1,), False, {"connection": connection})  # noqa: FBT003
    except Refused:
        return False
    return bool(given[:3] == (sql, (1,), False))


def test_meanwhile_no_page_leads_out(site: Site) -> None:
    leads = {"/here/a/": True, "/there/a/": False, "/": False, "http://testserver/here/": True}
    for status in (301, 302):
        assert {goal: _stays(goal, status) for goal in leads} == leads
    assert _stays("", 200)


def _stays(goal: str, status: int) -> bool:
    request = HttpRequest()
    request.user, request.method, request.path = AnonymousUser(), "GET", "/here/"
    response = HttpResponse(status=status, headers={"Location": goal})
    found = viewing._inside(request, "here", response)
    return found is response or found.status_code != 404
