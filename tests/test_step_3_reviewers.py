"""Step 3: organizers remind those whom they have invited, and keep the list of reviewers."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, INVITE, REVIEWERS, as_one, ask, link, paper
from django.http import Http404
from django.test import Client
from factories import make_user, make_workshop
from filling import fields
from review_factories import assign as given
from review_factories import make_review, make_reviewer

from reviews import invite
from reviews.permissions import assigned_to
from workshop.errors import Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


# ---- those who have not answered


def test_a_reminder_has_a_new_link_and_the_old_one_is_dead(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    first = ask(workshop, olga)
    browser.post(f"{REVIEWERS}remind/", fields(browser.get(REVIEWERS), "invitation"))
    second = link(workshop)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    revisions = workshop.letters.order_by("pk").values_list("revision", "subject")
    assert list(revisions) == [
        (1, "Will you review for Credit?"),
        (2, "A reminder: will you review for Credit?"),
    ]


def test_a_button_pressed_twice_reminds_once(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    sent = fields(browser.get(REVIEWERS), "invitation")
    for said in ("Ann gets a new letter", "Ann got another letter since", "since this page"):
        answer = browser.post(f"{REVIEWERS}remind/", sent, follow=True)
        assert said in answer.content.decode()
    assert workshop.letters.count() == 2
    assert Client().get(link(workshop)).status_code == 200
    browser.post(f"{REVIEWERS}remind/", fields(browser.get(REVIEWERS), "invitation"))
    assert workshop.letters.count() == 3


def test_a_withdrawn_invitation_is_gone_with_its_letter_and_may_come_again(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    first = ask(workshop, olga)
    browser.post(f"{REVIEWERS}withdraw/", {"invitation": workshop.invitations.get().key})
    assert workshop.invitations.count() == 0
    assert Client().get(first).status_code == 404
    assert Client().get(ask(workshop, olga)).status_code == 200
    assert Client().get(first).status_code == 404
    states = workshop.letters.order_by("pk").values_list("revision", "state")
    assert list(states) == [(1, "discarded"), (2, "waiting")]


def test_only_who_has_not_answered_is_reminded_or_withdrawn(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    key = workshop.invitations.get().key
    page = browser.post(f"{REVIEWERS}remind/", {"invitation": key}, follow=True)
    assert "Ann has answered: the invitation is accepted." in page.content.decode()
    browser.post(f"{REVIEWERS}withdraw/", {"invitation": key})
    assert workshop.invitations.get().state == "accepted"
    assert browser.post(f"{REVIEWERS}remind/", {"invitation": "x"}).status_code == 404
    elsewhere = make_workshop("other").invitations.create(email="a@b.example", invited_at=AT)
    assert browser.post(f"{REVIEWERS}remind/", {"invitation": elsewhere.key}).status_code == 404


# ---- the list of reviewers


def test_the_list_names_them_as_invited_and_counts_what_is_visible(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    other = make_user("main@hidden.example", "Ann Known")
    EmailAddress.objects.create(user=other, email="ann@kth.example", verified=True)
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    given(paper(workshop), other)
    hidden = paper(workshop, authors=["olga@home.example"])
    given(hidden, other)
    [(one, count)] = browser.get(REVIEWERS).context["reviewers"]
    assert (str(one), one.address, one.load, count) == ("Ann Known", "ann@kth.example", 2, 1)
    assert "main@hidden.example" not in browser.get(REVIEWERS).content.decode()


def test_load_and_topics_are_changed_and_a_stale_change_is_refused(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ann, memory = make_reviewer(workshop, name="Ann"), workshop.topics.get(name="Memory")
    url = f"{REVIEWERS}edit/?reviewer={ann.pk}"
    seen = invite.profile_seen(workshop, ann)
    browser.post(url, {"load": "7", "topics": [memory.name], "seen": seen})
    profile = workshop.reviewer_profiles.get()
    assert (profile.load, list(profile.topics.all())) == (7, [memory])
    stale = browser.post(url, {"load": "9", "seen": seen})
    assert stale.status_code == 409
    assert 'value="9"' in stale.content.decode()
    with pytest.raises(Stale):
        invite.set_profile(workshop, ann, topics=[], load=1, seen=seen, by=olga, at=AT)
    assert browser.get(f"{REVIEWERS}edit/?reviewer={olga.pk}").status_code == 404


def test_a_removed_reviewer_gives_back_what_is_not_reviewed(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "4"})
    ann = User.objects.get(email="ann@kth.example")
    given(paper(workshop), ann, "proposed")
    given(paper(workshop), ann)
    make_review(given(paper(workshop), ann))
    url = f"{REVIEWERS}remove/?reviewer={ann.pk}"
    assert "Remove Ann as reviewer?" in browser.get(url).content.decode()
    browser.post(url)
    assert workshop.roles.filter(user=ann).count() == 0
    rows = workshop.assignments.values_list("submission__number", "state", "reason")
    assert list(rows) == [(2, "declined", "removed"), (3, "confirmed", "")]
    assert list(assigned_to(ann, workshop)) == []
    assert workshop.invitations.count() == 0
    assert browser.post(url).status_code == 404


def test_who_was_removed_meanwhile_is_not_changed(workshop: Workshop, olga: User) -> None:
    ann = make_reviewer(workshop, name="Ann")
    seen = invite.profile_seen(workshop, ann)
    invite.remove(workshop, ann, by=olga, at=AT)
    with pytest.raises(Http404):
        invite.set_profile(workshop, ann, topics=[], load=1, seen=seen, by=olga, at=AT)
    assert not workshop.reviewer_profiles.exists()


@pytest.mark.parametrize("page", [INVITE, "invitation"])
def test_a_topic_of_thirty_digits_is_no_topic(workshop: Workshop, olga: User, page: str) -> None:
    row = workshop.invitations.create(email="ask@north.example", invited_at=AT)
    url = f"/credit/invitation/{invite.token_of(row)}/" if page == "invitation" else page
    sent = {"addresses": "new@north.example", "load": "3", "topics": "9" * 30, "answer": "accept"}
    assert as_one(olga).post(url, sent).status_code in {200, 302, 404, 409}
