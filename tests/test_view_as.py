"""Looking at the site as somebody else: who may, what is shown, and that nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from committee import canonical, plain
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review, make_reviewer
from world import pages

from reviews.models import Review
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused
from workshop.models import Role, User, Workshop
from workshop.view_as import BARRED, LASTS, NOT_OFFERED, view_as
from workshop.viewing import ASKED_IN, ENDED, NOT_YOUR_FORM, NOTHING_CHANGES, only_reading

pytestmark = pytest.mark.django_db

BANNER = re.compile(r'\n<aside class="sheet messages" aria-label="You see.*?</aside>\n', re.DOTALL)
MINUTE = timedelta(minutes=1)
ADA, BOB, EVE = "author:ada@example.org", "author:bob@example.org", "author:eve@example.org"


@dataclass
class Here:
    """Olga may look as anybody; Carl has a conflict with what Ada and Bob wrote. Bob has no
    account, Dan has only a draft, and Otto organizes and reviews."""

    workshop: Workshop
    first: Submission
    second: Submission
    people: dict[str, User]

    @property
    def rita(self) -> str:
        return f"reviewer:{self.people['rita'].pk}"

    def client(self, who: str, **facts: bool) -> Client:
        client = Client(**facts)  # type: ignore[arg-type]
        if who in self.people:
            client.force_login(self.people[who])
        return client

    def looking(self, whom: str, who: str = "olga") -> Client:
        client = self.client(who)
        assert client.post("/credit/organize/view-as/", {"whom": whom}).status_code == 302
        return client


@pytest.fixture
def here() -> Here:
    workshop = make_workshop("credit", call_text="Send it.")
    people = {
        name: make_user(f"{name}@example.org", f"Author {name}", affiliation="Example University")
        for name in ("ada", "eve")
    }
    for name in ("olga", "carl"):
        people[name] = make_organizer(workshop, f"{name}@x.example", name)
    people["rita"] = make_reviewer(workshop, "rita@y.example", "Rita")
    people["otto"] = make_reviewer(workshop, "otto@z.example", "Otto")
    workshop.roles.create(user=people["otto"], kind=Role.Kind.ORGANIZER)
    people["dan"] = make_user("dan@example.org", "Author dan")
    people["admin"] = make_user("admin@example.org", "Admin", is_administrator=True)
    people["hana"] = make_organizer(make_workshop("other"), "hana@w.example", "Hana")
    two = ["ada@example.org", "bob@example.org"]
    first = make_submission(workshop, people["ada"], authors=two, paper=True)
    second = make_submission(workshop, people["eve"], paper=True)
    make_submission(workshop, people["dan"], status=Status.DRAFT)
    workshop.pages.create(slug="venue", title="Venue", body="By the sea.")
    bar(people["carl"], first)
    make_review(assign(second, people["rita"]), text="Rita's text")
    assign(first, people["rita"])
    return Here(workshop, first, second, people)


def said(client: Client, url: str) -> str:
    return client.get(url).content.decode()


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


# ---- what is shown ----------------------------------------------------------------------------


def urls(
    here: Here, names: Iterable[str] | None = None, numbers: Iterable[int] = (1, 2, 9)
) -> list[str]:
    """Every address below this workshop's, or these, about every submission."""
    known = {"slug": "credit", "page": "venue", "token": "nonsense"}
    found = []
    for name in names or [name for name, _ in pages()]:
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        for number in numbers if "number" in parameters else (0,):
            facts = {**known, "number": number, "pk": 1, "session": 1, "talk": 1}
            url = reverse(name, kwargs={key: facts[key] for key in parameters})
            if url.startswith("/credit/") and name != "leave_view_as":
                found.append(url)
    return found


def mine(here: Here) -> list[str]:
    """All but the organizers', and what there is only of posted papers."""
    found = urls(here, numbers=(1, 2))
    return [url for url in found if "/organize/" not in url and "/papers/" not in url]


