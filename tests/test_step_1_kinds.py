"""Step 1: kinds and topics are added, ordered and removed."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_submission
from filling import fields, send, shown
from people_fixtures import new_workshop, organizer_olga, organizers_browser  # noqa: F401
from site_story import entries

from workshop.models import Step, Workshop

pytestmark = pytest.mark.django_db


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
