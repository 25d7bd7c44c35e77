"""Step 3: who is invited to review answers by a link, without signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, INVITE, ask, link, paper
from django.http import Http404
from django.test import Client
from factories import make_user, make_workshop

from reviews import invite
from reviews.answer import LINK_AGE, invitation_by
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_the_link_shows_and_does_nothing(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    answer = Client().get(url)
    page = answer.content.decode()
    assert "Will you review for Credit?" in page
    assert "At most 4 papers." in page
    assert "Reviews are due" in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert workshop.invitations.get().state == "waiting"
    assert "Vary" in answer.headers


def test_answering_needs_no_sign_in_but_a_token_of_the_form(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    assert Client(enforce_csrf_checks=True).post(url, {"answer": "decline"}).status_code == 403
    assert workshop.invitations.get().state == "waiting"


def test_accepting_makes_a_reviewer_without_proving_the_address(
    workshop: Workshop, olga: User
) -> None:
    url, memory = ask(workshop, olga), workshop.topics.get(name="Memory")
    client = Client()
    page = client.post(url, {"answer": "accept", "load": "2", "topics": [memory.name]}, follow=True)
    assert "You have accepted. Thank you." in page.content.decode()
    assert "sign in with this address, ann@kth.example" in page.content.decode()
    user = User.objects.get(email="ann@kth.example")
    assert (user.name, user.last_login) == ("", None)
    assert EmailAddress.objects.filter(user=user).count() == 0
    assert "sessionid" not in client.cookies
    assert "_auth_user_id" not in client.session
    assert list(workshop.roles.filter(user=user).values_list("kind", flat=True)) == ["reviewer"]
    profile = workshop.reviewer_profiles.get(user=user)
    assert (profile.load, list(profile.topics.all())) == (2, [memory])
    assert workshop.entries.latest("pk").text == (
        "Ann accepted the invitation to review, by the link in the letter"
    )


def test_accepting_finds_conflicts_at_once(workshop: Workshop, olga: User) -> None:
    paper(workshop, authors=["bo@kth.example"])
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    assert workshop.conflicts.get().source == "domain"


def test_whom_they_have_to_do_with_is_kept_when_they_accept(workshop: Workshop, olga: User) -> None:
    said = {"people": " Bo  Berg \r\n\r\nbo@one.example\r\nBo Berg", "institutions": "kth.example"}
    data = {"answer": "accept", "load": "2", **said}
    Client().post(ask(workshop, olga), data)
    ann = User.objects.get(email="ann@kth.example")
    rows = workshop.ties.filter(user=ann).values_list("kind", "text")
    assert set(rows) == {
        ("person", "Bo Berg"),
        ("person", "bo@one.example"),
        ("institution", "kth.example"),
    }
    invite.remove(workshop, ann, by=olga, at=AT)
    assert Client().post(ask(workshop, olga), data).status_code == 302
    assert workshop.ties.filter(user=ann).count() == 3


def test_who_was_asked_learns_of_no_submission(workshop: Workshop, olga: User) -> None:
    row = paper(workshop, authors=["secret@kth.example"])
    url = ask(workshop, olga)
    long = Client().post(url, {"answer": "accept", "load": "2", "people": "x" * 201})
    assert "is too long: 200 letters at most." in long.content.decode()
    assert workshop.ties.count() == 0
    for page in (Client().get(url), long):
        assert str(row) not in page.content.decode()
        assert "secret" not in page.content.decode()


def test_an_account_is_neither_told_nor_changed(workshop: Workshop, olga: User) -> None:
    make_user("ann@kth.example", "Antonia Known", affiliation="Secret Institute")
    known = Client().get(ask(workshop, olga)).content.decode()
    unknown = Client().get(ask(workshop, olga, "new@kth.example")).content.decode()
    assert "Antonia" not in known
    assert without_token(known) == without_token(unknown)
    Client().post(link(workshop), {"answer": "accept", "load": "2"})
    assert User.objects.get(email="ann@kth.example").name == "Antonia Known"


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_mistake_in_the_answer_is_said(workshop: Workshop, olga: User) -> None:
    page = Client().post(ask(workshop, olga), {"answer": "accept", "load": "0"})
    assert "Give a number from 1 on." in page.content.decode()
    assert workshop.invitations.get().state == "waiting"


def test_declining_takes_one_click_and_a_second_answer_shows_the_first(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    page = Client().post(url, {"answer": "decline"}, follow=True).content.decode()
    assert "You have declined" in page
    assert workshop.roles.filter(kind="reviewer").count() == 0
    again = Client().post(url, {"answer": "accept", "load": "2"}, follow=True).content.decode()
    assert "You have declined" in again
    assert workshop.roles.filter(kind="reviewer").count() == 0


def test_who_has_accepted_does_not_decline_by_the_link_but_is_told_whom_to_ask(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    Client().post(url, {"answer": "accept", "load": "2"})
    page = Client().post(url, {"answer": "decline"}, follow=True).content.decode()
    assert "You have accepted" in page
    assert "please tell the organizers at" in page
    assert workshop.invitations.get().state == "accepted"


def test_who_has_declined_may_be_invited_again(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "decline"})
    data = {"addresses": "ann@kth.example", "load": "2"}
    browser.post(INVITE, {**data, "act": "send", "invite": "ann@kth.example"})
    assert Client().post(link(workshop), {"answer": "accept", "load": "2"}).status_code == 302
    assert workshop.invitations.get().state == "accepted"


def test_a_link_that_is_forged_old_or_of_elsewhere_is_not_there(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    absent = Client().get("/credit/nothing/")
    make_workshop("other")
    forged = [url.replace("/credit/", "/other/"), url[:-3] + "xx/", "/credit/invitation/x/"]
    for wrong in forged:
        answer = Client().get(wrong)
        assert (answer.status_code, answer.content) == (404, absent.content)
        assert Client().post(wrong, {"answer": "decline"}).status_code == 404
    token = url.rstrip("/").rpartition("/")[2]
    last = AT + LINK_AGE - timedelta(seconds=1)
    assert invitation_by(workshop, token, last).email == "ann@kth.example"
    with pytest.raises(Http404):
        invitation_by(workshop, token, AT + LINK_AGE)
