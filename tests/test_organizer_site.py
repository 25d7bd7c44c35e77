"""The organizers' home, their site's settings, people and pages, the journal; and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from filling import fields, led_to, send, shown

from workshop import dates, journal
from workshop.models import Barrier, Person, Step, User, Workshop

pytestmark = pytest.mark.django_db
HOME = "/credit/organize/"
SETTINGS = "/credit/organize/site/"
SPEAKERS = "/credit/organize/speakers/"
SHOWN = "/credit/organize/shown/"
PAGES = "/credit/organize/pages/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call_text="Send papers.")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def browser(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def entries(workshop: Workshop) -> list[str]:
    return [entry.text for entry in workshop.entries.all()]


# ---- who may see any of this

ALL_PAGES = [
    "", "journal/", "letters/", "call/", "call/open/", "call/extend/", "call/close/", "dates/",
    "kinds/", "topics/", "site/", "speakers/", "shown/", "organizers/", "organizers/remove/",
    "pages/", "pages/new/", "pages/travel/", "pages/travel/remove/", "letters/1/",
    "letters/1/edit/", "letters/1/discard/",
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


# ---- the home


def due(browser: Client, url: str = HOME) -> list[tuple[int, str, str]]:
    return [(item.count, item.what, item.act) for item in browser.get(url).context["due"]]


def test_the_title_says_where_things_stand(browser: Client, workshop: Workshop, olga: User) -> None:
    row = workshop.deadlines.filter(step=Step.SUBMIT)
    now = timezone.now()
    later = workshop.deadlines.exclude(step=Step.SUBMIT)
    later.update(closes_at=now + timedelta(days=12, hours=1))

    def title() -> str:
        return str(browser.get(HOME).context["standing"].title)

    for left, sentence in [
        (timedelta(days=3, hours=1), "The call closes in 3 days"),
        (timedelta(days=1, hours=2, minutes=5), "The call closes in 1 day 2 hours"),
        (timedelta(minutes=40, seconds=30), "The call closes in 40 minutes"),
        (timedelta(seconds=-1), "Assignments are due in 12 days"),
    ]:
        row.update(closes_at=now + left)
        assert title() == sentence
    row.update(opens_at=None)
    assert title() == "The deadline has passed unopened"
    row.update(closes_at=now + timedelta(days=9))
    assert title() == "This workshop is in preparation"
    row.update(opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=60))
    later.update(closes_at=now - timedelta(days=30))
    assert title() == "The workshop begins in 60 days"
    today = now.astimezone(workshop.tzinfo).date()
    Workshop.objects.filter(pk=workshop.pk).update(first_day=today, last_day=today)
    assert title() == "The workshop is on"
    Workshop.objects.filter(pk=workshop.pk).update(
        first_day=now - timedelta(3), last_day=now - timedelta(2)
    )
    assert title() == "The workshop is over"


def test_each_step_has_a_sentence_of_its_own(browser: Client, workshop: Workshop) -> None:
    now = timezone.now()
    workshop.deadlines.filter(step=Step.SUBMIT).update(closes_at=now - timedelta(days=1))
    said = {}
    for step in list(Step)[2:]:
        workshop.deadlines.filter(step=step).update(closes_at=now + timedelta(days=3, hours=1))
        standing = browser.get(HOME).context["standing"]
        said[step.value] = (standing.title, standing.meaning.partition(".")[0])
        workshop.deadlines.filter(step=step).update(closes_at=now - timedelta(hours=1))
    closed = dates.in_words(now - timedelta(days=1))
    assert said == {
        "assign": ("Assignments are due in 3 days", f"The call closed {closed}"),
        "review": ("Reviews are due in 3 days", "Reviewers read and write"),
        "decide": ("Decisions are due in 3 days", "Decide on every submission by its reviews"),
        "notify": ("Authors are told in 3 days", "Look over every decision, then release them"),
        "camera-ready": (
            "Camera-ready papers are due in 3 days",
            "Authors of accepted papers send the final version",
        ),
        "post": ("Consent to posting is due in 3 days", "Authors say what may be posted"),
        "plan": (
            "The plan of the schedule is due in 3 days",
            "Give every talk and poster its session, time and place",
        ),
        "publish": (
            "The schedule is due in 3 days",
            "Publish the plan, and again whenever it changes",
        ),
    }


def test_once_decisions_are_out_the_charts_are_folded(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop)
    now = timezone.now()
    workshop.deadlines.filter(step=Step.SUBMIT).update(closes_at=now - timedelta(days=9))
    assert "<summary>The call and the reviews</summary>" not in browser.get(HOME).content.decode()
    told = [Step.ASSIGN, Step.REVIEW, Step.DECIDE, Step.NOTIFY]
    workshop.deadlines.filter(step__in=told).update(closes_at=now - timedelta(days=1))
    html = browser.get(HOME).content.decode()
    assert html.index("<summary>The call and the reviews</summary>") < html.index(
        ">Submissions</h2>"
    )


def test_in_preparation_the_home_says_what_to_do_next(client: Client) -> None:
    new = make_workshop("new-one", call="preparing", place="", zone="UTC")
    new.topics.all().delete()
    client.force_login(make_organizer(new))
    days = (new.deadlines.get(step=Step.SUBMIT).closes_at - timezone.now()).days
    assert due(client, "/new-one/organize/") == [
        (1, "Call for papers to write", "Write the call"),
        (2, "Facts missing", "Set the place"),
        (0, "Topics so far", "Add topics"),
        (0, "Speakers so far", "Add speakers"),
        (days, "Days to the deadline", "Open the call"),
        (1, "Organizer", "Invite another"),
    ]
    new.deadlines.filter(step=Step.SUBMIT).update(
        closes_at=timezone.now() + timedelta(days=5, hours=1)
    )
    assert due(client, "/new-one/organize/")[0] == (5, "Days to the deadline", "Open the call")


def test_what_presses_most_comes_first(browser: Client, workshop: Workshop) -> None:
    make_organizer(workshop)
    workshop.people.create(name="Ada", speaker_position=1)
    assert due(browser) == []
    assert "Nothing is due." in shown(browser.get(HOME))
    workshop.deadlines.filter(step=Step.POST).update(closes_at=timezone.now())
    now = timezone.now()
    for n, state in enumerate(["failed", "held", "held"]):
        workshop.letters.create(
            event="x/y", recipient=f"{n}@example.org", subject="Hello", body="…", state=state,
            written_at=now, not_before=now,
        )  # fmt: skip
    assert due(browser) == [
        (1, "Letter came back", "Look"),
        (2, "Letters held", "Look"),
        (1, "Date out of order", "Set the dates"),
    ]


def test_the_home_counts_and_tells_nothing_about_what_its_reader_is_barred_from(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_submission(workshop, title="Barred One")
    now = timezone.now()
    journal.note(workshop, "submitted", "Ada submitted submission 1", by=None, at=now, about=1)
    workshop.letters.create(
        event="x/y", about=1, recipient="a@example.org", subject="Hello", body="…", state="failed",
        written_at=now, not_before=now,
    )  # fmt: skip
    before = shown(browser.get(HOME))
    assert "Letter came back" in before
    assert "Ada submitted submission 1" in before
    workshop.barriers.create(user=olga, number=1, reason=Barrier.Reason.AUTHOR)
    after = shown(browser.get(HOME))
    assert "came back" not in after
    assert "submission 1" not in after
    assert "Nothing has been done yet." in after
    assert "Ada" not in shown(browser.get(HOME + "journal/"))


def test_the_journal_has_fifty_entries_a_page_by_day(browser: Client, workshop: Workshop) -> None:
    now = timezone.now()
    for n in range(51):
        journal.note(workshop, "did", f"Step {n}", by=None, at=now - timedelta(hours=n))
    page = browser.get(HOME + "journal/")
    listed = [entry.text for _, of_day in page.context["days"] for entry in of_day]
    assert listed == [f"Step {n}" for n in range(50)]
    older = browser.get(HOME + "journal/?page=2")
    assert [e.text for _, of_day in older.context["days"] for e in of_day] == ["Step 50"]
    days = [day for day, _ in page.context["days"]]
    assert days == sorted(set(days), reverse=True)


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


# ---- people


def people(workshop: Workshop) -> list[tuple[Any, ...]]:
    return list(
        workshop.people.values_list("name", "affiliation", "speaker_position", "organizer_position")
    )


def test_one_person_is_one_row_whatever_they_are(browser: Client, workshop: Workshop) -> None:
    typed = {
        "form-0-name": "Ada Nowak",
        "form-0-affiliation": "Warsaw",
        "form-1-name": "Bo Lindqvist",
    }
    send(browser, SPEAKERS, "seen", **typed)
    send(browser, SHOWN, "seen", **{"form-0-name": "ada  nowak"})
    assert people(workshop) == [("ada nowak", "Warsaw", 1, 1), ("Bo Lindqvist", "", 2, None)]
    assert entries(workshop) == [
        "Olga changed the organizers shown on the site",
        "Olga changed the speakers",
    ]


def test_people_are_ordered_by_number_and_leave_a_list_only(
    browser: Client, workshop: Workshop
) -> None:
    for n, name in enumerate(["Ada", "Bo", "Chidi"], start=1):
        workshop.people.create(name=name, speaker_position=n, organizer_position=n)
    send(browser, SPEAKERS, "seen", **{"form-0-ORDER": "9", "form-1-DELETE": "on"})
    assert people(workshop) == [("Ada", "", 2, 1), ("Bo", "", None, 2), ("Chidi", "", 1, 3)]


def test_a_name_is_not_given_to_two_people(browser: Client, workshop: Workshop) -> None:
    workshop.people.create(name="Ada", speaker_position=1)
    workshop.people.create(name="Bo", organizer_position=1)
    answer = send(browser, SPEAKERS, "seen", **{"form-0-name": "Bo"})
    assert answer.status_code == 409
    assert "“Bo” is somebody else in this workshop." in shown(answer)
    assert people(workshop) == [("Ada", "", 1, None), ("Bo", "", None, 1)]


def test_people_of_another_workshop_are_out_of_reach(browser: Client) -> None:
    other = make_workshop()
    ada = other.people.create(name="Ada", speaker_position=1)
    send(browser, SPEAKERS, "seen", **{"form-0-row": str(ada.pk), "form-0-name": "Eve"})
    assert [p.name for p in Person.everywhere.filter(workshop=other)] == ["Ada"]


def test_a_homepage_is_a_web_address(browser: Client, workshop: Workshop) -> None:
    typed = {"form-0-name": "Ada", "form-0-homepage": "javascript:alert(1)"}
    answer = send(browser, SPEAKERS, "seen", **typed)
    assert answer.context["rows"].forms[0].errors == {
        "homepage": ["This is not a web address. It looks like https://name.org."]
    }
    assert people(workshop) == []


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
    "": 14, "journal/": 7, "letters/": 8, "letters/{letter}/": 9, "letters/{letter}/discard/": 6,
    "call/": 6, "call/close/": 5, "dates/": 8, "kinds/": 7, "topics/": 7, "site/": 5,
    "speakers/": 7, "shown/": 7, "organizers/": 9, "pages/": 6, "pages/new/": 5, "pages/page-0/": 6,
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
    url = HOME + page.format(letter=workshop.letters.latest("pk").pk)
    with django_assert_num_queries(COUNTS[page]):
        assert browser.get(url).status_code == 200


def test_dates_are_the_last_day_anywhere_on_earth(browser: Client, workshop: Workshop) -> None:
    row = workshop.deadlines.get(step=Step.REVIEW)
    typed = fields(browser.get(HOME + "dates/"), "review")
    assert typed["review"] == str(dates.last_day(row.closes_at))


@pytest.mark.parametrize("page", [SPEAKERS, SHOWN])
def test_a_row_that_no_database_could_count_is_a_new_one(browser: Client, page: str) -> None:
    answer = send(browser, page, "seen", **{"form-0-row": "9" * 40, "form-0-name": "Ada"})
    assert answer.status_code == 302
    assert Person.everywhere.get().name == "Ada"


def test_an_invitation_to_what_no_database_could_keep_is_refused(browser: Client) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.org"
    answer = send(browser, "/credit/organize/organizers/", "email", email=long)
    assert list(answer.context["form"].errors) == ["email"]
    assert User.objects.count() == 1
