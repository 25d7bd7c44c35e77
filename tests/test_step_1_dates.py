"""Step 1: the dates of all steps are set, and kept in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from factories import make_organizer, make_workshop
from filling import fields, send, shown
from people_fixtures import new_workshop, organizer_olga, organizers_browser  # noqa: F401
from site_story import entries, submit_row

from workshop import dates
from workshop.dates import end_of_day
from workshop.models import Step, Workshop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["call/extend/", "dates/", "site/"])
def test_no_date_of_a_workshop_is_beyond_the_calendar(
    browser: Client, workshop: Workshop, page: str
) -> None:
    before = list(workshop.deadlines.values_list("closes_at", flat=True))
    if page == "call/extend/":
        answer = browser.post(f"/credit/organize/{page}", {"to": "9999-12-31"})
    else:
        day = {"last_day" if page == "site/" else "publish": "9999-12-31"}
        answer = send(browser, f"/credit/organize/{page}", next(iter(day)), **day)
    assert "Give a day between the years 1970 and 2100." in shown(answer)
    assert list(workshop.deadlines.values_list("closes_at", flat=True)) == before


def test_all_dates_are_saved_at_once(browser: Client, workshop: Workshop) -> None:
    before = workshop.deadlines.get(step=Step.REVIEW)
    day = dates.last_day(before.closes_at) + timedelta(days=1)
    send(browser, "/credit/organize/dates/", "review", review=str(day), grace_minutes="15")
    after = workshop.deadlines.get(step=Step.REVIEW)
    assert (after.closes_at, after.was_closing_at) == (end_of_day(day), before.closes_at)
    assert submit_row(workshop).grace_minutes == 15
    assert entries(workshop) == [f"Olga changed dates: review {day.day} {day:%B}, grace 15 minutes"]


def test_before_the_announcement_nothing_is_struck_through(client: Client) -> None:
    workshop = make_workshop("new-one", call="preparing")
    client.force_login(make_organizer(workshop))
    day = dates.last_day(submit_row(workshop).closes_at) - timedelta(days=1)
    send(client, "/new-one/organize/dates/", "submit", submit=str(day))
    row = submit_row(workshop)
    assert (row.closes_at, row.was_closing_at) == (end_of_day(day), None)


def test_steps_out_of_order_are_said_beside_each(browser: Client, workshop: Workshop) -> None:
    day = dates.last_day(workshop.deadlines.get(step=Step.ASSIGN).closes_at)
    early = str(day - timedelta(days=1))
    answer = send(browser, "/credit/organize/dates/", "review", review=early, decide=early)
    sentence = f"This is before “assign”, {day.day} {day:%B %Y}. Choose that day or a later one."
    assert answer.context["form"].errors == {"review": [sentence], "decide": [sentence]}
    assert fields(answer, "review")["review"] == early


def test_the_deadline_of_an_opened_call_is_not_changed_here(
    browser: Client, workshop: Workshop
) -> None:
    before = submit_row(workshop).closes_at
    page = browser.get("/credit/organize/dates/")
    assert "submit" not in fields(page, "review")
    assert 'href="/credit/organize/call/#extend"' in page.content.decode()
    send(browser, "/credit/organize/dates/", "review", submit="2040-01-01")
    assert submit_row(workshop).closes_at == before


def test_a_deadline_in_the_past_or_after_the_first_day_is_refused(client: Client) -> None:
    workshop = make_workshop("new-one", call="preparing")
    client.force_login(make_organizer(workshop))
    past = send(client, "/new-one/organize/dates/", "submit", submit="2020-01-01")
    assert past.context["form"].errors == {"submit": ["This day has passed. Choose a later one."]}
    steps = {step.value: None for step in list(Step)[2:]}
    after = workshop.first_day + timedelta(days=1)
    late = send(client, "/new-one/organize/dates/", "submit", submit=str(after), **steps)
    assert list(late.context["form"].errors) == ["submit"]


def test_a_step_may_lose_its_date_and_get_it_back(browser: Client, workshop: Workshop) -> None:
    day = dates.last_day(workshop.deadlines.get(step=Step.PUBLISH).closes_at)
    send(browser, "/credit/organize/dates/", "publish", publish="")
    assert not workshop.deadlines.filter(step=Step.PUBLISH).exists()
    assert "no date yet" in shown(browser.get("/credit/organize/dates/"))
    send(browser, "/credit/organize/dates/", "publish", publish=str(day))
    assert workshop.deadlines.get(step=Step.PUBLISH).closes_at == end_of_day(day)


def test_stale_dates_are_refused_and_kept(browser: Client, workshop: Workshop) -> None:
    url = "/credit/organize/dates/"
    day = dates.last_day(workshop.deadlines.get(step=Step.PUBLISH).closes_at)
    mine = fields(browser.get(url), "publish")
    send(browser, url, "publish", publish=str(day + timedelta(days=1)))
    answer = browser.post(url, mine | {"publish": str(day + timedelta(days=2))})
    assert answer.status_code == 409
    kept = fields(answer, "publish")
    assert kept["publish"] == str(day + timedelta(days=2))
    assert workshop.deadlines.get(step=Step.PUBLISH).closes_at == end_of_day(
        day + timedelta(days=1)
    )
    browser.post(url, kept)
    assert workshop.deadlines.get(step=Step.PUBLISH).closes_at == end_of_day(
        day + timedelta(days=2)
    )


def test_changing_the_grace_alone_tells_nobody_of_an_extension(
    browser: Client, workshop: Workshop
) -> None:
    before = submit_row(workshop).version
    send(browser, "/credit/organize/dates/", "grace_minutes", grace_minutes="5")
    assert submit_row(workshop).version == before
