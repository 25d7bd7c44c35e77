"""Step 3: the same person asked twice, or by two at once; and whose an invitation is to answer."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, INVITE, as_one, ask, paper
from django.core import mail as sent
from django.db import connection, connections
from django.http import Http404
from django.test import Client
from factories import make_organizer
from pytest_django import Settings
from review_factories import assign as given
from review_factories import make_reviewer

from reviews import answer, invite
from reviews.invite import Invitee
from workshop import mail
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
ANN = {"addresses": "ann@kth.example", "load": 4, "invite": "ann@kth.example", "act": "send"}


def at_once(*acts: Callable[[], None]) -> list[BaseException]:
    """Run them in threads that begin together; what was raised, other than a refusal."""
    start, raised = threading.Barrier(len(acts)), list[BaseException]()

    def one(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except (Refused, Http404):
            pass
        except Exception as error:  # noqa: BLE001 (whatever it is, the test tells of it)
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_of_two_who_invite_the_same_person_at_once_one_does(workshop: Workshop, olga: User) -> None:
    per = make_organizer(workshop, "per@far.example", "Per")
    for n in range(4):
        ann = [Invitee(f"ann{n}@kth.example")]
        acts = [
            partial(invite.invite, workshop, ann, topics=[], load=4, by=by, at=AT)
            for by in (olga, per)
        ]
        assert at_once(*acts) == []
        assert workshop.letters.filter(recipient=f"ann{n}@kth.example").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_accepting_and_being_removed_at_once_both_end(workshop: Workshop, olga: User) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    EmailAddress.objects.create(user=ann, email="ann@home.example", verified=True)
    for _ in range(4):
        workshop.roles.get_or_create(user=ann, kind="reviewer")
        workshop.invitations.filter(email="ann@home.example").delete()
        ask(workshop, olga, "ann@home.example")
        row = workshop.invitations.get(email="ann@home.example")
        raised = at_once(
            partial(answer.accept, row, topics=[], load=4, at=AT),
            partial(invite.remove, workshop, ann, by=olga, at=AT),
        )
        assert raised == []


def test_a_second_click_is_told_that_they_were_invited(workshop: Workshop, olga: User) -> None:
    browser = as_one(olga)
    assert browser.post(INVITE, ANN).status_code == 302
    again = browser.post(INVITE, ANN)
    assert again.status_code == 409
    assert "was invited already" in again.content.decode()
    assert workshop.letters.count() == 1


def test_who_reviews_already_is_not_invited(workshop: Workshop, olga: User) -> None:
    make_reviewer(workshop, "ann@kth.example", "Ann")
    answer = as_one(olga).post(INVITE, ANN)
    assert answer.status_code == 409
    assert "ann@kth.example reviews already." in answer.content.decode()
    assert not workshop.invitations.exists()


def test_who_has_papers_keeps_their_load_when_they_accept_again(
    workshop: Workshop, olga: User
) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann", load=5)
    EmailAddress.objects.create(user=ann, email="ann@home.example", verified=True)
    given(paper(workshop), ann)
    Client().post(ask(workshop, olga, "ann@home.example"), {"load": 1})
    assert workshop.invitations.get().state == "accepted"
    assert workshop.reviewer_profiles.get(user=ann).load == 5


def test_removing_somebody_leaves_the_invitation_of_an_address_they_only_claim(
    workshop: Workshop, olga: User
) -> None:
    mal = make_reviewer(workshop, "mal@kth.example", "Mal")
    EmailAddress.objects.create(user=mal, email="victim@one.example", verified=False)
    ask(workshop, olga, "victim@one.example", "Victim")
    invite.remove(workshop, mal, by=olga, at=AT)
    assert workshop.invitations.filter(email="victim@one.example").exists()


def test_who_names_as_many_as_they_may_can_save_their_page_afterwards(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    people = [f"Cy Dahl{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(31)]
    answer = Client().post(url, {"load": 3, "people": "\n".join(people)})
    assert "Name 30 at most." in answer.content.decode()
    assert Client().post(url, {"load": 3, "people": "\n".join(people[1:])}).status_code == 302
    browser = as_one(User.objects.get(email="ann@kth.example"))
    form = browser.get("/credit/review/profile/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value} | {"load": 2}
    assert browser.post("/credit/review/profile/", data).status_code == 302


def test_only_the_letter_that_leaves_holds_the_link(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    letter = workshop.letters.get()
    page = as_one(olga).get(f"/credit/organize/letters/{letter.message_id}/").content.decode()
    assert "/credit/invitation/{token}/" in page
    assert url not in page
    mail.deliver(letter)
    assert url in str(sent.outbox[0].body)


def test_an_answer_by_link_is_not_said_to_be_an_accounts(workshop: Workshop, olga: User) -> None:
    Client().post(ask(workshop, olga), {"load": 3})
    entry = workshop.entries.latest("pk")
    said = "Ann accepted the invitation to review, by the link in the letter"
    assert (entry.text, entry.by) == (said, None)


def test_in_the_demo_the_link_is_where_letters_are_read(
    workshop: Workshop, olga: User, settings: Settings
) -> None:
    settings.DEMO = True
    url = ask(workshop, olga)
    letter = workshop.letters.get()
    for page in ("/account/demo/letters/", f"/credit/organize/letters/{letter.message_id}/"):
        text = as_one(olga).get(page).content.decode()
        assert re.findall(r"/credit/invitation/[^\s/\"<]+/", text)[0] == url