@pytest.mark.parametrize(("who", "whom"), [("ada", ADA), ("rita", "rita"), ("visitor", "public:")])
def test_the_pages_are_those_that_the_person_gets(here: Here, who: str, whom: str) -> None:
    looking = here.looking(here.rita if whom == "rita" else whom)
    own = here.client(who)
    shown = 0
    now = timezone.now()
    with patch("django.utils.timezone.now", lambda: now):
        for url in mine(here):
            theirs, seen = own.get(url), looking.get(url)
            if theirs.status_code == 302 and theirs["Location"].startswith("/account/"):
                assert (seen.status_code, ASKED_IN in seen.content.decode()) == (404, True)
                continue
            assert seen.status_code == theirs.status_code, url
            assert body(seen) == body(theirs), url
            assert headers(seen) == headers(theirs), url
            shown += seen.status_code == 200
    assert shown >= 6


def headers(answer: Any) -> str:
    """But those that the banner changes, and those that keep it out of every cache."""
    changed = {"Cache-Control", "Vary", "Content-Length", "ETag"}
    return plain({name: said for name, said in answer.headers.items() if name not in changed})


def body(answer: Any) -> str:
    text = (b"".join(answer) if answer.streaming else answer.content).decode("latin-1")
    text = re.sub(r'(name="ticket" value=")[^"]+', r"\1", BANNER.sub("", text))
    return canonical(text)


def test_every_page_says_as_whom_it_is_seen(here: Here) -> None:
    for whom, words in (
        (ADA, "<em>Author ada</em> (author) sees it"),
        (here.rita, "<em>Rita</em> (reviewer) sees it"),
        ("public:", "<em>the public</em> sees it"),
    ):
        client = here.looking(whom)
        for url in ("/credit/", "/credit/submissions/", "/credit/review/", "/credit/nothing/"):
            assert words in said(client, url), url


def test_the_organizers_pages_are_not_there(here: Here) -> None:
    names = ["organize", "organize_journal", "organize_submissions", "organized_paper"]
    found = urls(here, [*names, "organize_reviews_of", "organize_letters", "view_as"])
    for whom in (ADA, here.rita, "public:"):
        client = here.looking(whom)
        assert {client.get(url).status_code for url in found} == {404}


def test_drafts_stay_with_those_who_write_them(here: Here) -> None:
    ada, rita = here.people["ada"], here.people["rita"]
    draft = make_submission(here.workshop, ada, status=Status.DRAFT, title="A secret draft")
    gone = make_submission(here.workshop, ada, status=Status.DRAFT, title="A discarded draft")
    here.workshop.submissions.filter(pk=gone.pk).update(status=Status.WITHDRAWN)
    given = here.workshop.assignments.get(reviewer=rita, submission=here.first)
    make_review(given, text="A secret review", state=Review.State.DRAFT, submitted_at=None)
    for who, whom in (("ada", ADA), ("rita", here.rita)):
        own, looking = here.client(who), here.looking(whom)
        shown = urls(here, ["submissions", "reviewing", "write_review", "edit_submission"], (1, 2))
        assert "secret" in "".join(said(own, url) for url in shown)
        seen = "".join(said(looking, url) for url in shown)
        assert "secret" not in seen
        assert "discarded draft" not in seen
    looking = here.looking(ADA)
    for row in (draft, gone):
        assert looking.get(row.get_absolute_url()).status_code == 404
    page = said(here.looking(here.rita), "/credit/review/")
    assert "Begin your review" in page
    assert "Go on with your review" not in page
    assert "Rita&#x27;s text" in said(here.looking(here.rita), "/credit/review/2/")


def test_an_author_is_an_address_and_nothing_of_an_account(here: Here) -> None:
    """Which addresses are one person's, and where they are at home, is theirs to tell."""
    ada = here.people["ada"]
    User.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo", affiliation="Secret Institute")
    EmailAddress.objects.create(user=ada, email="ada@home.example", verified=True)
    other = make_submission(here.workshop, authors=["ada@home.example"], title="From home")
    own, seen = here.client("ada"), here.looking(ADA)
    assert "From home" in said(own, "/credit/submissions/")
    assert "From home" not in said(seen, "/credit/submissions/")
    assert seen.get(other.get_absolute_url()).status_code == 404
    for words in ("Tokyo", "Secret Institute"):
        assert words in said(own, "/credit/submissions/new/")
        assert words not in said(seen, "/credit/submissions/new/")
    # With or without an account: the same.
    assert "On Paper 1" in said(here.looking(BOB), "/credit/submissions/")


