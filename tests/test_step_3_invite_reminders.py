"""Step 3: who does not answer an invitation is reminded twice, and then left in peace."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, REVIEWERS, ask, link
from django.conf import settings
from django.test import Client

from reviews import invite, invite_reminders
from workshop.mail import deliver_due
from workshop.models import Letter, Step, User, Workshop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, AGAIN = "Will you review for Credit?", "A reminder: will you review for Credit?"


@pytest.fixture(autouse=True)
def far_deadlines(workshop: Workshop) -> None:
    """Papers are assigned after 30 days."""
    for step, days in ((Step.ASSIGN, 30), (Step.REVIEW, 50)):
        workshop.deadlines.filter(step=step).update(closes_at=AT + days * DAY)


def days_pass(first: int, last: int) -> None:
    """The worker looks once a day and delivers what there is."""
    for day in range(first, last + 1):
        deliver_due(at(day))
        while invite_reminders.remind_waiting(at(day)):
            deliver_due(at(day))


def letters(workshop: Workshop) -> list[tuple[float, str]]:
    rows = workshop.letters.filter(event="reviews/reviewer_invited").order_by("pk")
    return [((row.written_at - AT) / DAY, row.subject) for row in rows]


def at(day: float) -> datetime:
    return AT + day * DAY


def test_two_reminders_go_out_after_five_days_and_ten_and_then_no_more(
    workshop: Workshop, olga: User
) -> None:
    first = ask(workshop, olga)
    days_pass(0, 32)
    assert letters(workshop) == [(0, FIRST), (5, AGAIN), (10, AGAIN)]
    last = workshop.letters.latest("pk")
    assert "The organizers asked you some days ago whether you would review" in last.body
    bodies = list(workshop.letters.order_by("pk").values_list("body", flat=True))
    assert ["This is the last reminder" in body for body in bodies] == [False, False, True]
    assert Client().get(first).status_code == 404
    assert Client().get(link(workshop)).status_code == 200
    assert workshop.invitations.get().reminded == 2
    assert "reviews.invite_reminders.remind_waiting" in settings.SWEEPS
    entry = workshop.entries.filter(verb="reminded").latest("pk")
    assert (entry.text, entry.by) == (
        "ann@kth.example was reminded of the invitation to review",
        None,
    )


@pytest.mark.parametrize("answer", [{"answer": "accept", "load": "2"}, {"answer": "decline"}])
def test_who_has_answered_is_not_reminded(
    workshop: Workshop, olga: User, answer: dict[str, str]
) -> None:
    url = ask(workshop, olga)
    days_pass(0, 6)
    assert Client().post(url, answer).status_code == 404  # of the letter before
    Client().post(link(workshop), answer)
    days_pass(7, 16)
    assert letters(workshop) == [(0, FIRST), (5, AGAIN)]


def test_a_withdrawn_invitation_is_not_reminded_of(workshop: Workshop, olga: User) -> None:
    ask(workshop, olga)
    days_pass(0, 1)
    invite.withdraw(workshop.invitations.get(), by=olga, at=at(1))
    days_pass(2, 16)
    assert letters(workshop) == [(0, FIRST)]


def test_a_reminder_by_hand_puts_the_next_one_off(workshop: Workshop, olga: User) -> None:
    ask(workshop, olga)
    days_pass(0, 3)
    row = workshop.invitations.get()
    invite.remind(row, seen=invite.invitation_seen(row), by=olga, at=at(4))
    days_pass(4, 20)
    assert letters(workshop) == [(0, FIRST), (4, AGAIN), (9, AGAIN), (14, AGAIN)]


@pytest.mark.parametrize("step", [Step.ASSIGN, Step.REVIEW])
def test_none_goes_out_once_papers_are_assigned_or_reviewed(
    workshop: Workshop, olga: User, step: Step
) -> None:
    workshop.deadlines.filter(step=step).update(closes_at=at(10))
    ask(workshop, olga)
    days_pass(0, 16)
    assert letters(workshop) == [(0, FIRST), (5, AGAIN)]


def test_nor_once_the_workshop_is_over(workshop: Workshop, olga: User) -> None:
    workshop.deadlines.all().delete()
    days = {"first_day": at(7).date(), "last_day": at(7).date()}
    Workshop.objects.filter(pk=workshop.pk).update(**days)
    ask(workshop, olga)
    days_pass(0, 16)
    assert letters(workshop) == [(0, FIRST), (5, AGAIN)]


@pytest.mark.parametrize("state", ["held", "discarded", "failed"])
def test_whom_no_letter_has_reached_gets_no_reminder_of_it(
    workshop: Workshop, olga: User, state: str
) -> None:
    ask(workshop, olga)
    Letter.everywhere.update(state=state)
    days_pass(0, 16)
    assert letters(workshop) == [(0, FIRST)]
    assert invite_reminders.next_of(workshop) == {}


def test_days_are_counted_from_when_a_letter_has_left(workshop: Workshop, olga: User) -> None:
    ask(workshop, olga)
    days_pass(8, 20)
    assert letters(workshop) == [(0, FIRST), (13, AGAIN), (18, AGAIN)]


def test_who_declined_and_is_asked_again_may_be_reminded_again(
    workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    days_pass(0, 12)
    Client().post(link(workshop), {"answer": "decline"})
    row = workshop.invitations.get()
    invite.invite(workshop, [invite.Invitee(row.email)], topics=[], load=2, by=olga, at=at(13))
    days_pass(13, 20)
    assert letters(workshop)[-2:] == [(13, AGAIN), (18, AGAIN)]


def test_organizers_see_when_the_next_one_goes_out(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    assert list(invite_reminders.next_of(workshop).values()) == [at(5)]
    assert "A reminder goes out" in browser.get(REVIEWERS).content.decode()
    days_pass(0, 5)
    assert list(invite_reminders.next_of(workshop).values()) == [at(10)]
    days_pass(6, 11)
    assert invite_reminders.next_of(workshop) == {}
    assert "No more reminders by themselves." in browser.get(REVIEWERS).content.decode()
