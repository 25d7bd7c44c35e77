"""What OpenReview leaked, asked of this site. A docstring says when, and where."""

from __future__ import annotations

import re

import pytest
from committee import INNER, SEALED, WHO, answer
from django.conf import settings as site
from django.core import mail as outgoing
from django.test import Client, RequestFactory
from django.urls import get_resolver
from factories import make_paper
from leak_world import API, Leaks, browser, changes, get, seen, stays, text
from posting_factories import give
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.views import APIView
from review_factories import assign, make_reviewer
from signing_in import sign_in

from workshop import mail
from workshop.models import Barrier, Role

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]

KEYS = "group reviewer author q id paper email user search term page".split()


def test_no_parameter_of_any_list_finds_who_reviews(here: Leaks) -> None:
    """OpenReview 2025-11-27: `profiles/search?group=` named the reviewers of 10,000 papers."""
    ana = here.story.reviewers[0]
    assigned = here.workshop.assignments.filter(reviewer=ana).values_list("pk", flat=True)
    known = [str(ana.pk), ana.email, "Ana", *map(str, assigned), "1/Reviewer_1"]
    urls = ["", "papers/", "schedule/", "submissions/", "submissions/1/", "review/"]
    for user in (here.story.ada, here.rae, None):
        for url in urls:
            hidden = "&".join(f"{key}={word}" for key in KEYS[:-1] for word in known)
            nonsense = "&".join(f"{key}=zzzz" for key in KEYS[:-1])
            one, other = seen(user, f"{API}{url}?{hidden}", f"{API}{url}?{nonsense}")
            assert (url, one) == (url, other)
    assert (
        here.story.reviewers[0].name
        in get(here.story.olga, "/credit/organize/reviews/1/").body.decode()
    )


def test_an_endpoint_that_says_nothing_of_its_readers_has_none(here: Leaks) -> None:
    """OpenReview 2025-12-18, 0f6f15104: thirty invitations could be read by everyone."""

    class Forgotten(APIView):
        def get(self, request: object) -> Response:
            return Response({"secret": 1})

    asked = Forgotten.as_view()(RequestFactory().get("/"))
    assert asked.status_code == 403
    closed = [name for name, _ in api_pages() if not name.startswith(PUBLIC_API)]
    assert len(closed) >= 4
    for name, url in api_pages():
        status = get(None, url).status
        assert (name, status == 403) == (name, name in closed)


PUBLIC_API = ("api_root", "api_schema", "api_workshop", "api_paper", "api_schedule")


def api_pages() -> list[tuple[str, str]]:
    named = [name for name in get_resolver().reverse_dict if str(name).startswith("api_")]
    pages = []
    for name in sorted(map(str, named)):
        [(pattern, _)] = get_resolver().reverse_dict.getlist(name)[0][0]
        pages.append((name, "/" + pattern.replace("%(slug)s", "credit").replace("%(number)s", "1")))
    return pages


def test_earlier_versions_are_read_by_nobody_new(here: Leaks) -> None:
    """OpenReview 2025-10-10, 833a30afb: the revisions of a submission had more readers than it."""
    make_paper(here.story.first, pages=5)
    [url, mine] = ["/credit/review/1/paper.pdf", "/credit/submissions/1/paper.pdf"]
    ana = here.story.reviewers[0]
    plain, *others = seen(ana, url, *(f"{url}?{key}=1" for key in ("version", "number", "v")))
    assert others == [plain] * 3
    for page in ("paper-1.pdf", "versions/", "history/", "1/paper.pdf"):
        assert get(ana, f"/credit/review/1/{page}").status == 404
    for user in (here.story.eve, here.story.carl, here.rae):
        assert get(user, mine).status == 404
    shown = text(ana, "/credit/review/1/", f"{API}review/1/")
    assert "received_at" not in shown
    assert "paper.pdf" in shown


