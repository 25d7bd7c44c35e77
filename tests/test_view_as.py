"""Looking at the site as somebody else: who may, when it ends, what is written down."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

import pytest
from committee import canonical
from django.test import Client
from django.utils import timezone
from review_factories import bar
from view_as_fixtures import those_here  # noqa: F401
from view_as_story import Here, said

from workshop.errors import Refused
from workshop.models import Role, Workshop
from workshop.view_as import BARRED, LASTS, NOT_OFFERED, view_as
from workshop.viewing import ENDED

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
ADA, BOB, EVE = "author:ada@example.org", "author:bob@example.org", "author:eve@example.org"


# ---- who may ----------------------------------------------------------------------------------


def test_everybody_by_everybody(here: Here) -> None:
    targets = {
        "public:",
        *(f"author:{email}@example.org" for email in ("ada", "bob", "eve", "dan", "nobody")),
        *(f"author:{email}" for email in ("carl@x.example", "", "rita@y.example")),
        *(f"reviewer:{user.pk}" for user in here.people.values()),
        *("reviewer:0", "reviewer:x", "organizer:1", "administrator:1", "", "public", "nonsense"),
    }
    everybody = {"public:", ADA, BOB, EVE, here.rita}
    may: dict[str, set[str]] = {}
    organizers = Workshop.objects.filter(pk=here.workshop.pk)
    for who, user in here.people.items():
        if not organizers.filter(pk__in=Workshop.objects.organized_by(user)).exists():
            for client in (here.client(who), here.client("visitor")):
                answer = client.post("/credit/organize/view-as/", {"whom": "public:"})
                assert answer.status_code in (403, 404)
            continue
        for whom in targets:
            with suppress(Refused):
                view_as(here.workshop, whom, by=user, at=timezone.now())
                may.setdefault(who, set()).add(whom)
    assert may == {"olga": everybody, "otto": everybody, "carl": {"public:"}}


def test_behind_a_barrier_the_answer_tells_of_nothing_but_the_barrier(here: Here) -> None:
    client = here.client("carl")
    page = said(client, "/credit/organize/view-as/")
    assert BARRED in page
    assert "Author" not in page
    assert "Rita" not in page
    answers = {
        canonical(client.post("/credit/organize/view-as/", {"whom": whom}).content.decode())
        for whom in (ADA, EVE, here.rita, "author:nobody@example.org", "nonsense")
    }
    assert len(answers) == 1
    assert BARRED in answers.pop()


def test_only_the_offered_are_offered(here: Here) -> None:
    client = here.client("olga")
    page = said(client, "/credit/organize/view-as/")
    assert set(re.findall(r'name="whom" value="([^"]+)"', page)) == {
        *("public:", ADA, BOB, EVE, here.rita)
    }
    refused = client.post("/credit/organize/view-as/", {"whom": "author:dan@example.org"})
    assert refused.status_code == 409
    assert NOT_OFFERED in refused.content.decode()


# ---- its end ----------------------------------------------------------------------------------


def test_the_way_back(here: Here) -> None:
    client = here.looking(ADA)
    assert client.get("/credit/organize/view-as/leave/").status_code == 405
    answer = client.post("/credit/organize/view-as/leave/")
    assert answer["Location"] == "/credit/organize/view-as/"
    assert client.get(answer["Location"]).status_code == 200
    assert "You see the site as" not in said(client, "/credit/call/")


def ended(client: Client, method: str = "get") -> bool:
    answer = getattr(client, method)("/credit/submissions/1/")
    told = answer.status_code == 409 and ENDED in answer.content.decode()
    return told and "You see the site as" not in said(client, "/credit/call/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_ends_by_itself(here: Here, method: str) -> None:
    now = timezone.now()
    client = here.looking(ADA)
    with patch("django.utils.timezone.now", lambda: now + LASTS - MINUTE):
        assert "You see the site as" in said(client, "/credit/call/")
    with patch("django.utils.timezone.now", lambda: now + LASTS + MINUTE):
        assert ended(client, method)


@pytest.mark.breaks_invariants
def test_it_ends_when_the_rule_holds_no_longer(here: Here) -> None:
    ada, rita, public = here.looking(ADA), here.looking(here.rita), here.looking("public:")
    roles = here.workshop.roles
    roles.create(user=here.people["rita"], kind=Role.Kind.ORGANIZER)
    assert ended(rita)
    roles.filter(user=here.people["rita"], kind=Role.Kind.ORGANIZER).delete()
    rita = here.looking(here.rita)
    roles.filter(user=here.people["rita"]).delete()
    assert ended(rita)
    here.first.authors.filter(email="ada@example.org").delete()
    assert ended(ada)
    eve = here.looking(EVE)
    bar(here.people["olga"], here.first)
    assert ended(eve)
    assert "You see the site as" in said(public, "/credit/call/")
    roles.filter(user=here.people["olga"]).delete()
    assert ended(public)


def test_it_ends_at_sign_out_and_is_of_one_browser(here: Here) -> None:
    client = here.looking(ADA)
    assert "You see the site as" not in said(here.client("olga"), "/credit/call/")
    client.post("/account/sign-out/")
    client.force_login(here.people["olga"])
    assert "You see the site as" not in said(client, "/credit/call/")


# ---- the journal ------------------------------------------------------------------------------


def test_it_is_written_down_for_those_who_may_know(here: Here) -> None:
    for whom in (ADA, EVE, here.rita, "public:"):
        here.looking(whom)

    def told(who: str) -> list[str]:
        rows = here.workshop.entries.filter(verb="looked").visible_to(here.people[who])
        assert all(row.by == here.people["olga"] for row in rows)
        return sorted(str(row) for row in rows)

    of_ada = "olga looked at the site as Author ada, an author of submission 1"
    others = [
        "olga looked at the site as Author eve, an author of submission 2",
        "olga looked at the site as Rita, a reviewer",
        "olga looked at the site as the public",
    ]
    assert told("olga") == [of_ada, *others]
    assert told("carl") == others
