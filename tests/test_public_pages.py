"""The public pages: what they show, to whom, and that they hold nothing personal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer, make_submission, make_user, make_workshop
from html_tree import attribute, every, one, text_of, texts, tree
from public_fixtures import small_workshop  # noqa: F401
from public_story import SLUG
from pytest_django import Settings
from schedule_factories import publish_rows

from schedule.models import Session
from submissions.status import Status
from workshop.dates import end_of_day
from workshop.models import Ink, Step, Workshop

PAGES = {
    "/": 2,
    f"/{SLUG}/": 8,
    f"/{SLUG}/call/": 6,
    f"/{SLUG}/speakers/": 5,
    f"/{SLUG}/schedule/": 6,
    f"/{SLUG}/schedule.ics": 3,
    f"/{SLUG}/pages/page-1/": 4,
    "/styleguide/": 0,
    "/healthz": 1,
}


def fill(workshop: Workshop, n: int) -> None:
    """So many of everything that a public page may name."""
    at = dt.datetime(2027, 7, 14, 9, 0, tzinfo=workshop.tzinfo)
    for i in range(1, n + 1):
        speaker = workshop.people.create(name=f"Speaker {i}", speaker_position=i)
        workshop.people.create(name=f"Organizer {i}", organizer_position=i)
        workshop.topics.create(name=f"Topic {i}")
        workshop.kinds.create(name=f"Kind {i}", page_limit=i)
        workshop.pages.create(slug=f"page-{i}", title=f"Page {i}", body="A *text*.")
        starts_at = at + dt.timedelta(hours=i)
        session = workshop.sessions.create(
            number=i,
            kind=Session.Kind.CONTRIBUTED,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=30),
            room=workshop.rooms.create(name=f"Room {i}"),
        )
        for position, status in enumerate([Status.ORAL, Status.POSTER], start=1):
            paper = make_submission(workshop, status=status)
            workshop.presentations.create(
                session=session, position=position, presenter=speaker, submission=paper
            )
        session.panelists.create(person=speaker, position=1)
        make_workshop(ink=Ink.PLUM)
    publish_rows(workshop)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(("address", "number"), PAGES.items())
@pytest.mark.parametrize("rows", [1, 30])
def test_a_public_page_asks_the_database_the_same_few_questions(
    workshop: Workshop, client: Client, address: str, number: int, rows: int
) -> None:
    fill(workshop, rows)
    assert queries(client, address) == number <= 10


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_the_same_for_everyone_and_touches_no_session(
    workshop: Workshop, client: Client, address: str
) -> None:
    fill(workshop, 1)
    stranger = client.get(address)
    client.force_login(make_organizer(workshop))
    cookies = dict(client.cookies)
    known = client.get(address)
    for response in (stranger, known):
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] in ("public, no-cache", "no-store")
        assert response.cookies == {}
    assert dict(client.cookies) == cookies
    if address != "/styleguide/":  # its examples are dated from now
        assert known.content == stranger.content
    assert b"csrf" not in known.content


@pytest.mark.parametrize("address", [a for a in PAGES if a.endswith("/")])
def test_a_public_page_says_what_it_is(workshop: Workshop, client: Client, address: str) -> None:
    fill(workshop, 1)
    page = tree(client.get(address))
    assert len(list(every(page, "h1"))) == 1
    (description,) = [m for m in every(page, "meta") if attribute(m, "name") == "description"]
    assert len(attribute(description, "content")) > 20
    title = text_of(next(every(page, "title")))
    assert title not in ("", "Workshop") or address == "/"
    assert title.endswith("· Small 2027") == (SLUG in address)


# ---- the index --------------------------------------------------------------------------------


def test_the_index_shows_open_calls_first_then_what_comes_then_the_past_by_year(
    db: None, client: Client
) -> None:
    def past(slug: str, year: int) -> None:
        day = dt.date(year, 7, 14)
        make_workshop(slug, call="closed", title=slug, first_day=day, last_day=day)

    now = dt.datetime.now(dt.UTC)
    later = make_workshop("later", title="Later")
    sooner = make_workshop("sooner", title="Sooner")
    deadline = sooner.deadlines.get(step=Step.SUBMIT)
    deadline.closes_at = end_of_day((now + dt.timedelta(days=3)).date())
    deadline.save()
    make_workshop("closed", call="closed", title="Closed")
    make_workshop("secret", call="preparing", title="Secret")
    past("spring", 2019)
    past("autumn", 2019)
    past("older", 2018)
    page = tree(client.get("/"))
    assert texts(every(one(page, id="calls"), "h3")) == ["Sooner", "Later"]
    assert [attribute(cover, "data-ink") for cover in every(page, css="cover")] == [later.ink] * 2
    assert texts(every(one(page, id="coming"), "h3")) == ["Closed"]
    assert texts(every(one(page, id="year-2019"), "h3")) == ["autumn", "spring"]
    assert texts(every(one(page, id="year-2018"), "h3")) == ["older"]
    assert "Secret" not in text_of(page)


def test_the_index_of_a_new_site_says_whose_move_it_is(
    db: None, client: Client, settings: Settings
) -> None:
    settings.WORKSHOP_CREATORS = []
    page = tree(client.get("/"))
    assert text_of(one(page, css="empty")).startswith("No workshops yet.")
    assert list(every(page, id="yours")) == []
    settings.WORKSHOP_CREATORS = ["*"]
    page = tree(client.get("/"))
    links = [attribute(a, "href") for a in every(one(page, id="yours"), "a")]
    assert links == ["/account/new-workshop/"]


def test_the_demo_offers_itself_only_where_there_is_one(
    db: None, client: Client, settings: Settings
) -> None:
    assert b"/account/demo/" not in client.get("/").content
    settings.DEMO = True
    assert text_of(one(tree(client.get("/")), css="notice")).startswith("This is a demo")


def test_asked_under_another_name_it_says_its_own(client: Client, settings: Settings) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    site = f'This site is at <a href="{settings.SITE_URL}/">{settings.SITE_URL}/</a>.'
    assert site in answer.content.decode()


def test_a_call_without_words_leaves_no_empty_leaf(db: None, client: Client) -> None:
    make_workshop(SLUG, call_text="")
    assert list(every(tree(client.get(f"/{SLUG}/")), id="call")) == []
    leaf = one(tree(client.get(f"/{SLUG}/call/")), id="call")
    assert texts(every(leaf, "h2")) == ["In short"]
    assert text_of(leaf).startswith("In short Submissions close in ")


# ---- a workshop in preparation ----------------------------------------------------------------

SITE = ["", "call/", "speakers/", "schedule/", "pages/page-1/"]


@pytest.mark.parametrize("path", SITE)
def test_a_workshop_in_preparation_is_there_for_its_organizers_only(
    db: None, client: Client, path: str
) -> None:
    workshop = make_workshop(SLUG, call="preparing")
    fill(workshop, 1)
    other = make_workshop("other")
    missing = client.get(f"/nowhere/{path}")
    assert missing.status_code == 404
    assert client.get(f"/{SLUG}/{path}").content == missing.content
    for stranger in (make_user(), make_organizer(other)):
        client.force_login(stranger)
        assert client.get(f"/{SLUG}/{path}").content == client.get(f"/nowhere/{path}").content
    client.force_login(make_organizer(workshop))
    response = client.get(f"/{SLUG}/{path}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


# ---- free pages, health -----------------------------------------------------------------------


def test_a_free_page_is_in_the_navigation(workshop: Workshop, client: Client) -> None:
    workshop.pages.create(slug="getting-there", title="Getting there", body="By *train*.")
    page = tree(client.get(f"/{SLUG}/pages/getting-there/"))
    nav = one(page, "nav")
    assert texts(every(nav, "a")) == ["Call", "Schedule", "Getting there"]
    (current,) = [a for a in every(nav, "a") if attribute(a, "aria-current") == "page"]
    assert text_of(current) == "Getting there"
    assert text_of(one(page, css="prose")) == "By train ."
    assert client.get(f"/{SLUG}/pages/elsewhere/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# One\n## Two", ["h1", "h2", "h3", "h4"]),
        ("## One\n### Two", ["h1", "h2", "h3", "h4"]),
        ("#### One\n##### Two\n###### Three", ["h1", "h2", "h3", "h4", "h4"]),
    ],
)
def test_headings_on_a_free_page_skip_no_level(
    workshop: Workshop, client: Client, typed: str, shown: list[str]
) -> None:
    workshop.pages.create(slug="a", title="A", body=typed)
    page = tree(client.get(f"/{SLUG}/pages/a/"))
    assert [node.name for node in every(page) if node.name in ("h1", "h2", "h3", "h4")] == shown


def test_health_is_one_word(db: None, client: Client) -> None:
    response = client.get("/healthz")
    assert (response.content, response.headers["Content-Type"]) == (b"ok", "text/plain")
