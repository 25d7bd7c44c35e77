"""Step 1: a workshop is created; its call is opened, extended, closed; its dates are set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from filling import fields, led_to, send, shown
from pytest_django import Settings
from signing_in import sign_in

from workshop import call, dates, organizers
from workshop.dates import end_of_day
from workshop.errors import Refused
from workshop.models import Letter, Role, Step, User, Workshop

pytestmark = pytest.mark.django_db
NEW = "/account/new-workshop/"
TODAY = timezone.now().date()


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def browser(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


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


def submit_row(workshop: Workshop) -> Any:
    return workshop.deadlines.get(step=Step.SUBMIT)


def entries(workshop: Workshop) -> list[str]:
    return [entry.text for entry in workshop.entries.all()]


# ---- a new workshop


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


# ---- opening, extending, closing


def test_a_call_that_opens_later_is_told_as_such_everywhere(
    browser: Client, workshop: Workshop
) -> None:
    opens = timezone.now() + timedelta(days=5)
    workshop.deadlines.filter(step=Step.SUBMIT).update(opens_at=opens)
    day = dates.opening_day(opens)
    assert f"The call for papers opens {day}." in shown(browser.get("/credit/submissions/"))
    closed = shown(browser.get("/credit/submissions/new/"))
    assert "The call is not open yet" in closed
    assert "The call is closed" not in closed
    assert f"The call opens {day}." in closed
    page = browser.get("/credit/organize/call/").content.decode()
    assert "The call is not open yet" in page
    assert "<dt>Opens</dt>" in page
    assert "<dt>Opened</dt>" not in page
    assert "Open the call now" in page
    assert "Opened" not in shown(browser.get("/credit/organize/dates/"))
    home = shown(browser.get("/credit/organize/"))
    assert f"The call opens {day}" in home
    assert "Only its organizers can see it." not in home
    assert "nobody can see this workshop" not in home
    assert "Extend" not in home


def test_a_step_without_a_deadline_is_refused_in_a_sentence(
    browser: Client, workshop: Workshop
) -> None:
    workshop.deadlines.all().delete()
    answer = browser.post("/credit/organize/call/open/")
    assert answer.status_code == 409
    assert "There is no deadline for this step yet: it is set under Dates." in shown(answer)


def test_the_first_day_does_not_move_to_the_deadline(browser: Client, workshop: Workshop) -> None:
    last = dates.last_day(submit_row(workshop).closes_at)
    earlier = str(last)
    answer = send(browser, "/credit/organize/site/", "first_day", first_day=earlier)
    sentence = f"Submissions close on {last.day} {last:%B %Y}. Choose a later day."
    assert answer.context["form"].errors == {"first_day": [sentence]}
    workshop.refresh_from_db()
    assert str(workshop.first_day) != earlier


def test_opening_the_call_announces_the_workshop(client: Client) -> None:
    workshop = make_workshop("new-one", call="preparing", call_text="Send what you found.")
    client.force_login(make_organizer(workshop, name="Olga"))
    stranger = Client()
    assert stranger.get("/new-one/").status_code == 404
    answer = client.post("/new-one/organize/call/open/")
    assert led_to(answer) == "/new-one/organize/call/"
    assert "The call is open" in shown(client.get(led_to(answer)))
    assert stranger.get("/new-one/").status_code == 200
    assert submit_row(workshop).is_open(timezone.now())
    assert entries(workshop) == ["Olga opened the call for papers"]


def test_a_call_opens_once(browser: Client, workshop: Workshop) -> None:
    answer = browser.post("/credit/organize/call/open/")
    assert answer.status_code == 409
    assert "The call is open already." in shown(answer)
    assert entries(workshop) == []


def test_a_call_without_text_does_not_open(olga: User) -> None:
    wordless = make_workshop(call="preparing", at=AT, call_text=" \n")
    with pytest.raises(Refused, match="Write the call first"):
        call.open_call(wordless, by=olga, at=AT)


def test_a_call_without_kinds_or_after_its_deadline_does_not_open(olga: User) -> None:
    bare = make_workshop(call="preparing", at=AT, call_text="Send what you found.")
    bare.kinds.all().delete()
    with pytest.raises(Refused, match="Say first what may be submitted"):
        call.open_call(bare, by=olga, at=AT)
    late = make_workshop(call="preparing", at=AT)
    with pytest.raises(Refused, match="has passed"):
        call.open_call(late, by=olga, at=submit_row(late).closes_at)


def test_extending_strikes_the_old_date_through_wherever_dates_are_listed(
    browser: Client, workshop: Workshop
) -> None:
    old = submit_row(workshop).closes_at
    to = dates.last_day(old) + timedelta(days=7)
    browser.post("/credit/organize/call/extend/", {"to": str(to)})
    row = submit_row(workshop)
    assert (row.closes_at, row.was_closing_at) == (end_of_day(to), old)
    assert entries(workshop) == [f"Olga extended the call to {dates.in_words(end_of_day(to))}"]
    struck = f'class="struck">{dates.in_words(old)}<'
    for page in ("call/", "dates/", ""):
        assert struck in browser.get(f"/credit/organize/{page}").content.decode()


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_an_extension_to_an_earlier_day_is_refused_beside_its_field(
    browser: Client, workshop: Workshop, days: int
) -> None:
    row = submit_row(workshop)
    to = dates.last_day(row.closes_at) + timedelta(days=days)
    answer = browser.post("/credit/organize/call/extend/", {"to": str(to)})
    sentence = (
        f"The call closes {dates.in_words(row.closes_at)}. Choose a later day that has not passed."
    )
    assert answer.status_code == 409
    assert answer.context["extending"].errors == {"to": [sentence]}
    assert fields(answer, "to")["to"] == str(to)
    assert submit_row(workshop).closes_at == row.closes_at


def test_an_extension_without_a_day_is_asked_for_one(browser: Client, workshop: Workshop) -> None:
    before = submit_row(workshop).closes_at
    answer = browser.post("/credit/organize/call/extend/", {"to": "soon"})
    assert answer.context["extending"].errors == {"to": ["Give a date, as in 2027-03-31."]}
    assert submit_row(workshop).closes_at == before


def test_an_extension_to_the_first_day_of_the_workshop_is_refused(
    workshop: Workshop, olga: User
) -> None:
    with pytest.raises(Refused, match="The workshop begins on"):
        call.extend(workshop, to=workshop.first_day, by=olga, at=timezone.now())


def test_at_the_very_instant_of_the_deadline_the_call_is_closed_and_may_be_extended(
    olga: User,
) -> None:
    workshop = make_workshop(at=AT)
    instant = submit_row(workshop).closes_at
    same_day = dates.last_day(instant)
    assert not submit_row(workshop).is_open(instant)
    with pytest.raises(Refused, match="The call closed"):
        call.extend(workshop, to=same_day, by=olga, at=instant)
    with pytest.raises(Refused, match="not open"):
        call.close(workshop, by=olga, at=instant)
    call.extend(workshop, to=same_day + timedelta(days=1), by=olga, at=instant)
    assert submit_row(workshop).is_open(instant)


def test_closing_asks_first_and_extending_opens_again(browser: Client, workshop: Workshop) -> None:
    before = submit_row(workshop).closes_at
    asked = browser.get("/credit/organize/call/close/")
    assert "Close the call before its deadline?" in shown(asked)
    assert submit_row(workshop).closes_at == before
    browser.post("/credit/organize/call/close/")
    closed = submit_row(workshop)
    assert closed.was_closing_at == before
    assert not closed.is_open(timezone.now())
    assert "The call is closed" in shown(browser.get("/credit/organize/call/"))
    assert browser.post("/credit/organize/call/close/").status_code == 409
    browser.post("/credit/organize/call/extend/", {"to": str(dates.last_day(before))})
    assert submit_row(workshop).closes_at == before
    assert [text.split()[1] for text in entries(workshop)] == ["extended", "closed"]


def test_a_call_that_never_opened_is_not_extended(olga: User) -> None:
    workshop = make_workshop(call="preparing", at=AT)
    with pytest.raises(Refused, match="has not been opened yet"):
        call.extend(workshop, to=date(2027, 4, 2), by=olga, at=AT)


def test_acts_opened_by_their_address_lead_to_the_call(browser: Client) -> None:
    for act in ("open", "extend"):
        assert led_to(browser.get(f"/credit/organize/call/{act}/")) == "/credit/organize/call/"


# ---- the text of the call


def test_the_text_is_saved_and_shown_as_it_reads(browser: Client, workshop: Workshop) -> None:
    answer = send(
        browser, "/credit/organize/call/", "call_text", call_text="Send *four* pages of $x^2$."
    )
    assert led_to(answer) == "/credit/organize/call/"
    page = browser.get(led_to(answer)).content.decode()
    assert "<em>four</em>" in page
    assert "<msup>" in page
    workshop.refresh_from_db()
    assert (workshop.call_text, workshop.version) == ("Send *four* pages of $x^2$.", 2)
    assert entries(workshop) == ["Olga changed the text of the call"]
    send(browser, "/credit/organize/call/", "call_text")
    assert entries(workshop) == ["Olga changed the text of the call"]


def test_lines_may_end_as_browsers_send_them(browser: Client, workshop: Workshop) -> None:
    send(browser, "/credit/organize/call/", "call_text", call_text="One.\r\n\r\nTwo.")
    workshop.refresh_from_db()
    assert (workshop.call_text, workshop.version) == ("One.\n\nTwo.", 2)
    send(browser, "/credit/organize/call/", "call_text", call_text="One.\r\n\r\nTwo.")
    workshop.refresh_from_db()
    assert workshop.version == 2


def test_a_stale_text_is_refused_kept_and_shown_beside_what_is_saved(
    browser: Client, workshop: Workshop
) -> None:
    url = "/credit/organize/call/"
    mine = fields(browser.get(url), "call_text")
    send(browser, url, "call_text", call_text="Theirs.")
    answer = browser.post(url, mine | {"call_text": "Mine."})
    assert answer.status_code == 409
    assert "This was saved since you opened it, perhaps by somebody else." in shown(answer)
    assert "Saved meanwhile Call for papers Theirs." in shown(answer)
    kept = fields(answer, "call_text")
    assert kept["call_text"] == "Mine."
    workshop.refresh_from_db()
    assert workshop.call_text == "Theirs."
    browser.post(url, kept)
    workshop.refresh_from_db()
    assert workshop.call_text == "Mine."


# ---- dates


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


# ---- kinds and topics


def kinds(workshop: Workshop) -> list[tuple[str, int]]:
    return [(kind.name, kind.page_limit) for kind in workshop.kinds.all()]


def test_kinds_are_changed_added_ordered_and_removed(browser: Client, workshop: Workshop) -> None:
    typed = {"form-0-ORDER": "3", "form-1-name": "Full paper", "form-2-name": "Poster only"}
    send(browser, "/credit/organize/kinds/", "seen", **typed, **{"form-2-page_limit": "2"})
    assert kinds(workshop) == [("Full paper", 8), ("Short paper", 4), ("Poster only", 2)]
    workshop.deadlines.filter(step=Step.SUBMIT).update(opens_at=None)
    send(browser, "/credit/organize/kinds/", "seen", **{"form-1-DELETE": "on"})
    assert kinds(workshop) == [("Full paper", 8), ("Poster only", 2)]
    assert entries(workshop) == ["Olga changed the kinds", "Olga changed the kinds"]


def test_two_kinds_may_change_names(browser: Client, workshop: Workshop) -> None:
    swapped = {"form-0-name": "Long paper", "form-1-name": "Short paper"}
    send(browser, "/credit/organize/kinds/", "seen", **swapped)
    assert kinds(workshop) == [("Long paper", 4), ("Short paper", 8)]


@pytest.mark.parametrize("submissions", [0, 1])
def test_once_the_call_has_opened_a_kind_stays_whether_it_is_in_use_or_not(
    browser: Client, workshop: Workshop, submissions: int
) -> None:
    """Or else somebody with a conflict of interest would learn that there is a submission."""
    for _ in range(submissions):
        make_submission(workshop)
    answer = send(browser, "/credit/organize/kinds/", "seen", **{"form-0-DELETE": "on"})
    assert answer.status_code == 409
    assert (
        "The call has been opened, so “Short paper” stays. "
        "You may rename it or change its page limit." in shown(answer)
    )
    assert kinds(workshop) == [("Short paper", 4), ("Long paper", 8)]
    assert entries(workshop) == []


def test_an_announced_workshop_keeps_a_kind(browser: Client, workshop: Workshop) -> None:
    workshop.deadlines.filter(step=Step.SUBMIT).update(opens_at=None)
    both = {"form-0-DELETE": "on", "form-1-DELETE": "on"}
    answer = send(browser, "/credit/organize/kinds/", "seen", **both)
    assert "leave it one kind at least" in shown(answer)
    assert kinds(workshop) == [("Short paper", 4), ("Long paper", 8)]


def test_a_topic_in_use_is_taken_off_its_submissions(browser: Client, workshop: Workshop) -> None:
    submission = make_submission(workshop)
    submission.topics.set(workshop.topics.all())
    send(browser, "/credit/organize/topics/", "seen", **{"form-0-DELETE": "on"})
    assert [topic.name for topic in submission.topics.all()] == ["Memory"]


def test_a_name_twice_is_said_beside_the_second(browser: Client, workshop: Workshop) -> None:
    answer = send(browser, "/credit/organize/topics/", "seen", **{"form-2-name": " memory "})
    second = answer.context["rows"].forms[2]
    assert second.errors == {"name": ["This name stands here twice. Keep one."]}
    assert [topic.name for topic in workshop.topics.all()] == ["Learning", "Memory"]


def test_a_stale_list_is_refused_and_kept(browser: Client, workshop: Workshop) -> None:
    url = "/credit/organize/topics/"
    mine = fields(browser.get(url), "seen")
    send(browser, url, "seen", **{"form-2-name": "Theirs"})
    answer = browser.post(url, mine | {"form-2-name": "Mine"})
    assert answer.status_code == 409
    assert "Saved meanwhile Learning Memory Theirs" in shown(answer)
    kept = fields(answer, "seen")
    assert kept["form-2-name"] == "Mine"
    assert [topic.name for topic in workshop.topics.all()] == ["Learning", "Memory", "Theirs"]
    browser.post(url, kept)
    assert [topic.name for topic in workshop.topics.all()] == ["Learning", "Memory", "Mine"]


# ---- inviting


def test_an_invited_organizer_gets_one_letter_signs_in_and_organizes(
    browser: Client, workshop: Workshop
) -> None:
    url = "/credit/organize/organizers/"
    send(browser, url, "email", email="Ravi@Example.org")
    [letter] = workshop.letters.all()
    assert (letter.event, letter.recipient, letter.recipient_name, letter.about) == (
        "workshop/organizer_invited",
        "ravi@example.org",
        "",
        None,
    )
    assert "/credit/organize/" in letter.body
    ravi = Client()
    assert led_to(ravi.get("/credit/organize/")) == "/account/sign-in/?next=/credit/organize/"
    sign_in(ravi, "ravi@example.org")
    assert ravi.get("/credit/organize/").status_code == 200
    assert entries(workshop) == ["Olga invited ravi@example.org to organize"]


def test_inviting_somebody_twice_is_refused_beside_the_field(
    browser: Client, workshop: Workshop
) -> None:
    answer = send(browser, "/credit/organize/organizers/", "email", email="OLGA@example.org")
    sentence = "olga@example.org is an organizer of this workshop already."
    assert answer.context["form"].errors == {"email": [sentence]}
    assert Letter.everywhere.count() == 0


def test_another_address_of_an_organizer_is_invited_like_any_other(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    EmailAddress.objects.create(user=olga, email="private@example.org", verified=True)
    url = "/credit/organize/organizers/"
    said = []
    for email in ("private@example.org", "newcome@example.org"):
        send(browser, url, "email", email=email)
        page = shown(browser.get(url)).partition("Organizers")[0]
        again = send(browser, url, "email", email=email)
        letter = Letter.everywhere.get(recipient=email)
        told = f"{page} {again.context['form'].errors} {letter.subject} {letter.body}"
        said.append(told.replace(email, "…"))
    assert said[0] == said[1]
    assert f"A letter is on its way to {email}." not in said[0]
    assert "A letter is on its way to …." in said[0]
    listed = [(row.name, row.address) for row in organizers.organizers_of(workshop)]
    assert listed == [("Olga", "olga@example.org"), ("", "newcome@example.org")]
    assert workshop.roles.count() == 2


def test_an_invitation_tells_nothing_about_the_account_behind_an_address(
    browser: Client, workshop: Workshop
) -> None:
    make_user("known@example.org", "Kim Known")
    url = "/credit/organize/organizers/"
    pages = []
    for email in ("known@example.org", "new@example.org"):
        send(browser, url, "email", email=email)
        pages.append(shown(browser.get(url)).replace(email.partition("@")[0], "…"))
        letters = browser.get("/credit/organize/letters/")
        assert "Kim" not in shown(letters)
        organizers.remove(
            workshop,
            user_id=User.objects.get(email=email).pk,
            by=User.objects.get(email="olga@example.org"),
            at=timezone.now(),
        )
    assert pages[0] == pages[1]
    assert "Kim" not in " ".join(entries(workshop))


def test_whoever_was_removed_gets_another_letter_when_invited_again(
    workshop: Workshop, olga: User
) -> None:
    for _ in range(2):
        organizers.invite(workshop, email="ravi@example.org", by=olga, at=AT)
        ravi = User.objects.get(email="ravi@example.org")
        organizers.remove(workshop, user_id=ravi.pk, by=olga, at=AT)
    assert [letter.revision for letter in workshop.letters.order_by("pk")] == [1, 2]


def test_whoever_is_invited_anew_is_listed_by_the_newest_invitation(
    workshop: Workshop, olga: User
) -> None:
    ravi = make_user("ravi@example.org")
    for email in ("zoe@example.org", "abe@example.org"):
        EmailAddress.objects.create(user=ravi, email=email, verified=True)
        organizers.invite(workshop, email=email, by=olga, at=AT)
        assert organizers.organizers_of(workshop)[1].address == email
        organizers.remove(workshop, user_id=ravi.pk, by=olga, at=AT)


def test_an_organizer_removes_another_and_themselves_but_never_the_last(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ravi = make_organizer(workshop, "ravi@example.org", "Ravi")
    url = "/credit/organize/organizers/remove/"
    asked = browser.get(f"{url}?organizer={ravi.pk}")
    assert "Remove ravi@example.org as organizer?" in shown(asked)
    browser.post(f"{url}?organizer={ravi.pk}")
    assert [role.user for role in workshop.roles.all()] == [olga]
    last = browser.post(f"{url}?organizer={olga.pk}")
    assert last.status_code == 409
    assert "A workshop needs an organizer. Invite another one first." in shown(last)
    make_organizer(workshop)
    assert led_to(browser.post(f"{url}?organizer={olga.pk}")) == "/account/"
    assert browser.get("/credit/organize/").status_code == 404
    assert entries(workshop) == [
        "Olga removed themselves as organizer",
        "Olga removed ravi@example.org as organizer",
    ]


def test_somebody_who_does_not_organize_cannot_be_removed(browser: Client) -> None:
    stranger = make_user()
    for typed in (str(stranger.pk), "", "x"):
        answer = browser.get("/credit/organize/organizers/remove/", {"organizer": typed})
        assert answer.status_code == 404
