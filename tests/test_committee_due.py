"""What of the committee an organizer is told to do next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, as_one, paper
from django.test import Client
from factories import make_organizer
from review_factories import bar, make_reviewer

from reviews import conflicts
from reviews.due import due_next
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

HOME = "/credit/organize/"


def due(workshop: Workshop, user: User) -> list[tuple[int, str]]:
    return [(one.count, one.what) for one in due_next(workshop, user, AT)]


def test_conflicts_are_due_until_somebody_has_looked_at_them(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, "ann@kth.example", "Ann")
    paper(workshop, authors=["bo@kth.example"])
    paper(workshop, authors=["cy@kth.example"])
    assert due(workshop, olga) == []
    conflicts.detect(workshop, AT)
    assert due(workshop, olga) == [(2, "Conflicts to look at")]
    page = browser.get(HOME).content.decode()
    assert "Conflicts to look at" in page
    assert len(browser.get(f"{HOME}conflicts/").context["waiting"]) == 2
    first, second = workshop.conflicts.order_by("pk")
    conflicts.confirm(first, by=olga, at=AT)
    assert due(workshop, olga) == [(1, "Conflict to look at")]
    conflicts.dismiss(second, by=olga, at=AT)
    assert due(workshop, olga) == []
    assert "to look at" not in browser.get(HOME).content.decode()


def test_declared_ones_and_those_of_what_is_withdrawn_are_not_due(
    workshop: Workshop, olga: User
) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    bar(ann, paper(workshop))
    row = paper(workshop, authors=["bo@kth.example"])
    conflicts.detect(workshop, AT)
    assert due(workshop, olga) == [(1, "Conflict to look at")]
    workshop.submissions.filter(pk=row.pk).update(status="withdrawn")
    assert due(workshop, olga) == []
    workshop.submissions.filter(pk=row.pk).update(status="submitted")
    over = AT - timedelta(days=9)
    Workshop.objects.filter(pk=workshop.pk).update(first_day=over, last_day=over)
    assert due(Workshop.objects.get(pk=workshop.pk), olga) == []


def test_behind_a_barrier_none_is_counted(workshop: Workshop, olga: User) -> None:
    per = make_organizer(workshop, "per@far.example", "Per")
    hidden = paper(workshop, authors=["bo@kth.example"])
    bar(per, hidden)
    make_reviewer(workshop, "ann@kth.example", "Ann")
    conflicts.detect(workshop, AT)
    assert due(workshop, per) == []
    assert "to look at" not in as_one(per).get(HOME).content.decode()
    assert due(workshop, olga) == [(1, "Conflict to look at")]
