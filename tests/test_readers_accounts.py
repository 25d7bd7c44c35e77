"""Who could have read this, when accounts become one or are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import AT, make_organizer, make_submission, make_user, make_workshop

from reviews import answer, assign, invite, review
from reviews.invite import Invitee
from reviews.models import Assignment, CommitteeSpell
from schedule.readers import Reader, could_have_read
from schedule.readers.names import GONE
from workshop import organizers
from workshop.accounts import verify_address
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed", at=AT)


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def of(user: int, found: list[Reader]) -> list[Reader]:
    return [one for one in found if one.user == user]


def join(workshop: Workshop, email: str, by: User) -> User:
    invite.invite(workshop, [Invitee(email, "")], topics=[], load=4, by=by, at=AT)
    answer.accept(workshop.invitations.get(email=email), topics=[], load=4, at=AT)
    return User.objects.get(email=email)


def test_a_paper_that_one_of_two_accounts_declined_is_read_by_neither(
    workshop: Workshop, olga: User
) -> None:
    """Both had it, and only the assignment that was declined is left of the two."""
    submission = make_submission(workshop)
    eve = make_user("eve@example.org", "Eve")
    join(workshop, "eve@example.org", olga)
    waiting = join(workshop, "eve@home.example", olga)
    for user in (eve, waiting):
        assign.assign(submission, reviewer_id=user.pk, by=olga, at=AT)
    assign.confirm(workshop, by=olga, at=AT)
    review.decline(submission, reason="No time.", by=eve, at=AT + timedelta(hours=1))
    verify_address(eve, "eve@home.example", LATER)
    [left] = Assignment.everywhere.all()
    assert (left.reviewer, left.state) == (eve, Assignment.State.DECLINED)
    found = of(eve.pk, could_have_read(workshop, 1, "abstract"))
    assert [(one.why, one.since, one.until) for one in found] == [
        ("reviewed it", AT, AT + timedelta(hours=1))
    ]


@pytest.mark.breaks_invariants
def test_a_spell_that_a_step_forgot_to_end_is_not_hidden_by_a_new_address(
    workshop: Workshop, olga: User
) -> None:
    """Not even if with the address comes an account that waited: of it alone something ends."""
    eve = make_user("eve@example.org", "Eve")
    facts = {"kind": CommitteeSpell.Kind.ASSIGNMENT, "number": 1, "value": "assigned"}
    forgotten = CommitteeSpell(workshop=workshop, user=eve, since=AT, **facts)
    forgotten.save()
    join(workshop, "eve@home.example", olga)
    for email in ("eve@second.example", "eve@home.example"):
        verify_address(eve, email, LATER)
        forgotten.refresh_from_db()
        assert (forgotten.since, forgotten.until) == (AT, None)


def test_an_account_that_is_gone_stays_in_the_answer(workshop: Workshop, olga: User) -> None:
    make_submission(workshop)
    organizers.invite(workshop, email="otto@example.org", by=olga, at=AT)
    organizers.invite(workshop, email="pia@example.org", by=olga, at=AT)
    otto, pia = (User.objects.get(email=f"{name}@example.org") for name in ("otto", "pia"))
    organizers.remove(workshop, user_id=otto.pk, by=olga, at=LATER)
    keys = [otto.pk, pia.pk]
    User.objects.filter(pk__in=keys).delete()
    found = [one for one in could_have_read(workshop, 1, "abstract") if one.user in keys]
    assert [(one.who, one.why, one.since, one.until) for one in found] == [
        (GONE, "organized", AT, LATER),
        (GONE, "organized", AT, None),
    ]
    assert [one.is_gone for one in found] == [True, True]


def test_who_calls_themselves_gone_is_shown_as_still_reading(
    workshop: Workshop, olga: User
) -> None:
    make_submission(workshop)
    User.objects.filter(pk=olga.pk).update(name=GONE)
    [one] = of(olga.pk, could_have_read(workshop, 1, "abstract"))
    assert (one.who.startswith(GONE), one.until, one.is_gone) == (True, None, False)