def test_a_letter_as_it_leaves_names_nobody_hidden(here: Leaks, settings: Settings) -> None:
    """OpenReview 2025-09 and 2026-02, 0f2d50e3f, 4b87e7de6: the name, or the id, of who must stay
    unknown stood in a signature."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outgoing.outbox = []
    here.story.take("notify")
    people = ["ada@example.org", "bob@example.org"]
    for letter in here.workshop.letters.filter(recipient__in=people):
        mail.deliver(letter)
    sent = [message.message().as_string().lower() for message in outgoing.outbox]
    assert len(sent) >= 2
    ids = [f"reviewer {user.pk}" for user in here.story.committee] + [WHO, INNER, "olga", "carl"]
    assert [word for whole in sent for word in ids if word in whole] == []
    allowed = {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to"}
    kept = {key.lower() for message in outgoing.outbox for key in message.message()}
    assert kept <= allowed | {"date", "message-id", "reply-to"}


def test_an_author_with_an_assignment_reads_nothing_by_it(here: Leaks) -> None:
    """OpenReview 2021-11, 7d018e0fa: by another role authors read notes they may not."""
    workshop, ada = here.workshop, here.story.ada
    workshop.roles.create(user=ada, kind=Role.Kind.REVIEWER)
    workshop.roles.create(user=ada, kind=Role.Kind.ORGANIZER)
    assign(here.story.first, ada)
    pages = ["review/1/", "review/1/paper.pdf", "organize/submissions/1/", "organize/reviews/1/"]
    for page in pages:
        assert get(ada, f"/credit/{page}").status == 404
    assert "/credit/review/1/" not in text(ada, "/credit/review/", f"{API}review/")
    lists = ["submissions/", "reviews/", "decisions/", "assignment/", "release/", "journal/"]
    found = text(ada, *(f"/credit/organize/{page}" for page in lists))
    assert [marker for marker in (f"{SEALED} praise", INNER) if marker in found] == []
    assert f"{SEALED} praise" in text(here.story.olga, "/credit/organize/reviews/1/")


def test_who_appears_only_by_a_hidden_paper_does_not_appear(here: Leaks) -> None:
    """openreview#351, 2025-07: “0/0 reviews” told a chair who reviews their own paper."""
    pages = [f"/credit/organize/{page}" for page in ("reviews/", "reviews/remind/", "assignment/")]
    quiet = make_reviewer(here.workshop, "quentin@example.org", "Quentin")
    stays(here.story.carl, lambda: assign(here.story.first, quiet), *pages)
    assert "quentin" not in text(here.story.carl, *pages[:2])
    changes(here.story.carl, lambda: assign(here.story.second, quiet), *pages)
    assert "quentin" in text(here.story.olga, *pages[:2])


def test_reviewers_do_not_see_who_else_reviews_whatever_is_set(here: Leaks) -> None:
    """openreview#15, 2022-02: a setting made by mistake showed the reviewers to one another."""
    saved = ["anonymous=", "show_reviewers=on", "reviewer_identity_readers=all", "blind="]
    client = browser(here.story.olga)
    client.post(f"/credit/organize/site/?{'&'.join(saved)}", dict(s.split("=") for s in saved))
    one, two, _ = here.story.reviewers
    pages = ["review/", "review/1/", "review/1/decline/", "review/conflicts/", "review/papers.zip"]
    mine = text(two, *(f"/credit/{page}" for page in pages), f"{API}review/", f"{API}review/1/")
    assert one.name.lower() not in mine
    assert one.email not in mine
    assert two.name.lower() in text(two, "/account/")
    for word in ("blind", "anonymous", "identity"):
        assert f'name="{word}' not in text(here.story.olga, "/credit/organize/site/")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x9()</script>",
        "<img src=x onerror=x9()>",
        r"$\unicode{<img src=x onerror=x9()>}$",
        r"$\style{position:fixed}{x9}$ <style>*{display:none}</style>",
    ],
)
def test_a_review_runs_nothing_at_its_author_s(here: Leaks, hostile: str) -> None:
    """OpenReview 2024-06, 42bbc3d4 and aa45c145: contents were not cleaned, nor styles in maths."""
    here.workshop.reviews.filter(assignment__submission=here.story.first).update(
        text=f"{hostile} and so on"
    )
    here.story.take("notify")
    body = get(here.story.ada, "/credit/submissions/1/").body.decode()
    assert "Reviewer 1" in body
    assert re.findall(r"<script>|<img[^>]*onerror|<style|style=", body) == []
    assert "and so on" in body


