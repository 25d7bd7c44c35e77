"""The public pages of the call and its dates."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from factories import make_organizer, make_workshop
from html_tree import attribute, every, one, text_of, texts, tree
from public_fixtures import small_workshop  # noqa: F401
from public_story import SLUG, add_talk
from schedule_factories import publish_rows

from workshop import call
from workshop.models import Step, Workshop


def submit_links(client: Client, path: str = "") -> list[str]:
    page = tree(client.get(f"/{SLUG}/{path}"))
    return [text_of(a) for a in every(page, "a") if "submissions/new" in attribute(a, "href")]


@pytest.mark.parametrize("path", ["", "call/"])
def test_a_paper_can_be_submitted_only_while_the_call_is_open(
    workshop: Workshop, client: Client, path: str
) -> None:
    assert submit_links(client, path) == ["Submit a paper"]
    call.close(workshop, by=make_organizer(workshop), at=dt.datetime.now(dt.UTC))
    assert submit_links(client, path) == []


def test_the_cover_names_what_comes_next(workshop: Workshop, client: Client) -> None:
    def after(step: Step) -> str:
        at = dt.datetime.now(dt.UTC)
        row = workshop.deadlines.get(step=step)
        closes_at = at + dt.timedelta(days=1, hours=5, minutes=5)
        workshop.deadlines.filter(closes_at__lte=row.closes_at).update(closes_at=at)
        workshop.deadlines.filter(step=step).update(closes_at=closes_at)
        last = one(one(tree(client.get(f"/{SLUG}/")), css="cover"), css="row")
        return text_of(next(every(last, "dt")))

    assert after(Step.SUBMIT) == "Next: submissions close in 1 day 5 hours"
    assert after(Step.NOTIFY) == "Next: authors are told the decision in 1 day 5 hours"
    assert after(Step.PUBLISH) == "Next: the schedule is published in 1 day 5 hours"
    add_talk(workshop, "Ada", dt.datetime(2027, 7, 14, 9, 0, tzinfo=dt.UTC))
    publish_rows(workshop)
    assert after(Step.PUBLISH) == "Next: the workshop begins"
    workshop.deadlines.update(closes_at=dt.datetime.now(dt.UTC))
    last = one(one(tree(client.get(f"/{SLUG}/")), css="cover"), css="row")
    assert text_of(next(every(last, "dt"))) == "Submissions closed"
    assert text_of(one(last, css="button")) == "See the schedule"


def test_an_extended_deadline_shows_the_old_one_struck_through(
    workshop: Workshop, client: Client
) -> None:
    old = workshop.deadlines.get(step=Step.SUBMIT).closes_at
    day = (old + dt.timedelta(days=7)).date()
    call.extend(workshop, to=day, by=make_organizer(workshop), at=dt.datetime.now(dt.UTC))
    dates = one(tree(client.get(f"/{SLUG}/call/")), id="dates")
    (row,) = [row for row in every(dates, "tr") if text_of(row).startswith("Submissions close")]
    was = old - dt.timedelta(hours=13)  # the day before in AoE
    assert text_of(one(row, "s")) == f"{was:%a} {was.day} {was:%B}, 23:59"
    assert text_of(one(row, "time")) == f"{day:%a} {day.day} {day:%B}, 23:59"


def test_pages_cope_with_a_workshop_that_has_no_dates_nor_texts(db: None, client: Client) -> None:
    workshop = make_workshop(SLUG, place="", call_text="")
    for rows in (workshop.deadlines, workshop.kinds, workshop.topics):
        rows.all().delete()
    pages = {path: tree(client.get(f"/{SLUG}/{path}")) for path in ["", "call/", "speakers/"]}
    assert texts(every(one(pages[""], css="cover"), "dt")) == ["Workshop"]
    assert text_of(one(pages["call/"], id="dates")).startswith("Dates The dates are not set yet.")
    assert text_of(one(pages["speakers/"], css="lead")) == "The speakers will be named here."


def test_the_call_says_that_a_talk_is_on_the_schedule_and_a_paper_posted_only_by_consent(
    workshop: Workshop, client: Client
) -> None:
    said = text_of(one(tree(client.get(f"/{SLUG}/call/")), id="who-sees-what"))
    assert "its title, its authors and its slot are on the published schedule" in said
    assert "posted on this site only if the authors consent" in said
