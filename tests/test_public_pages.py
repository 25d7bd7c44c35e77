"""The public pages: what they show, to whom, and that they hold nothing personal."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer, make_submission, make_user, make_workshop
from html_tree import attribute, every, one, text_of, texts, tree
from pytest_django import Settings
from schedule_factories import publish_rows

from schedule.freezing import next_number
from schedule.models import Session
from submissions.status import Status
from workshop import call
from workshop.dates import end_of_day
from workshop.models import Ink, Step, Workshop

SLUG = "small-2027"
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


@pytest.fixture
def workshop(db: None) -> Workshop:
    return make_workshop(SLUG, short_name="Small 2027", call_text="Write to us.")


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


# ---- the call and its dates -------------------------------------------------------------------


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


# ---- the schedule -----------------------------------------------------------------------------


def add_talk(workshop: Workshop, name: str, at: dt.datetime, status: str = "") -> Session:
    """An invited talk, or one of a submission with this status."""
    kind = Session.Kind.CONTRIBUTED if status else Session.Kind.INVITED
    session = workshop.sessions.create(
        number=next_number(workshop),
        kind=kind,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=30),
    )
    person = workshop.people.create(name=name, speaker_position=1)
    paper = make_submission(workshop, status=status, title=f"By {name}") if status else None
    workshop.presentations.create(session=session, presenter=person, submission=paper)
    return session


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
