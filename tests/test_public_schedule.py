"""The public pages of the schedule: what is out, what is now, and how it is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from factories import make_organizer, make_workshop
from html_tree import every, one, text_of, texts, tree
from public_fixtures import small_workshop  # noqa: F401
from public_story import SLUG, add_talk
from schedule_factories import publish_rows

from submissions.status import Status
from workshop.dates import end_of_day
from workshop.models import Step, Workshop


@pytest.mark.parametrize("path", ["", "speakers/", "schedule/"])
def test_a_draft_of_the_schedule_is_on_no_page_not_even_its_organizers(
    db: None, client: Client, path: str
) -> None:
    workshop = make_workshop(SLUG)
    add_talk(workshop, "Ada Berg", dt.datetime(2027, 7, 14, 9, 7, tzinfo=dt.UTC), Status.ORAL)
    for user in (None, make_organizer(workshop)):
        if user:
            client.force_login(user)
        said = text_of(tree(client.get(f"/{SLUG}/{path}")))
        assert "11:07" not in said
        assert "By Ada Berg" not in said


def test_a_schedule_that_is_not_out_says_when_it_will_be(db: None, client: Client) -> None:
    workshop = make_workshop(SLUG)
    publish = workshop.deadlines.get(step=Step.PUBLISH)
    publish.closes_at = end_of_day(dt.date(2999, 6, 14))
    publish.save()
    said = text_of(one(tree(client.get(f"/{SLUG}/schedule/")), css="empty"))
    assert said.startswith(
        "The schedule is not out yet. It will be published by Fri 14 June, 23:59 AoE."
    )
    publish.delete()
    said = text_of(one(tree(client.get(f"/{SLUG}/schedule/")), css="empty"))
    assert said.startswith("The schedule is not out yet. It will be published here before the")


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.ORAL, Status.POSTER)])
def test_only_talks_of_accepted_submissions_are_shown(
    workshop: Workshop, client: Client, status: str
) -> None:
    at = dt.datetime(2027, 7, 14, 9, 0, tzinfo=dt.UTC)
    add_talk(workshop, "Ada Berg", at, Status.ORAL)
    add_talk(workshop, "Olu Cole", at, status)
    publish_rows(workshop)
    blocks = texts(every(tree(client.get(f"/{SLUG}/schedule/")), "ol", "talks"))
    assert blocks == ["Ada Berg By Ada Berg with Author author1"]


def at_moment(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    def set_clock(at: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    return set_clock


def test_now_and_next_are_those_of_the_moment(
    workshop: Workshop, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock = at_moment(monkeypatch)
    nine = dt.datetime(2027, 7, 14, 9, 0, tzinfo=workshop.tzinfo)
    for n, name in enumerate(["Ada", "Olu", "Mia"]):
        add_talk(workshop, name, nine + dt.timedelta(hours=n))
    publish_rows(workshop)

    def tags(at: dt.datetime) -> list[str]:
        set_clock(at)
        page = tree(client.get(f"/{SLUG}/schedule/"))
        return [text_of(h3) for h3 in every(page, "h3") if any(every(h3, css="tag"))]

    assert tags(nine - dt.timedelta(days=1)) == []
    assert tags(nine - dt.timedelta(minutes=1)) == ["Ada next"]
    assert tags(nine) == ["Ada now", "Olu next"]
    assert tags(nine + dt.timedelta(minutes=30)) == ["Olu next"]
    assert tags(nine + dt.timedelta(hours=2)) == ["Mia now"]
    assert tags(nine + dt.timedelta(hours=3)) == []
    set_clock(nine + dt.timedelta(minutes=12))
    aside = one(one(tree(client.get(f"/{SLUG}/schedule/")), css="opening"), css="deadline")
    assert text_of(aside) == "Now, Wednesday 9:12 in Stockholm Ada until 9:30, then Olu"


def test_the_page_for_printing_has_every_abstract_open(workshop: Workshop, client: Client) -> None:
    session = add_talk(workshop, "Ada", dt.datetime(2027, 7, 14, 9, 0, tzinfo=dt.UTC))
    session.presentations.update(abstract="Small things.")
    publish_rows(workshop)
    for address, is_open in ((f"/{SLUG}/schedule/", False), (f"/{SLUG}/schedule/?print", True)):
        details = one(tree(client.get(address)), "details")
        assert ("open" in dict(details.attributes)) == is_open


def test_what_people_write_is_cleaned(workshop: Workshop, client: Client) -> None:
    session = add_talk(workshop, "<b>Ada</b>", dt.datetime(2027, 7, 14, 9, 0, tzinfo=dt.UTC))
    session.presentations.update(abstract="<script>alert(1)</script> *so*", title="<i>x</i>")
    publish_rows(workshop)
    body = client.get(f"/{SLUG}/schedule/").content.decode()
    assert "<script>alert" not in body
    assert "<b>Ada" not in body
    assert "<em>so</em>" in body
