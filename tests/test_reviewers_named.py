"""Who reviews is called what the organizers typed, by the address that they invited."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, REVIEWERS, paper
from django.test import Client
from factories import make_organizer, make_user
from filling import fields, shown
from review_factories import assign as given
from review_factories import make_review

from reviews import answer, assign, conflicts, invite, review
from reviews.invite import Invitee
from submissions.named import NamedConflict
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
HOME = "/credit/organize/"
REMIND = f"{HOME}reviews/remind/"


def accepted(workshop: Workshop, name: str, known: str = "") -> User:
    """Somebody who was asked, and has accepted, by another address than their main one."""
    user = make_user("main@secret.example", known)
    user.name = known
    user.save()
    EmailAddress.objects.create(user=user, email="ann@work.example", verified=True)
    per = make_organizer(workshop, "per@far.example", "Per")
    asked = [Invitee("ann@work.example", name)]
    invite.invite(workshop, asked, topics=[], load=4, by=per, at=AT)
    answer.accept(workshop.invitations.get(), topics=[], load=4, at=AT)
    return user


@pytest.mark.parametrize(
    ("typed", "known", "called"),
    [("", "", "ann@work.example"), ("Ann", "", "Ann"), ("Ann", "Ann Berg", "Ann Berg")],
)
def test_every_page_of_the_organizers_calls_them_as_they_were_invited(
    workshop: Workshop, browser: Client, typed: str, known: str, called: str
) -> None:
    user = accepted(workshop, typed, known)
    make_review(given(paper(workshop), user))
    given(paper(workshop), user)
    ones = ["reviews/", "reviews/1/", "reviews/2/", "reviews/remind/", "decisions/1/"]
    ones += ["journal/readers/?number=1&thing=reviews"]
    for url in [REVIEWERS, f"{PAGE}?by=reviewer", PAGE, *(f"{HOME}{one}" for one in ones)]:
        page = shown(browser.get(url))
        assert called in page, url
        assert "main@secret.example" not in page, url
        assert "somebody without a name" not in page, url


def test_a_reminder_goes_to_the_main_address_and_is_shown_with_the_other(
    workshop: Workshop, browser: Client
) -> None:
    given(paper(workshop), accepted(workshop, "Ann"))
    page = browser.get(REMIND)
    assert "To Ann, ann@work.example" in shown(page)
    assert "Sign in with this address, ann@work.example" in shown(page)
    assert browser.post(REMIND, fields(page, "to")).status_code == 302
    letter = workshop.letters.get(event="reviews/review_reminder")
    assert letter.recipient == "main@secret.example"
    assert letter.body.startswith("Dear Ann,")
    assert list(workshop.letters.visible_to(make_organizer(workshop)).filter(pk=letter.pk)) == []


def test_letters_and_entries_call_them_so(workshop: Workshop, olga: User) -> None:
    user, row = accepted(workshop, "Ann Berg"), paper(workshop)
    given(row, user, "proposed")
    assign.confirm(workshop, by=olga, at=AT)
    letter = workshop.letters.get(event="reviews/assignments_confirmed")
    assert letter.body.startswith("Dear Ann Berg,")
    content = review.Content(title="Good", text="Sound. Ann Berg", rating=4, confidence=2)
    with pytest.raises(Refused, match="“Ann Berg”"):
        review.submit(row, content, version=0, by=user, at=AT)
    review.decline(row, reason="No time.", by=user, at=AT)
    assert workshop.entries.latest("pk").text == "Ann Berg declined to review submission 1"
    told = workshop.letters.filter(event="reviews/assignment_declined")
    assert {one.subject for one in told} == {"Ann Berg declined to review submission 1"}


def test_whom_an_author_names_is_found_by_the_name_that_was_typed(workshop: Workshop) -> None:
    row = paper(workshop, authors=["bo@one.example"])
    NamedConflict.objects.create(submission=row, kind="person", text="Ann Berg", named_at=AT)
    accepted(workshop, "Ann Berg")
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.get().source == "named"
