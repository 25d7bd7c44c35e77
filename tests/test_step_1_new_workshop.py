"""Step 1: a workshop is created, with dates in order and an address that fits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from factories import AT, make_user
from filling import fields, led_to, shown
from pytest_django import Settings
from site_story import entries

from workshop import call
from workshop.dates import end_of_day
from workshop.models import Role, Step, Workshop

pytestmark = pytest.mark.django_db

NEW = "/account/new-workshop/"
TODAY = timezone.now().date()


@pytest.fixture
def creator(client: Client, settings: Settings) -> Client:
    settings.WORKSHOP_CREATORS = ["@example.org"]
    client.force_login(make_user("cleo@example.org", "Cleo"))
    return client


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Seeing with Little Light",
        "short_name": "Little Light 2027",
        "first_day": str(TODAY + timedelta(days=90)),
        "last_day": str(TODAY + timedelta(days=91)),
        "deadline": str(TODAY + timedelta(days=30)),
        **{name: str(value) for name, value in changes.items()},
    }


def test_five_fields_make_a_workshop_in_preparation(creator: Client) -> None:
    assert sorted(fields(creator.get(NEW), "title")) == [
        "csrfmiddlewaretoken", "deadline", "first_day", "last_day", "short_name", "title",
    ]  # fmt: skip
    answer = creator.post(NEW, facts())
    assert led_to(answer) == "/little-light-2027/organize/"
    workshop = Workshop.objects.get()
    assert workshop.announced_at is None
    assert [str(role.user) for role in workshop.roles.filter(kind=Role.Kind.ORGANIZER)] == ["Cleo"]
    assert [(kind.name, kind.page_limit) for kind in workshop.kinds.all()] == [
        ("Short paper", 4),
        ("Long paper", 8),
    ]
    assert [row.step for row in workshop.deadlines.all()] == [s.value for s in list(Step)[1:]]
    assert entries(workshop) == ["Cleo created the workshop"]
    page = shown(creator.get(led_to(answer)))
    assert "Its address is /little-light-2027/. Nobody but you can see it yet." in page
    assert "This workshop is in preparation" in page
    assert "Write the call" in page


def test_its_usual_dates_are_in_order_however_soon_the_workshop_comes() -> None:
    admin = make_user(is_administrator=True)
    for days in (1, 3, 10, 200):
        first = AT.date() + timedelta(days=20 + days)
        workshop = call.create(
            title="Soon", short_name="Soon", first_day=first, last_day=first,
            deadline=AT.date() + timedelta(days=20), by=admin, at=AT,
        )  # fmt: skip
        closes = [workshop.deadlines.get(step=step).closes_at for step in list(Step)[1:]]
        assert closes == sorted(closes)
        assert closes[-1] <= end_of_day(max(first, AT.date() + timedelta(days=20)))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"last_day": TODAY + timedelta(days=89)},
            "last_day",
            "The last day comes before the first. It is the same day or a later one.",
        ),
        (
            {"deadline": TODAY - timedelta(days=2)},
            "deadline",
            "This day has passed. Choose the last day to submit.",
        ),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(
    creator: Client, changes: dict[str, Any], field: str, sentence: str
) -> None:
    answer = creator.post(NEW, facts(**changes))
    assert answer.context["form"].errors == {field: [sentence]}
    assert f'<p class="wrong" id="id_{field}_error">{sentence}</p>' in answer.content.decode()
    assert fields(answer, "title")["title"] == "Seeing with Little Light"
    assert Workshop.objects.count() == 0


def test_the_deadline_comes_before_the_first_day(creator: Client) -> None:
    first = TODAY + timedelta(days=90)
    answer = creator.post(NEW, facts(deadline=first))
    sentence = f"The workshop begins on {first.day} {first:%B %Y}. Choose a day before it."
    assert answer.context["form"].errors == {"deadline": [sentence]}


def test_a_taken_name_gives_another_address_and_says_so(creator: Client) -> None:
    creator.post(NEW, facts())
    assert led_to(creator.post(NEW, facts())) == "/little-light-2027-2/organize/"
    page = shown(creator.get("/little-light-2027-2/organize/"))
    assert "Its address is /little-light-2027-2/, because /little-light-2027/ is taken." in page


@pytest.mark.parametrize(
    ("short_name", "slug"),
    [("Account", "account-2"), ("光の道", "workshop"), ("A_b", "a-b"), ("API", "api-2")],
)
def test_every_short_name_gives_a_fit_address(creator: Client, short_name: str, slug: str) -> None:
    assert led_to(creator.post(NEW, facts(short_name=short_name))) == f"/{slug}/organize/"


def test_who_may_not_create_a_workshop_finds_no_such_page(
    client: Client, settings: Settings
) -> None:
    settings.WORKSHOP_CREATORS = ["@example.org"]
    client.force_login(make_user("eve@elsewhere.org"))
    missing = client.get("/account/no-such-page/").content
    assert client.get(NEW).content == missing
    assert client.post(NEW, facts()).content == missing
    assert Workshop.objects.count() == 0


@pytest.mark.parametrize("year", ["9999", "0001", "2101"])
def test_the_far_ends_of_the_calendar_are_asked_to_come_nearer(creator: Client, year: str) -> None:
    day = f"{year}-12-31"
    answer = creator.post(NEW, facts(first_day=day, last_day=day, deadline=day))
    sentence = "Give a day between the years 1970 and 2100."
    errors = {name: [sentence] for name in ("first_day", "last_day", "deadline")}
    assert answer.context["form"].errors == errors
