"""The organizers' home, which says where things stand; and the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from filling import fields, shown
from people_fixtures import organizer_olga, organizers_browser  # noqa: F401
from site_fixtures import written_call  # noqa: F401
from site_story import HOME

from workshop import dates, journal
from workshop.models import Barrier, Step, User, Workshop

pytestmark = pytest.mark.django_db


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


def test_dates_are_the_last_day_anywhere_on_earth(browser: Client, workshop: Workshop) -> None:
    row = workshop.deadlines.get(step=Step.REVIEW)
    typed = fields(browser.get(HOME + "dates/"), "review")
    assert typed["review"] == str(dates.last_day(row.closes_at))
