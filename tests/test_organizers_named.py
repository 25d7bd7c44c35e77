"""By what organizers are known: by the address that was invited, until they act as organizers."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from factories import AT, make_submission, make_user
from people_fixtures import new_workshop, organizer_olga  # noqa: F401
from review_factories import bar

from reviews import profile
from reviews.roster import names_of
from submissions import deciders
from workshop import organizers
from workshop.models import Role, User, Workshop

pytestmark = pytest.mark.django_db
PRIVATE = "private@example.org"


@pytest.fixture
def rita(workshop: Workshop) -> User:
    """She has another address, of which nobody here knows that it is hers."""
    rita = make_user("rita@example.org", "Rita")
    EmailAddress.objects.create(user=rita, email=PRIVATE, verified=True)
    return rita


def known(workshop: Workshop, user: User) -> list[tuple[str, str]]:
    rows = organizers.organizers_of(workshop)
    return [(row.name, row.address) for row in rows if row.user_id == user.pk]


def takes(workshop: Workshop, user: User, load: int) -> None:
    seen = profile.shown(profile.takes(workshop, user), profile.ties_of(workshop, user))
    profile.save(workshop, topics=[], load=load, ties=[], seen=seen, by=user, at=AT)


def test_what_a_reviewer_said_of_themselves_gives_an_invited_address_no_name(
    workshop: Workshop, olga: User, rita: User
) -> None:
    workshop.roles.create(user=rita, kind=Role.Kind.REVIEWER)
    takes(workshop, rita, 2)
    organizers.invite(workshop, email=PRIVATE, by=olga, at=AT)
    takes(workshop, rita, 3)
    assert known(workshop, rita) == [("", PRIVATE)]


def test_what_a_former_organizer_did_gives_another_address_no_name(
    workshop: Workshop, olga: User, rita: User
) -> None:
    organizers.invite(workshop, email=rita.email, by=olga, at=AT)
    organizers.invite(workshop, email="new@example.org", by=rita, at=AT)
    assert known(workshop, rita) == [("Rita", rita.email)]
    organizers.remove(workshop, user_id=rita.pk, by=olga, at=AT)
    later = AT.replace(hour=15)
    organizers.invite(workshop, email=PRIVATE, by=olga, at=later)
    assert (known(workshop, rita), names_of(workshop)[rita.pk]) == ([("", PRIVATE)], PRIVATE)
    organizers.invite(workshop, email="newer@example.org", by=rita, at=later)
    assert (known(workshop, rita), names_of(workshop)[rita.pk]) == ([("Rita", PRIVATE)], "Rita")


def test_another_address_of_a_decider_does_not_take_the_place_of_the_first(
    workshop: Workshop, olga: User, rita: User
) -> None:
    submission = make_submission(workshop)
    for user in (olga, rita):
        bar(user, submission)
    for email in (rita.email, PRIVATE):
        deciders.invite(workshop, email=email, name="", by=olga, at=AT)
        assert [row.address for row in deciders.deciders_of(workshop)] == [rita.email]
        assert names_of(workshop)[rita.pk] == rita.email


def test_a_former_decider_who_organizes_is_named_by_no_address_of_before(
    workshop: Workshop, olga: User, rita: User
) -> None:
    bar(olga, make_submission(workshop))
    deciders.invite(workshop, email=rita.email, name="", by=olga, at=AT)
    deciders.remove(workshop, user_id=rita.pk, by=olga, at=AT)
    organizers.invite(workshop, email=PRIVATE, by=olga, at=AT.replace(hour=15))
    assert (known(workshop, rita), names_of(workshop)[rita.pk]) == ([("", PRIVATE)], PRIVATE)
