"""Step 3: who reviews already, or has reviewed, is asked again; and what that tells of others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, REVIEWERS, as_one, link, paper
from django.test import Client
from factories import make_workshop
from filling import fields
from review_factories import assign as given
from review_factories import bar, make_reviewer
from run_story import in_worlds, told

from reviews import answer, invite
from reviews.invite import Invitee
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
SAVED = "/credit/review/profile/"
SEEN = [REVIEWERS, f"{PAGE}?by=reviewer", "/credit/organize/journal/"]


@pytest.fixture
def ann(workshop: Workshop) -> User:
    user = make_reviewer(workshop, "ann@kth.example", "Ann")
    EmailAddress.objects.create(user=user, email="ann@home.example", verified=True)
    return user


def accept(workshop: Workshop, **typed: str) -> None:
    assert Client().post(link(workshop), {"answer": "accept", **typed}).status_code == 302


def invited(workshop: Workshop, by: User, email: str, name: str = "Ann") -> None:
    invite.invite(workshop, [Invitee(email, name)], topics=[], load=9, by=by, at=AT)


def again(workshop: Workshop, olga: User, ann: User) -> None:
    invite.remove(workshop, ann, by=olga, at=AT)
    invited(workshop, olga, "ann@kth.example")
    accept(workshop, load="9", topics="Learning")


def by_another_address(workshop: Workshop, olga: User, _: User) -> None:
    invited(workshop, olga, "ann@home.example")
    accept(workshop, load="9")


def on_their_page(_: Workshop, __: User, ann: User) -> None:
    browser = as_one(ann)
    browser.post(SAVED, fields(browser.get(SAVED), "people") | {"load": "9"})


@pytest.mark.parametrize("does", [again, by_another_address, on_their_page])
def test_what_a_reviewer_takes_does_not_tell_who_has_a_hidden_paper(
    workshop: Workshop, olga: User, ann: User, does: Callable[[Workshop, User, User], None]
) -> None:
    bo = make_reviewer(workshop, "bo@uu.example", "Bo")
    hidden = paper(workshop, authors=["cy@two.example"])
    bar(olga, hidden)

    def make(who: User) -> None:
        given(hidden, who)
        does(workshop, olga, ann)

    def see() -> list[str]:
        return [line for url in SEEN for line in told(olga, url) if "<time" not in line]

    one, other = in_worlds([bo, ann], make, see)
    assert one == other


def test_who_was_removed_and_accepts_again_takes_what_they_say(
    workshop: Workshop, olga: User, ann: User
) -> None:
    given(paper(workshop), ann)
    again(workshop, olga, ann)
    profile = workshop.reviewer_profiles.get(user=ann)
    assert (profile.load, [topic.name for topic in profile.topics.all()]) == (9, ["Learning"])


def test_another_address_of_a_reviewer_leaves_what_they_take(
    workshop: Workshop, olga: User, ann: User
) -> None:
    by_another_address(workshop, olga, ann)
    assert workshop.invitations.get().state == "accepted"
    assert workshop.reviewer_profiles.get(user=ann).load == 4


def test_removing_somebody_does_not_tell_whose_another_address_is(
    workshop: Workshop, olga: User, ann: User
) -> None:
    invited(workshop, olga, "ann@home.example")
    invite.remove(workshop, ann, by=olga, at=AT)
    assert workshop.invitations.get().state == "waiting"
    accept(workshop, load="3")
    invite.remove(workshop, ann, by=olga, at=AT)
    assert not workshop.invitations.exists()


def test_a_name_typed_in_one_workshop_is_not_known_in_another(
    workshop: Workshop, olga: User
) -> None:
    invited(workshop, olga, "xe@uni.example", "")
    accept(workshop, load="3")
    there = make_workshop("harbor", call="closed")
    there.roles.create(user=olga, kind="organizer")
    invited(there, olga, "xe@uni.example", "Xe Harbor")
    answer.accept(there.invitations.get(), topics=[], load=3, at=AT)
    assert "Xe Harbor" not in as_one(olga).get(REVIEWERS).content.decode()
    assert "Xe Harbor" in as_one(olga).get("/harbor/organize/reviewers/").content.decode()
