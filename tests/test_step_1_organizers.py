"""Step 1: organizers are invited, sign in, and remove one another."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from factories import AT, make_organizer, make_user
from filling import led_to, send, shown
from people_fixtures import new_workshop, organizer_olga, organizers_browser  # noqa: F401
from signing_in import sign_in
from site_story import entries

from workshop import organizers
from workshop.models import Letter, User, Workshop

pytestmark = pytest.mark.django_db


def test_an_invited_organizer_gets_one_letter_signs_in_and_organizes(
    browser: Client, workshop: Workshop
) -> None:
    url = "/credit/organize/organizers/"
    send(browser, url, "email", email="Ravi@Example.org")
    [letter] = workshop.letters.all()
    assert (letter.event, letter.recipient, letter.recipient_name, letter.about) == (
        "workshop/organizer_invited",
        "ravi@example.org",
        "",
        None,
    )
    assert "/credit/organize/" in letter.body
    ravi = Client()
    assert led_to(ravi.get("/credit/organize/")) == "/account/sign-in/?next=/credit/organize/"
    sign_in(ravi, "ravi@example.org")
    assert ravi.get("/credit/organize/").status_code == 200
    assert entries(workshop) == ["Olga invited ravi@example.org to organize"]


def test_inviting_somebody_twice_is_refused_beside_the_field(
    browser: Client, workshop: Workshop
) -> None:
    answer = send(browser, "/credit/organize/organizers/", "email", email="OLGA@example.org")
    sentence = "olga@example.org is an organizer of this workshop already."
    assert answer.context["form"].errors == {"email": [sentence]}
    assert Letter.everywhere.count() == 0


def test_another_address_of_an_organizer_is_invited_like_any_other(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    EmailAddress.objects.create(user=olga, email="private@example.org", verified=True)
    url = "/credit/organize/organizers/"
    said = []
    for email in ("private@example.org", "newcome@example.org"):
        send(browser, url, "email", email=email)
        page = shown(browser.get(url)).partition("Organizers")[0]
        again = send(browser, url, "email", email=email)
        letter = Letter.everywhere.get(recipient=email)
        told = f"{page} {again.context['form'].errors} {letter.subject} {letter.body}"
        said.append(told.replace(email, "…"))
    assert said[0] == said[1]
    assert f"A letter is on its way to {email}." not in said[0]
    assert "A letter is on its way to …." in said[0]
    listed = [(row.name, row.address) for row in organizers.organizers_of(workshop)]
    assert listed == [("Olga", "olga@example.org"), ("", "newcome@example.org")]
    assert workshop.roles.count() == 2


def test_an_invitation_tells_nothing_about_the_account_behind_an_address(
    browser: Client, workshop: Workshop
) -> None:
    make_user("known@example.org", "Kim Known")
    url = "/credit/organize/organizers/"
    pages = []
    for email in ("known@example.org", "new@example.org"):
        send(browser, url, "email", email=email)
        pages.append(shown(browser.get(url)).replace(email.partition("@")[0], "…"))
        letters = browser.get("/credit/organize/letters/")
        assert "Kim" not in shown(letters)
        organizers.remove(
            workshop,
            user_id=User.objects.get(email=email).pk,
            by=User.objects.get(email="olga@example.org"),
            at=timezone.now(),
        )
    assert pages[0] == pages[1]
    assert "Kim" not in " ".join(entries(workshop))


def test_whoever_was_removed_gets_another_letter_when_invited_again(
    workshop: Workshop, olga: User
) -> None:
    for _ in range(2):
        organizers.invite(workshop, email="ravi@example.org", by=olga, at=AT)
        ravi = User.objects.get(email="ravi@example.org")
        organizers.remove(workshop, user_id=ravi.pk, by=olga, at=AT)
    assert [letter.revision for letter in workshop.letters.order_by("pk")] == [1, 2]


def test_whoever_is_invited_anew_is_listed_by_the_newest_invitation(
    workshop: Workshop, olga: User
) -> None:
    ravi = make_user("ravi@example.org")
    for day, email in enumerate(("zoe@example.org", "abe@example.org"), start=1):
        at = AT.replace(day=day)
        EmailAddress.objects.create(user=ravi, email=email, verified=True)
        organizers.invite(workshop, email=email, by=olga, at=at)
        assert organizers.organizers_of(workshop)[1].address == email
        organizers.remove(workshop, user_id=ravi.pk, by=olga, at=at)


def test_an_organizer_removes_another_and_themselves_but_never_the_last(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ravi = make_organizer(workshop, "ravi@example.org", "Ravi")
    url = "/credit/organize/organizers/remove/"
    asked = browser.get(f"{url}?organizer={ravi.pk}")
    assert "Remove ravi@example.org as organizer?" in shown(asked)
    browser.post(f"{url}?organizer={ravi.pk}")
    assert [role.user for role in workshop.roles.all()] == [olga]
    last = browser.post(f"{url}?organizer={olga.pk}")
    assert last.status_code == 409
    assert "A workshop needs an organizer. Invite another one first." in shown(last)
    make_organizer(workshop)
    assert led_to(browser.post(f"{url}?organizer={olga.pk}")) == "/account/"
    assert browser.get("/credit/organize/").status_code == 404
    assert entries(workshop) == [
        "Olga removed themselves as organizer",
        "Olga removed ravi@example.org as organizer",
    ]


def test_somebody_who_does_not_organize_cannot_be_removed(browser: Client) -> None:
    stranger = make_user()
    for typed in (str(stranger.pk), "", "x"):
        answer = browser.get("/credit/organize/organizers/remove/", {"organizer": typed})
        assert answer.status_code == 404