@pytest.mark.parametrize("goal", ["//evil.example/", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(here: Leaks, goal: str) -> None:
    """OpenReview 2026-01, 2456a5f1: where to go after signing in was not looked at."""
    client = Client()
    ended = sign_in(client, here.story.ada.email, next=goal)
    assert ended.status_code == 302
    assert ended["Location"].startswith("/account/")
    signed_in = browser(here.story.ada).get("/account/sign-in/", {"next": goal})
    assert signed_in["Location"] == "/account/"


def test_a_page_about_people_holds_no_address_and_no_key(here: Leaks) -> None:
    """OpenReview, undated: profiles showed internal ids and addresses."""
    here.story.take("notify")
    give(here.workshop.submissions.get(number=2), "page")
    here.workshop.people.create(name="Sue Speaker", speaker_position=1, organizer_position=1)
    pages = ["", "call/", "speakers/", "papers/", "papers/2/", "schedule/", "papers.bib"]
    found = text(None, *(f"/credit/{page}" for page in pages))
    assert "sue speaker" in found
    assert re.findall(r"[\w.]+@[\w.]+\.\w+", found.replace(site.DEFAULT_FROM_EMAIL, "")) == []
    assert re.findall(r"(?:user|person|author|profile)[-_/=]\d+", found) == []


def test_an_address_to_follow_tells_nobody_where_its_reader_was(here: Leaks) -> None:
    """OpenReview 2025-11: what had been crawled was passed on by links from outside."""
    said = str(get(here.story.ada, "/credit/submissions/1/").headers)
    assert "'Referrer-Policy', 'same-origin'" in said
    assert "'Cache-Control', 'private, no-store'" in said
    text_with_link = "[a](https://elsewhere.example/)"
    here.workshop.submissions.filter(number=1).update(abstract=text_with_link)
    body = get(here.story.ada, "/credit/submissions/1/").body.decode()
    assert 'rel="noopener noreferrer nofollow"' in body


def test_counting_up_finds_nothing_that_is_not_one_s_own(here: Leaks) -> None:
    """OpenReview 2025-11-27: the list was crawled by counting up; nothing refused it."""
    pages = ["submissions/{}/", "review/{}/", "papers/{}/", "organize/submissions/{}/"]
    mine = {("submissions/{}/", 2)}
    for page in pages:
        for number in range(6):
            found = get(here.story.eve, f"/credit/{page.format(number)}")
            assert (page, number, found.status == 200) == (page, number, (page, number) in mine)
    posted = answer(browser(here.story.eve), "get", f"{API}submissions/")
    assert posted.body.count(b'"number"') == 1


def test_a_conflict_bars_at_once_and_open_pages_close(here: Leaks) -> None:
    """OpenReview 2021-11, 7d018e0fa: who was let in stayed in when a conflict was found."""
    ana, first = here.story.reviewers[0], here.story.first
    client = browser(ana)
    assert client.get("/credit/review/1/").status_code == 200
    facts = {"user": ana, "number": first.number, "reason": Barrier.Reason.AUTHOR}
    here.workshop.barriers.create(**facts)
    assert client.get("/credit/review/1/").status_code == 404
    for page in ("autosave/", "", "decline/"):
        sent = {"text": "Still here", "reason": "No.", "version": "1"}
        assert client.post(f"/credit/review/1/{page}", sent).status_code == 404
