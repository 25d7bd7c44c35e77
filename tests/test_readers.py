"""Who could have read this, between then and then: as exact as the site's own gates were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from filling import shown
from readers_story import THINGS, Tale
from review_factories import assign, bar, make_reviewer

from reviews import conflicts
from schedule.readers import Reader, could_have_read
from workshop import history, organizers
from workshop.accounts import account_for, verify_address
from workshop.management import invariants
from workshop.models import Role, Spell, User, Workshop

pytestmark = pytest.mark.django_db
PAGE = "/credit/organize/journal/readers/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed", at=AT)


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def during(found: list[Reader], since: datetime, until: datetime) -> list[Reader]:
    return [
        one
        for one in found
        if (one.since is None or one.since < until) and (one.until is None or one.until > since)
    ]


def accounts(found: list[Reader], owners: dict[str, int]) -> set[int]:
    """By their accounts, 0 for everybody; an author's address is an account's here."""
    return {owners.get(reader.email, reader.user) for reader in found}


def test_the_answer_is_what_the_gates_said_after_every_step() -> None:
    tale = Tale().tell()
    assert invariants.broken() == []
    owners = dict(User.objects.values_list("email", "pk"))
    numbers = tale.workshop.submissions.values_list("number", flat=True)
    asked = [(number, thing) for number in numbers for thing in THINGS]
    answers = {key: could_have_read(tale.workshop, *key) for key in asked}
    wrong, met = [], set()
    for (since, truth), (until, _) in pairwise(tale.seen):
        for key, meant in truth.items():
            found = accounts(during(answers[key], since, until), owners)
            met |= {(*key, user) for user in found}
            if found != meant:
                wrong.append((since, key, found - meant, meant - found))
    assert wrong == []
    # Moments, and pairs of somebody and what they could read at one of them.
    assert (len(tale.seen), len(met)) == (45, 58)
    since, until = tale.seen[20][0], tale.seen[30][0]
    for key in asked:
        window = could_have_read(tale.workshop, *key, since, until)
        assert accounts(window, owners) == accounts(during(answers[key], since, until), owners)


def test_what_nobody_saw_begin_counts_from_the_beginning(workshop: Workshop, olga: User) -> None:
    ada = make_user("ada@example.org", "Ada")
    make_submission(workshop, ada)
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    organizers.remove(workshop, user_id=carl.pk, by=olga, at=AT)
    found = could_have_read(workshop, 1, "abstract")
    times = {one.who: (one.since, one.until) for one in found}
    assert times == {
        "Ada": (None, None),
        "Author ada, ada@example.org": (None, None),
        "Carl": (None, AT),
        "Olga": (None, None),
    }


def test_an_account_that_waited_is_its_owners_from_then_on(workshop: Workshop, olga: User) -> None:
    make_submission(workshop)
    eve = make_user("eve@example.org", "Eve")
    organizers.invite(workshop, email="eve@home.example", by=olga, at=AT)
    later = AT + timedelta(days=1)
    verify_address(eve, "eve@home.example", later)
    found = could_have_read(workshop, 1, "abstract")
    assert [(one.who, one.since) for one in found if one.user == eve.pk] == [
        ("eve@home.example", later)
    ]


def test_a_barrier_that_is_there_already_is_not_written_down_as_new(
    workshop: Workshop, olga: User
) -> None:
    rex = make_reviewer(workshop, "rex@example.org", "Rex")
    submission = make_submission(workshop)
    bar(rex, submission)
    conflicts.declare(workshop, [], by=rex, at=AT)
    assert not Spell.everywhere.filter(kind="barrier", user=rex, since__isnull=False).exists()
    [spell] = Spell.everywhere.filter(kind="barrier", user=rex)
    assert (spell.since, spell.until) == (None, AT)


def test_what_begins_and_ends_at_once_is_not_written_down(workshop: Workshop, olga: User) -> None:
    fact = history.role(olga.pk, Role.Kind.REVIEWER)
    history.note(workshop, began=[fact], ended=[fact], at=AT)
    assert not Spell.everywhere.filter(user=olga).exists()


# ---- the page ------------------------------------------------------------------------------------


def ask(user: User, number: int, **more: str) -> tuple[str, int]:
    """What the page says, and in how many queries."""
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(PAGE, {"number": str(number), "thing": "title", **more})
    assert answer.status_code == 200
    return shown(answer), len(queries)


def test_the_page_says_who_why_and_when_on_the_readers_own_clock(
    workshop: Workshop, olga: User
) -> None:
    User.objects.filter(pk=olga.pk).update(zone="Asia/Tokyo")
    olga.refresh_from_db()
    make_submission(workshop)
    organizers.invite(workshop, email="otto@example.org", by=olga, at=AT)
    text, _ = ask(olga, 1)
    assert "on the clock of Tokyo" in text
    assert "otto@example.org organized 1 Mar 2027, 21:00 still" in text
    text, _ = ask(olga, 1, until="2027-03-01T21:00")
    assert "otto" not in text
    text, _ = ask(olga, 1, since="2027-03-01T21:00", until="2027-03-01T20:00")
    assert "Give a time later than the one above." in text


def test_behind_a_barrier_a_submission_is_as_one_that_is_not_there(
    workshop: Workshop, olga: User
) -> None:
    first = make_submission(workshop, title="Sealed")
    assign(first, make_reviewer(workshop, "rex@example.org", "Rex Secret"))
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    bar(carl, first)
    one, two = ask(carl, 1), ask(carl, 7)
    assert "There is no submission 1 that you handle." in one[0]
    assert (one[0].replace("1", "7"), one[1]) == (two[0].replace("1", "7"), two[1])
    assert "Rex Secret" in ask(olga, 1, thing="reviewers")[0]


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_asks_as_much_for_one_as_for_thirty(
    workshop: Workshop, olga: User, people: int
) -> None:
    submission = make_submission(workshop, authors=[f"a{n}@example.org" for n in range(people)])
    for n in range(people):
        make_organizer(workshop, f"o{n}@example.org")
        assign(submission, make_reviewer(workshop, f"r{n}@example.org"))
    assert ask(olga, 1)[1] == 13


def test_the_page_is_the_organizers(workshop: Workshop) -> None:
    rex = make_reviewer(workshop, "rex@example.org", "Rex")
    client = Client()
    client.force_login(rex)
    assert client.get(PAGE, {"number": "1", "thing": "title"}).status_code == 404


# ---- the command ---------------------------------------------------------------------------------


def test_the_command_prints_each_thing(workshop: Workshop, olga: User) -> None:
    make_submission(workshop, make_user("ada@example.org", "Ada"))
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    organizers.remove(workshop, user_id=carl.pk, by=olga, at=AT)
    out = StringIO()
    call_command("who_could_read", "credit", "1", stdout=out)
    assert "\n  the beginning    – 2027-03-01 12:00  Carl: organized\n" in out.getvalue()
    assert "its reviews:\n  nobody\n" in out.getvalue()
    out = StringIO()
    call_command(
        *("who_could_read", "credit", "1", "--thing=abstract", "--since=2027-03-01T12:00"),
        stdout=out,
    )
    assert "Carl" not in out.getvalue()
    assert "Ada: sent it" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("who_could_read", "credit", "2")


def test_a_waiting_account_is_called_by_its_address(workshop: Workshop, olga: User) -> None:
    make_submission(workshop)
    user = account_for("new@example.org")
    organizers.invite(
        workshop, email="new@example.org", by=olga, at=datetime(2027, 3, 2, tzinfo=UTC)
    )
    found = could_have_read(workshop, 1, "title")
    assert [one.who for one in found if one.user == user.pk] == ["new@example.org"]
