"""The demo workshop at each step of the story."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from workshop.management.demo import site, story
from workshop.models import Step, Workshop
from workshop.templatetags.steps import step_bar

pytestmark = pytest.mark.django_db


def demo() -> Workshop:
    return Workshop.objects.get(slug=site.SLUG)


def test_at_the_call_nothing_has_been_submitted() -> None:
    call_command("demo", "--at", "call", verbosity=0)
    assert demo().submissions.count() == 0


def test_a_step_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'dance'"):
        call_command("demo", "--at", "dance", verbosity=0)


def stands_at(workshop: Workshop) -> str:
    """Where the step bar says “you are here”."""
    stops = step_bar(workshop, "organizer", timezone.now())["steps"]
    return next(stop.name for stop in stops if stop.state == "here")


# A day anywhere on Earth begins at noon.
@pytest.mark.parametrize("hour", [11, 12])
def test_its_dates_say_that_it_is_at_the_step_it_is_set_up_at(
    hour: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2027, 3, 10, hour, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    found = {}
    for step in list(Step)[1:]:
        workshop = site.build(story.begun(step, now))
        found[step.value] = stands_at(workshop)
        workshop.delete()
    assert found == {step.value: step.value for step in list(Step)[1:]}


@pytest.mark.parametrize(("step", "reviews", "decided"), [("review", 52, 0), ("decide", 93, 16)])
def test_later_steps_have_their_reviews_and_decisions(
    step: str, reviews: int, decided: int
) -> None:
    call_command("demo", "--at", step, verbosity=0)
    workshop = demo()
    assert not workshop.deadlines.get(step=Step.SUBMIT).is_open(timezone.now())
    assert workshop.assignments.filter(state="confirmed").count() == 93
    assert workshop.reviews.filter(state="submitted").count() == reviews
    assert workshop.decisions.count() == decided
    assert workshop.releases.count() == 0


def test_at_the_assignment_there_is_a_proposal() -> None:
    call_command("demo", "--at", "assign", verbosity=0)
    assert Counter(demo().assignments.values_list("state", flat=True)) == {"proposed": 93}


def test_in_the_end_there_are_papers_and_a_schedule_for_everybody_to_see(client: Client) -> None:
    call_command("demo", "--at", "publish", verbosity=0)
    workshop = demo()
    assert Counter(workshop.submissions.submitted().values_list("status", flat=True)) == {
        "oral": 5,
        "poster": 14,
        "rejected": 12,
    }
    assert workshop.submissions.posted().count() == 17
    assert client.get("/memory-in-machines/papers/").status_code == 200
    calendar = Calendar.from_ical(client.get("/memory-in-machines/schedule.ics").content)
    assert len(calendar.walk("VEVENT")) == workshop.sessions.count() == 15
    call_command("demo", "--at", "call", verbosity=0)
    assert demo().sessions.count() == 0
