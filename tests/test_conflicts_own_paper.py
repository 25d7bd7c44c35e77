"""Whoever proves an author's address is barred from that paper by a conflict, too, at once."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, paper
from django.test import Client
from review_factories import assign as given
from review_factories import make_reviewer

from reviews import conflicts
from reviews.models import Conflict
from submissions import authorship
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
OTHER = "ann@one.example"


def prove(user: User) -> None:
    EmailAddress.objects.create(user=user, email=OTHER, verified=True)
    authorship.bar_author(user, OTHER, AT)
    conflicts.address_verified(user, OTHER, AT)


@pytest.mark.parametrize("is_declared", [False, True])
def test_their_own_paper_is_taken_from_them(
    workshop: Workshop, olga: User, *, is_declared: bool
) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    row = paper(workshop, authors=[OTHER])
    if is_declared:
        conflicts.declare(workshop, [row.number], by=ann, at=AT)
    given(row, ann)
    prove(ann)
    found = workshop.conflicts.filter(user=ann, submission=row)
    assert found.filter(source=Conflict.Source.SAME_PERSON).exists()
    assert workshop.assignments.get().state == "declined"


def test_another_conflict_that_is_dismissed_does_not_let_them_handle_it(
    workshop: Workshop, browser: Client
) -> None:
    ann = make_reviewer(workshop, "ann@two.example", "Ann")
    paper(workshop, authors=[OTHER, "bo@two.example"])
    conflicts.detect(workshop, AT)
    found = workshop.conflicts.get()
    prove(ann)
    sent = {"seen": conflicts.seen(found)}
    url = f"/credit/organize/conflicts/dismiss/?conflict={found.key}"
    said = browser.post(url, sent, follow=True).content.decode()
    assert "Dismissed. Something else still bars Ann from" in said