def test_an_author_through_this_asks_no_table_of_the_committee(here: Here) -> None:
    client = here.looking(ADA)
    with CaptureQueriesContext(connection) as asked:
        for url in (
            "/credit/submissions/",
            "/credit/submissions/1/",
            "/credit/submissions/1/edit/",
        ):
            assert client.get(url).status_code == 200
    assert [each["sql"] for each in asked if '"reviews_' in each["sql"]] == []


def test_elsewhere_the_organizer_is_themselves(here: Here) -> None:
    client = here.looking(ADA)
    for url in ("/account/", "/", "/other/", "/api/v1/workshops/credit/"):
        assert "You see the site as" not in said(client, url)
    assert "olga@x.example" in said(client, "/account/")


# ---- nothing is changed -----------------------------------------------------------------------


def rows() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def test_no_form_changes_a_row(here: Here) -> None:
    client = here.looking(ADA)
    before = rows()
    for url in urls(here, numbers=(1,))[::4]:  # all of them: the campaign
        answer = client.post(url)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    for whom in (here.rita, "public:"):
        client = here.looking(whom)
        for send in (client.put, client.delete, client.patch, client.options, client.post):
            answer = send("/credit/review/conflicts/")
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert NOTHING_CHANGES in answer.content.decode()
    kept = {"sessions.Session", "workshop.Entry", "workshop.User"}
    now = rows()
    assert {label for label in now if now[label] != before[label]} <= kept
    assert here.workshop.entries.count() == 3


def test_no_page_changes_a_row_or_sets_a_cookie_or_is_kept(here: Here) -> None:
    client = here.looking(ADA)
    # A browser that has sent a form has the cookie of forms.
    client.cookies["csrf"] = get_random_string(32)
    before = rows()
    for url in mine(here)[::2]:
        answer = client.get(url)
        body(answer)  # to its end, which closes a file
        assert answer.cookies.output() == ""
        assert answer["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer["Vary"]
    assert client.head("/credit/submissions/").cookies.output() == ""
    assert rows() == before  # the session among them


def test_the_database_itself_refuses(here: Here) -> None:
    user = here.people["ada"]
    with connection.execute_wrapper(only_reading):
        assert User.objects.filter(pk=user.pk).exists()
        for write in (
            user.save,
            here.first.delete,
            lambda: here.workshop.pages.create(slug="new", title="New"),
            lambda: User.objects.update(name=""),
        ):
            with pytest.raises(Refused, match="nothing can be changed"), transaction.atomic():
                write()


def test_messages_wait_for_the_organizer(here: Here) -> None:
    client = here.client("olga")
    client.post("/credit/organize/pages/new/", {"slug": "a", "title": "A", "body": "B"})
    client.post("/credit/organize/view-as/", {"whom": ADA})
    here.workshop.submissions.filter(pk=here.first.pk).update(status=Status.REJECTED)
    assert client.get("/credit/submissions/1/withdraw/").status_code == 302
    page = said(client, "/credit/submissions/")
    assert "The page is on the site" not in page
    assert "nothing to withdraw" not in page
    client.post("/credit/organize/view-as/leave/")
    assert "The page is on the site" in said(client, "/credit/organize/view-as/")


def test_a_form_left_open_is_not_taken_for_the_organizers_own(here: Here) -> None:
    """Otto reviews too: the reviewer's form that he saw as Rita would declare his conflicts."""
    client = here.client("otto", enforce_csrf_checks=True)
    page = said(client, "/credit/organize/view-as/")
    client.post("/credit/organize/view-as/", {"whom": here.rita, **tokens(page)[0]})
    conflicts = said(client, "/credit/review/conflicts/")
    own, *_, form = tokens(conflicts)
    assert client.post("/credit/organize/view-as/leave/", form).status_code == 403
    assert client.post("/credit/organize/view-as/leave/", own).status_code == 302
    for origin in ({}, {"origin": "http://127.0.0.1:8000"}):
        sent = {"numbers": "1", **form}
        answer = client.post("/credit/review/conflicts/", sent, headers=origin)
        assert answer.status_code == 403
        assert NOT_YOUR_FORM in answer.content.decode()
    assert not here.workshop.conflicts.filter(user=here.people["otto"]).exists()


def tokens(page: str) -> list[dict[str, str]]:
    found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return [{"csrfmiddlewaretoken": token} for token in found]


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
