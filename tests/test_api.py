"""The API: how anything is asked, and what everybody reads of workshops and their schedules."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from api_reading import COMMITTED, as_user, link, raw, read, utc
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from schedule_factories import make_session, make_talk, publish_rows
from world import PHASES, world

from workshop.dates import AOE
from workshop.models import Step
from workshop.views.errors import server_error

pytestmark = pytest.mark.django_db

NOT_THERE = {"detail": "There is nothing here, or it is not yours to read."}
PUBLIC = ["root", "schema", "workshops", "workshop", "schedule", "papers"]
OWN = ["submissions", "submission", "assigned_papers", "assigned_paper"]
# Literals: a change here is a change of what an answer costs.
QUERIES = {
    "visitor": {
        "root": 0,
        "schema": 0,
        "workshops": 3,
        "workshop": 5,
        "schedule": 3,
    },
    "author": {"submissions": 8, "submission": 8},
    "reviewer": {"assigned_papers": 10, "assigned_paper": 10},
}


def test_the_committed_schema_is_what_the_code_says(tmp_path: Path) -> None:
    """To write it anew: manage.py spectacular --format openapi-json --file docs/openapi.json."""
    made = tmp_path / "openapi.json"
    options = {"validate": True, "fail_on_warn": True, "format": "openapi-json"}
    call_command("spectacular", file=str(made), stdout=StringIO(), stderr=StringIO(), **options)
    assert json.loads(made.read_text()) == json.loads(COMMITTED.read_text())


def test_the_schema_is_served_to_everybody() -> None:
    assert read(link("schema")) == json.loads(COMMITTED.read_text())


def test_it_begins_with_where_to_go() -> None:
    site = "http://127.0.0.1:8000/api/v1/"
    assert read(link("root")) == {"workshops": f"{site}workshops/", "schema": f"{site}schema/"}


def test_a_workshop_is_listed_with_where_its_call_stands() -> None:
    day = (timezone.now() + timedelta(days=60)).date()
    make_workshop("credit", title="Credit", subtitle="in brains", first_day=day, last_day=day)
    assert read(link("workshops"))["results"] == [
        {
            "slug": "credit",
            "title": "Credit",
            "subtitle": "in brains",
            "short_name": "Credit",
            "host_event": "",
            "place": "Stockholm, Sweden",
            "zone": "Europe/Stockholm",
            "first_day": str(day),
            "last_day": str(day),
            "call": "open",
            "url": "http://127.0.0.1:8000/api/v1/workshops/credit/",
            "page": "http://127.0.0.1:8000/credit/",
        }
    ]


def test_a_workshop_tells_what_its_site_tells() -> None:
    workshop = make_workshop(
        "credit", call_text="Send *it*.", related_work="One\nTwo", contact="us@example.org"
    )
    workshop.people.create(name="Ada", affiliation="Here", speaker_position=1)
    workshop.people.create(name="Bob", homepage="https://bob.example", organizer_position=1)
    workshop.people.create(name="Eve")
    found = read(link("workshop", "credit"))
    kinds = [{"name": "Short paper", "page_limit": 4}, {"name": "Long paper", "page_limit": 8}]
    told = {
        "call_text": "Send *it*.",
        "related_work": ["One", "Two"],
        "topics": ["Learning", "Memory"],
        "kinds": kinds,
        "speakers": [{"name": "Ada", "affiliation": "Here", "homepage": ""}],
        "organizers": [{"name": "Bob", "affiliation": "", "homepage": "https://bob.example"}],
        "schedule": "http://127.0.0.1:8000/api/v1/workshops/credit/schedule/",
        "papers": "http://127.0.0.1:8000/api/v1/workshops/credit/papers/",
    }
    listed = read(link("workshops"))["results"][0]
    rest = "description published_work_welcome proceedings call_opens_at dates"
    assert set(found) == {*told, *listed, *rest.split()}
    assert {key: found[key] for key in told} == told
    assert "@" not in json.dumps(found)


def test_a_date_is_told_in_utc_and_anywhere_on_earth() -> None:
    workshop = make_workshop("credit")
    row = workshop.deadlines.get(step=Step.SUBMIT)
    workshop.deadlines.filter(step=Step.SUBMIT).update(was_closing_at=row.opens_at)
    last = (row.closes_at - timedelta(days=1)).astimezone(AOE).date()
    assert row.opens_at
    assert read(link("workshop", "credit"))["dates"][0] == {
        "step": "submit",
        "happens": "Submissions close",
        "closes_at": f"{last + timedelta(days=1)}T12:00:00Z",
        "aoe": f"{last}T23:59:00-12:00",
        "was_closing_at": utc(row.opens_at),
    }


def test_the_schedule_is_the_version_last_published() -> None:
    workshop = make_workshop("credit")
    session = make_session(workshop, title="Talks", minutes=30)
    paper = make_submission(workshop, status="oral", authors=["ada@example.org"])
    make_talk(session, paper)
    url = link("schedule", "credit")
    before = Client().get(url)
    assert (before.status_code, before.json()) == (404, NOT_THERE)
    at = timezone.now()
    publish_rows(workshop, at)
    make_session(workshop, "coffee", hour=11)
    times = {"starts_at": utc(session.starts_at), "ends_at": utc(session.ends_at)}
    talk: dict[str, object] = {
        "title": "On Paper 1",
        "abstract": "",
        "presenter": "Author ada",
        "coauthors": [],
        "submission": 1,
        "slides": "",
        **times,
        "board": None,
    }
    block = {"number": 1, "kind": "contributed", "name": "Talks", **times, "room": ""}
    assert read(url) == {
        "version": 1,
        "published_at": utc(at),
        "zone": "Europe/Stockholm",
        "sessions": [{**block, "talks": [talk], "panelists": []}],
    }


def test_a_talk_that_was_withdrawn_leaves_the_schedule() -> None:
    workshop = make_workshop("credit")
    make_talk(make_session(workshop, "posters"), make_submission(workshop, status="poster"))
    publish_rows(workshop)
    workshop.submissions.update(status="withdrawn")
    assert read(link("schedule", "credit"))["sessions"][0]["talks"] == []


def test_lists_come_in_pages_linked_from_the_settings() -> None:
    for n in range(51):
        make_workshop(f"w{n:02}")
    first = read(link("workshops"))
    at = "http://127.0.0.1:8000/api/v1/workshops/?page="
    assert (first["count"], first["next"], first["previous"]) == (51, f"{at}2", None)
    assert len(first["results"]) == 50
    second = Client().get(link("workshops"), {"page": 2}).json()
    assert (second["next"], second["previous"]) == (None, f"{at}1")
    assert [row["slug"] for row in second["results"]] == ["w50"]


@pytest.mark.parametrize("page", ["0", "2", "last", "-1", "nonsense", "9" * 5000])
def test_a_page_that_is_not_there_is_said_to_be_missing(page: str) -> None:
    answer = Client().get(link("workshops"), {"page": page})
    sentence = "There is no such page. They are counted from 1, as in ?page=2."
    assert (answer.status_code, answer.json()) == (404, {"detail": sentence})


def test_nobody_gets_a_preview_of_a_workshop_in_preparation() -> None:
    workshop = make_workshop("credit", call="preparing")
    publish_rows(workshop)
    organizer = as_user(make_organizer(workshop))
    assert organizer.get(link("workshops")).json()["results"] == []
    for name in ("workshop", "schedule", "papers"):
        answer = organizer.get(link(name, "credit"))
        assert (answer.status_code, answer.json()) == (404, NOT_THERE)


@pytest.mark.parametrize("phase", PHASES)
def test_public_answers_are_the_same_for_everybody_and_touch_no_session(phase: str) -> None:
    here = world(phase)
    for name in PUBLIC:
        url, alone = here.url(f"api_{name}"), {}
        for who in here.people:
            client = here.client(who)
            with CaptureQueriesContext(connection) as captured:
                alone[who] = (*raw(client, url), len(captured))
        assert [who for who in alone if alone[who] != alone["visitor"]] == []
        status, _, headers, _ = alone["visitor"]
        kept = "public, no-cache" if status == 200 else "private, no-store"
        assert (headers["Cache-Control"], "Set-Cookie" in headers) == (kept, False)


@pytest.mark.parametrize("rows", [1, 30])
def test_answers_ask_the_same_number_of_questions_at_one_row_and_at_thirty(rows: int) -> None:
    here = world(rows=rows)
    found: dict[str, dict[str, int]] = {}
    for who, names in QUERIES.items():
        client = here.client(who)
        found[who] = {}
        for name in names:
            with CaptureQueriesContext(connection) as captured:
                assert here.status(client, f"api_{name}") == 200
            found[who][name] = len(captured)
    assert found == QUERIES


def test_a_visitor_is_told_to_sign_in_before_anything_is_looked_up() -> None:
    here = world()
    client = here.client("visitor")
    said = "This is for who is signed in. Sign in on the site and send its session cookie along."
    for name in OWN:
        url = here.url(f"api_{name}")
        with CaptureQueriesContext(connection) as captured:
            found = raw(client, url)
            absent = raw(client, url.replace("/credit/", "/no-such-workshop/"))
        assert len(captured) == 0
        assert (found[0], json.loads(found[1])) == (403, {"detail": said})
        assert found == absent


@pytest.mark.parametrize("who", ["stranger", "organizer", "elsewhere", "administrator"])
def test_not_yours_reads_like_not_there(who: str) -> None:
    here = world()
    client = here.client(who)
    for name in ("submission", "assigned_paper", "assigned_papers"):
        url = here.url(f"api_{name}")
        elsewhere = url.replace("/credit/", "/no-such-workshop/")
        for missing in (elsewhere, url.replace("/1/", "/99/"), url.replace("/1/", f"/{10**30}/")):
            assert raw(client, url) == raw(client, missing)
        assert raw(client, url)[0] == 404


def test_an_unknown_address_is_answered_in_the_same_words() -> None:
    absent = raw(Client(), link("workshop", "none"))
    unknown = raw(Client(), "/api/v1/nothing/here/")
    assert unknown[:2] == absent[:2]
    assert json.loads(unknown[1]) == NOT_THERE


def test_an_address_without_its_last_slash_is_led_to_the_right_one() -> None:
    assert Client().get("/api/v1/workshops")["Location"] == "/api/v1/workshops/"


def test_what_breaks_says_so_in_json() -> None:
    answer = server_error(RequestFactory().get("/api/v1/workshops/"))
    assert answer.status_code == 500
    assert list(json.loads(answer.content)) == ["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_for_reading_only(method: str) -> None:
    here = world()
    said = "The API is for reading only: ask with GET. What changes something is on the pages."
    for who in ("visitor", "author"):
        client = here.client(who)
        for name in [*PUBLIC, *OWN]:
            answer = getattr(client, method)(here.url(f"api_{name}"))
            assert (answer.status_code, answer.json()) == (405, {"detail": said})


def test_head_answers_without_a_body_and_options_says_what_may_be_done() -> None:
    make_workshop("credit")
    url = link("workshop", "credit")
    head, options = Client().head(url), Client().options(url)
    assert (head.status_code, head.content) == (200, b"")
    assert options["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["text/html", "application/xml"])
def test_it_speaks_json_only(accept: str) -> None:
    answer = Client().get(link("workshops"), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/json")
    assert Client().get(link("workshops"), {"format": "api"}).status_code == 200
