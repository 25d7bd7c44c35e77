"""The demo workshop as `make run` makes it: the same people and papers, its dates around today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from bench.campaigns.undoing import undone
from submissions.models import PaperVersion
from workshop import journal
from workshop.management.demo import site, story
from workshop.models import Entry, Role, Step, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_told")]


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Told once; each test takes back what it changed, but for the files of the papers.

    So the one that tells it anew, which removes the files, is the last.
    """
    with django_db_blocker.unblock(), undone():
        call_command("demo", verbosity=0)
        yield


def demo() -> Workshop:
    return Workshop.objects.get(slug=site.SLUG)


def test_it_has_forty_submissions_fifteen_reviewers_and_three_organizers() -> None:
    workshop = demo()
    assert Counter(workshop.roles.values_list("kind", flat=True)) == {
        Role.Kind.REVIEWER: 15,
        Role.Kind.ORGANIZER: 3,
    }
    assert Counter(workshop.submissions.values_list("status", flat=True)) == {
        "submitted": 31,
        "draft": 6,
        "withdrawn": 2,
        "desk-rejected": 1,
    }
    assert workshop.deadlines.get(step=Step.SUBMIT).is_open(timezone.now())


def test_its_papers_are_real_pdfs_of_the_length_they_say() -> None:
    from submissions.papers.limited import inspect_in_subprocess

    papers = PaperVersion.objects.filter(submission__workshop=demo()).order_by("pk")
    assert papers.count() == 40
    for paper in papers[:3]:
        with paper.file.open("rb") as file:
            result = inspect_in_subprocess(file.read())
        assert (result.finding, result.pages) == (paper.finding, paper.pages)


def test_no_letter_of_the_past_goes_out() -> None:
    assert set(demo().letters.values_list("state", flat=True)) == {"delivered"}


def test_one_that_was_set_up_today_stays() -> None:
    before = demo().pk
    call_command("demo", verbosity=0)
    assert demo().pk == before


def age(days: int) -> None:
    """As if it had been set up so many days ago."""
    for entry in Entry.everywhere.all():
        Entry.everywhere.filter(pk=entry.pk).update(at=entry.at - timedelta(days=days))


def test_one_that_somebody_has_used_stays() -> None:
    workshop = demo()
    clara = workshop.roles.order_by("pk")[0].user
    journal.note(workshop, "closed the call", "Clara closed it", by=clara, at=timezone.now())
    age(3)
    call_command("demo", verbosity=0)
    assert demo().pk == workshop.pk


def test_one_that_nobody_touched_is_redated_the_next_day_and_is_the_same_again() -> None:
    """What the site has done by itself does not count as use."""

    def told() -> list[tuple[str, str, str]]:
        rows = demo().submissions.order_by("number")
        return list(rows.values_list("title", "abstract", "submitter__email"))

    workshop, before = demo(), told()
    journal.note(workshop, "found", "A conflict of interest was found", by=None, at=timezone.now())
    age(3)
    call_command("demo", verbosity=0)
    assert demo().pk != workshop.pk
    assert demo().entries.filter(verb=story.VERB).count() == 1
    assert told() == before
