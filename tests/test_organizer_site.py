"""The organizers' settings and free pages, who may see any of it, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from filling import fields, led_to, send, shown
from people_fixtures import organizer_olga, organizers_browser  # noqa: F401
from site_fixtures import written_call  # noqa: F401
from site_story import HOME, entries
from world import NO_LETTER

from workshop import journal
from workshop.models import Workshop

pytestmark = pytest.mark.django_db

SETTINGS = "/credit/organize/site/"

PAGES = "/credit/organize/pages/"


# ---- who may see any of this

ALL_PAGES = [
    "", "journal/", "letters/", "call/", "call/open/", "call/extend/", "call/close/", "dates/",
    "kinds/", "topics/", "site/", "speakers/", "shown/", "organizers/", "organizers/remove/",
    "pages/", "pages/new/", "pages/travel/", "pages/travel/remove/", f"letters/{NO_LETTER}/",
    f"letters/{NO_LETTER}/edit/", f"letters/{NO_LETTER}/discard/",
]  # fmt: skip


@pytest.mark.parametrize("page", ALL_PAGES)
def test_whoever_does_not_organize_finds_what_a_missing_workshop_looks_like(
    workshop: Workshop, page: str
) -> None:
    workshop.pages.create(slug="travel", title="Travel", body="By train.")
    author = make_user()
    make_submission(workshop, author)
    for user in (
        make_user(),
        author,
        make_organizer(make_workshop()),
        make_user(is_administrator=True),
    ):
        browser = Client()
        browser.force_login(user)
        for ask in (browser.get, browser.post):
            answer, missing = ask(HOME + page), ask(f"/no-such/organize/{page}")
            assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize("page", ALL_PAGES)
def test_whoever_is_signed_out_is_asked_to_sign_in_whether_it_exists_or_not(page: str) -> None:
    make_workshop("credit")
    for slug in ("credit", "no-such"):
        answer = Client().get(f"/{slug}/organize/{page}")
        assert led_to(answer) == f"/account/sign-in/?next=/{slug}/organize/{page}"


# ---- settings


def test_settings_are_saved_and_the_ink_changes(browser: Client, workshop: Workshop) -> None:
    changes = {"title": "Seeing", "place": "Kyoto, Japan", "zone": "Asia/Tokyo", "ink": "plum"}
    assert led_to(send(browser, SETTINGS, "title", **changes)) == SETTINGS
    workshop.refresh_from_db()
    saved = (workshop.title, workshop.place, workshop.zone, workshop.ink, workshop.slug)
    assert saved == ("Seeing", "Kyoto, Japan", "Asia/Tokyo", "plum", "credit")
    assert 'data-ink="plum"' in browser.get(SETTINGS).content.decode()
    assert entries(workshop) == ["Olga changed the site’s settings"]
    send(browser, SETTINGS, "title")
    assert len(entries(workshop)) == 1


def test_a_mistake_in_the_settings_stands_beside_its_field(
    browser: Client, workshop: Workshop
) -> None:
    early = str(workshop.first_day - timedelta(days=1))
    answer = send(browser, SETTINGS, "title", last_day=early, contact="nobody", zone="Mars/Base")
    errors = answer.context["form"].errors
    assert set(errors) == {"last_day", "contact", "zone"}
    assert errors["last_day"] == [
        "The last day comes before the first. It is the same day or a later one."
    ]
    assert fields(answer, "title")["last_day"] == early
    # What is typed and not saved is not shown as the workshop's own.
    assert answer.context["workshop"].last_day == workshop.last_day


def test_stale_settings_are_refused_kept_and_compared(browser: Client, workshop: Workshop) -> None:
    mine = fields(browser.get(SETTINGS), "title")
    send(browser, SETTINGS, "title", title="Theirs")
    answer = browser.post(SETTINGS, mine | {"title": "Mine"})
    assert answer.status_code == 409
    assert "Saved meanwhile Title Theirs" in shown(answer)
    kept = fields(answer, "title")
    assert kept["title"] == "Mine"
    browser.post(SETTINGS, kept)
    workshop.refresh_from_db()
    assert workshop.title == "Mine"


def test_a_zone_that_is_no_place_is_kept(browser: Client, workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(zone="CET")
    assert fields(browser.get(SETTINGS), "title")["zone"] == "CET"


# ---- free pages


def test_a_page_is_added_changed_and_removed(browser: Client, workshop: Workshop) -> None:
    send(browser, PAGES + "new/", "title", title="Travel grants", body="Ten of *500 euro*.")
    url = PAGES + "travel-grants/"
    assert "<em>500 euro</em>" in browser.get("/credit/pages/travel-grants/").content.decode()
    assert "<em>500 euro</em>" in browser.get(url).content.decode()
    send(browser, url, "title", title="Grants")
    asked = browser.get(url + "remove/?version=2")
    assert "Remove the page “Grants”?" in shown(asked)
    assert led_to(browser.post(url + "remove/?version=2")) == PAGES
    assert browser.get("/credit/pages/travel-grants/").status_code == 404
    assert entries(workshop) == [
        "Olga removed the page “Grants”",
        "Olga changed the page “Grants”",
        "Olga added the page “Travel grants”",
    ]


@pytest.mark.parametrize(
    ("slug", "title", "sentence"),
    [
        ("travel", "Second", "Another page has the address “travel”. Choose another one."),
        ("", "Travel", "Another page has the address “travel”. Choose another one."),
        ("new", "New", "“new” is taken by this very page. Choose another address."),
        ("", "旅行", "Give it an address in small letters and digits, as in travel-grants."),
        ("Two words", "Two", "Use small letters, digits and single hyphens, as in vision-2027."),
        ("under_score", "Two", "Use small letters, digits and single hyphens, as in vision-2027."),
    ],
)
def test_an_address_that_does_not_fit_is_said_beside_its_field(
    browser: Client, workshop: Workshop, slug: str, title: str, sentence: str
) -> None:
    workshop.pages.create(slug="travel", title="Travel", body="By train.")
    answer = send(browser, PAGES + "new/", "title", title=title, slug=slug, body="Text")
    assert answer.context["form"].errors == {"slug": [sentence]}
    assert fields(answer, "title")["body"] == "Text"
    assert workshop.pages.count() == 1


def test_a_stale_page_is_neither_overwritten_nor_removed(
    browser: Client, workshop: Workshop
) -> None:
    page = workshop.pages.create(slug="travel", title="Travel", body="By train.")
    mine = fields(browser.get(PAGES + "travel/"), "body")
    send(browser, PAGES + "travel/", "body", body="By boat.")
    answer = browser.post(PAGES + "travel/", mine | {"body": "On foot."})
    assert answer.status_code == 409
    assert "Saved meanwhile Text By boat." in shown(answer)
    assert fields(answer, "body")["body"] == "On foot."
    assert browser.post(PAGES + "travel/remove/?version=1").status_code == 409
    page.refresh_from_db()
    assert page.body == "By boat."


# ---- how many questions a page asks the database


def fill(workshop: Workshop, n: int) -> None:
    now = timezone.now()
    for i in range(n):
        workshop.topics.create(name=f"Topic {i}", position=i + 3)
        workshop.kinds.create(name=f"Kind {i}", page_limit=4, position=i + 3)
        workshop.people.create(name=f"P {i}", speaker_position=i + 1, organizer_position=i + 1)
        workshop.pages.create(slug=f"page-{i}", title=f"Page {i}", body="Text", position=i)
        journal.note(workshop, "did", f"Step {i}", by=None, at=now)
        make_organizer(workshop)
        make_submission(workshop, make_user())
        workshop.letters.create(
            event="workshop/organizer_invited", recipient=f"{i}@example.org", subject="Hello",
            body="…", written_at=now, not_before=now,
        )  # fmt: skip


COUNTS = {
    "": 15, "journal/": 7, "letters/": 8, "letters/{letter}/": 9, "letters/{letter}/discard/": 6,
    "call/": 6, "call/close/": 5, "dates/": 8, "kinds/": 7, "topics/": 7, "site/": 5,
    "speakers/": 7, "shown/": 7, "organizers/": 8, "pages/": 6, "pages/new/": 5, "pages/page-0/": 6,
}  # fmt: skip


@pytest.mark.parametrize("page", COUNTS)
@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_asks_as_many_questions_of_one_row_as_of_thirty(
    browser: Client,
    workshop: Workshop,
    page: str,
    rows: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    fill(workshop, rows)
    url = HOME + page.format(letter=workshop.letters.latest("pk").message_id)
    with django_assert_num_queries(COUNTS[page]):
        assert browser.get(url).status_code == 200
