"""Who may do what on the ground: workshops, letters, the journal, dates, and the doors themselves.

The site and its people are told in `rules_world`; who is not named is shown nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from factories import AT
from rules_world import ABSENT, Site, answer

from workshop import audience, dates, http, permissions
from workshop.audience import Audience
from workshop.middleware import private_unless_said
from workshop.models import Barrier, Deadline, Entry, Letter, Person, Role, Topic, User, Workshop
from workshop.scoping import ScopedManager, Unscoped

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

ONE = timedelta(microseconds=1)
ORGANIZERS = {"organizer", "barred organizer", "writing organizer", "once reviewer"}
HERE = {name: ["here"] for name in ORGANIZERS}
ORGANIZED = {**HERE, "organizer": ["here", "quiet"], "organizer there": ["there"]}
Ask = Callable[[User], Any]


# ---- workshops --------------------------------------------------------------------------------


def test_a_workshop_is_organized_by_who_has_the_role(site: Site) -> None:
    assert site.seen(Workshop.objects.organized_by) == ORGANIZED


def test_one_in_preparation_is_seen_by_its_organizers_alone(site: Site) -> None:
    seen = site.seen(Workshop.objects.visible_to)
    assert seen.pop("organizer") == ["here", "quiet", "there"]
    assert set(map(tuple, seen.values())) == {("here", "there")}
    assert len(seen) == len(site.people) - 1
    assert slugs(Workshop.objects.announced()) == ["here", "there"]


def test_a_workshop_is_fetched_by_its_organizers(site: Site) -> None:
    def here(user: User) -> Workshop:
        return permissions.organized_workshop(user, "here")

    assert site.let_in(here) == ORGANIZERS
    assert site.let_in(lambda user: permissions.organized_workshop(user, "quiet")) == {"organizer"}
    assert here(site.people["organizer"]) == site.here


def test_outside_deciders_handle_it_too_and_are_known_as_such(site: Site) -> None:
    deciders = {"decider", "barred decider", "reviewing decider", "writing decider"}
    assert site.seen(Workshop.objects.handled_by) == {
        **ORGANIZED,
        **{name: ["here"] for name in deciders},
        "decider there": ["quiet", "there"],
    }

    def here(user: User) -> Workshop:
        return permissions.handled_workshop(user, "here")

    assert site.let_in(here) == ORGANIZERS | deciders
    assert here(site.people["organizer"]).from_outside is False
    assert here(site.people["decider"]).from_outside is True
    assert here(site.people["decider"]) == site.here
    site.there.roles.create(user=site.people["decider"], kind=Role.Kind.ORGANIZER)
    assert here(site.people["decider"]).from_outside is True  # whatever they are elsewhere


def test_organizers_without_a_barrier_may_look_as_others(site: Site) -> None:
    barred = {name for name in ORGANIZERS if not may_look(site, name)}
    assert barred == ORGANIZERS  # from number 12
    site.here.barriers.filter(number=12).delete()
    assert {name for name in ORGANIZERS if may_look(site, name)} == {"organizer", "once reviewer"}


def may_look(site: Site, name: str) -> bool:
    return permissions.can_view_as_others(site.people[name], site.here)


def test_a_workshop_is_fetched_by_who_may_know_of_it(site: Site) -> None:
    def fetch(slug: str) -> Ask:
        return lambda user: permissions.visible_workshop(user, slug)

    assert site.let_in(fetch("here")) == set(site.people)
    assert site.let_in(fetch("quiet")) == {"organizer"}
    assert fetch("there")(site.people["stranger"]) == site.there


def test_the_public_knows_of_announced_ones(site: Site) -> None:
    found = {slug: answer(permissions.announced_workshop, slug) for slug in SLUGS}
    assert found == {"here": site.here, "there": site.there, "quiet": ABSENT, "none": ABSENT}


SLUGS = ["here", "there", "quiet", "none"]


def test_a_public_page_is_for_everybody_once_it_is_announced(site: Site) -> None:
    def page(user: User | AnonymousUser, slug: str) -> Workshop:
        return permissions.public_workshop(user, slug)

    nobody = AnonymousUser()
    found = {slug: answer(page, nobody, slug) for slug in SLUGS}
    assert found == {"here": site.here, "there": site.there, "quiet": ABSENT, "none": ABSENT}
    assert site.let_in(lambda user: page(user, "here")) == set(site.people)
    assert site.let_in(lambda user: page(user, "quiet")) == {"organizer"}


def test_a_public_page_asks_for_its_facts(site: Site) -> None:
    fact = Exists(Role.everywhere.filter(workshop=models.OuterRef("pk")))
    page = permissions.public_workshop(AnonymousUser(), "here", has_roles=fact)
    assert page.has_roles is True  # type: ignore[attr-defined]


def test_administrators_and_whom_the_settings_name_may_create_workshops(site: Site) -> None:
    before = settings.WORKSHOP_CREATORS
    may = {}
    rules = [[], ["*"], ["@elsewhere.org"], ["@example.org"], ["stranger@example.org"]]
    try:
        for rule in rules:
            settings.WORKSHOP_CREATORS = rule
            people = ("administrator", "author", "stranger")
            may[tuple(rule)] = [
                name for name in people if permissions.can_create_workshop(site.people[name])
            ]
    finally:
        settings.WORKSHOP_CREATORS = before
    assert may == {
        (): ["administrator"],
        ("*",): ["administrator", "author", "stranger"],
        ("@elsewhere.org",): ["administrator"],
        ("@example.org",): ["administrator", "author", "stranger"],
        ("stranger@example.org",): ["administrator", "stranger"],
    }


def slugs(rows: models.QuerySet[Workshop]) -> list[str]:
    return sorted(rows.values_list("slug", flat=True))


# ---- barriers, letters, the journal -----------------------------------------------------------


def test_barriers_are_of_one_person_in_one_workshop(site: Site) -> None:
    def behind(name: str, workshop: Workshop) -> set[int]:
        return set(Barrier.numbers(workshop, site.people[name]))

    assert behind("barred organizer", site.here) == {2, 7, 12}
    assert behind("barred organizer", site.there) == set()
    assert behind("organizer", site.here) == {12}
    assert behind("decider", site.here) == {2}
    assert behind("organizer", site.there) == {1}


def test_the_journal_is_for_organizers_less_their_barriers_and_what_is_private(site: Site) -> None:
    for text, about in ABOUT.items():
        site.here.entries.create(at=AT, verb="did", text=text, about=about)
        private = {"is_private": True, "text": f"{text}, private"}
        site.here.entries.create(at=AT, verb="did", about=about, **private)
        site.there.entries.create(at=AT, verb="did", text=f"{text} there", about=about)
    assert site.seen(Entry.everywhere.visible_to) == READ
    assert site.seen(site.there.entries.visible_to) == {"organizer there": READ["organizer there"]}


def test_letters_are_for_organizers_less_their_barriers_and_what_is_private(site: Site) -> None:
    facts: dict[str, Any] = {"recipient": "a@example.org", "written_at": AT, "not_before": AT}
    for text, about in ABOUT.items():
        site.here.letters.create(event="told", subject=text, about=about, **facts)
        private = {"is_private": True, "subject": f"{text}, private", **facts}
        site.here.letters.create(event="told privately", about=about, **private)
        site.there.letters.create(event="told", subject=f"{text} there", about=about, **facts)
        Letter.everywhere.create(event="account", subject=f"{text} nowhere", about=about, **facts)
    assert site.seen(Letter.everywhere.visible_to) == READ
    here = {name: texts for name, texts in READ.items() if name != "organizer there"}
    assert site.seen(site.here.letters.visible_to) == here


ABOUT = {"all": None, "first": 1, "second": 2}
ALL = sorted(ABOUT)
READ = {
    "organizer": ALL,
    "barred organizer": ["all", "first"],
    "writing organizer": ALL,
    "once reviewer": ALL,
    "organizer there": [f"{text} there" for text in ALL],
}


def test_letters_go_out_when_their_time_has_come_account_letters_first(site: Site) -> None:
    facts: dict[str, Any] = {"event": "told", "written_at": AT}
    times = {"late": AT, "early": AT - ONE, "to come": AT + ONE}
    for name, moment in times.items():
        site.here.letters.create(recipient=name, not_before=moment, **facts)
    Letter.everywhere.create(recipient="account", not_before=AT, **facts)
    for state in Letter.State:
        if state != Letter.State.WAITING:
            site.here.letters.create(recipient=state, not_before=AT, state=state, **facts)
    due = [letter.recipient for letter in Letter.everywhere.due(AT)]
    assert due == ["account", "early", "late"]


def test_people_are_shown_by_the_part_they_play(site: Site) -> None:
    rows = {"nobody": {}, "speaker": {"speaker_position": 1}, "both": {"speaker_position": 0}}
    rows["both"]["organizer_position"] = 2
    rows["organizer"] = {"organizer_position": 1}
    for name, facts in rows.items():
        Person.everywhere.create(workshop=site.here, name=name, **facts)
    people = site.here.people
    assert [person.name for person in people.speakers()] == ["both", "speaker"]
    assert [person.name for person in people.organizers()] == ["organizer", "both"]


# ---- walls ------------------------------------------------------------------------------------


def test_rows_are_reached_through_their_workshop_and_in_no_other_way(site: Site) -> None:
    manager = ScopedManager[Topic]()
    manager.model = Topic
    for unscoped in (Role.objects, Barrier.objects, Entry.objects, Letter.objects, manager):
        with pytest.raises(Unscoped, match="Start at a workshop, not at"):
            unscoped.all()
    rows = list(site.here.barriers.values_list("workshop", flat=True))
    assert rows
    assert set(rows) == {site.here.pk}


# ---- dates ------------------------------------------------------------------------------------

DAY = Deadline(opens_at=AT, closes_at=AT + timedelta(days=1), grace_minutes=30)
GRACE = DAY.closes_at + timedelta(minutes=30)
MOMENTS = {
    "before": AT - ONE,
    "opening": AT,
    "last": DAY.closes_at - ONE,
    "closing": DAY.closes_at,
    "last of the grace": GRACE - ONE,
    "end of the grace": GRACE,
}


def test_a_step_is_open_from_its_opening_until_its_closing(site: Site) -> None:
    closed = ["closing", "last of the grace", "end of the grace"]
    states = {name: DAY.state(at) for name, at in MOMENTS.items()}
    assert states == {
        "before": "preparing",
        "opening": "open",
        "last": "open",
        **dict.fromkeys(closed, "closed"),
    }
    opened = {name: DAY.has_opened(at) for name, at in MOMENTS.items()}
    assert opened == {**dict.fromkeys(MOMENTS, True), "before": False}
    is_open = {name for name, at in MOMENTS.items() if DAY.is_open(at) is True}
    assert is_open == {"opening", "last"}


def test_a_step_without_an_opening_is_in_preparation(site: Site) -> None:
    never = Deadline(opens_at=None, closes_at=AT)
    assert (never.has_opened(AT), never.is_open(AT - ONE)) == (False, False)
    assert never.state(AT) == "preparing"


def test_the_grace_is_for_uploads_that_began_in_time(site: Site) -> None:
    in_time = {
        (began, moment)
        for began, shown in {**MOMENTS, "no form": None}.items()
        for moment, at in MOMENTS.items()
        if dates.in_time(DAY, at, shown) is True
    }
    always = {(began, at) for began in [*MOMENTS, "no form"] for at in ("opening", "last")}
    late = {(began, at) for began in ("opening", "last") for at in MOMENTS if at in GRACES}
    assert in_time == always | late | {("opening", "before"), ("last", "before")}


GRACES = {"closing", "last of the grace"}


def test_the_ticket_of_an_upload_is_good_for_its_owner(site: Site) -> None:
    owner, other = site.people["author"], site.people["co-author"]
    ticket = dates.ticket(owner, AT)
    assert dates.began_at(ticket, owner) == AT
    assert dates.began_at(ticket, other) is None
    later = time.time() + dates.TICKET_AGE.total_seconds()
    with patch("django.core.signing.time.time", lambda: later + 60):
        assert dates.began_at(ticket, owner) is None
    assert dates.began_at(ticket[:-1], owner) is None
    assert dates.began_at("", owner) is None


# ---- doors ------------------------------------------------------------------------------------


def page(request: HttpRequest, word: str, *, end: str) -> HttpResponse:
    return HttpResponse(word + end)


def asked(view: Callable[..., HttpResponseBase], user: object, way: str) -> HttpResponseBase:
    typed = {"title": ["One", "Two"], "password": "p", "old": "o", "new": "n", "code": "c"}
    data: dict[str, Any] = {**typed, "csrfmiddlewaretoken": "t"} if way == "post" else {}
    request = getattr(RequestFactory(), way)("/here/", data)
    request.user, request.at = user, AT
    return view(request, "shown", end=".")


def test_who_is_not_signed_in_is_asked_to_sign_in(site: Site) -> None:
    view = http.signed_in(page)
    to_sign_in = asked(view, AnonymousUser(), "get")
    assert (to_sign_in.status_code, "next=/here/" in to_sign_in["Location"]) == (302, True)
    for way in ("get", "post"):
        shown = asked(view, site.people["stranger"], way)
        assert (shown.status_code, getattr(shown, "content", b"")) == (200, b"shown.")
    assert view.__name__ == "page"


def test_what_was_typed_is_handed_back_without_secrets_or_files(site: Site) -> None:
    in_vain = asked(http.signed_in(page), AnonymousUser(), "post")
    text = getattr(in_vain, "content", b"").decode()
    assert in_vain.status_code == 403
    hidden = [line.strip() for line in text.splitlines() if 'type="hidden"' in line]
    values = [value for value in ("One", "Two", "p", "o", "n", "c", "t") if f'"{value}"' in text]
    assert (values, len(hidden) >= 2) == (["One", "Two"], True)


def test_only_a_page_that_says_so_is_kept_by_caches(site: Site) -> None:
    def kept(view: Callable[..., HttpResponseBase]) -> tuple[str, str]:
        def get(request: HttpRequest) -> HttpResponse:
            response = view(request, "", end="")
            assert isinstance(response, HttpResponse)
            return response

        response = private_unless_said(get)(RequestFactory().get("/"))
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        return response["Cache-Control"], response.get("Vary", "")

    assert kept(page) == ("private, no-store", "Cookie, HX-Request")
    assert kept(http.public_page(page)) == ("public, no-cache", "")
    assert http.public_page(page).__name__ == "page"


def test_what_is_public_is_meant_for_everybody_else_for_whom_it_is_declared(site: Site) -> None:
    before = dict(audience.REGISTRY)
    try:
        public = audience.audience(Audience.PUBLIC)(lambda: None)
        assert [each for each in Audience if audience.is_meant_for(public, each)] == list(Audience)
        both = audience.audience(Audience.AUTHOR, Audience.REVIEWER)(page)
        assert both is page
        meant = {each for each in Audience if audience.is_meant_for(page, each) is True}
        assert meant == {Audience.AUTHOR, Audience.REVIEWER}
        assert audience.REGISTRY[f"{__name__}.page"].name == f"{__name__}.page"
        assert audience.declare("a/letter", Audience.AUTHOR) == "a/letter"
        assert audience.REGISTRY["a/letter"].audiences == {Audience.AUTHOR}
        assert (
            audience.is_meant_for(test_only_a_page_that_says_so_is_kept_by_caches, Audience.PUBLIC)
            is False
        )
    finally:
        audience.REGISTRY.clear()
        audience.REGISTRY.update(before)
