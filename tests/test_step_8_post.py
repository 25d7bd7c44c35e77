"""Step 8: what is consented to is public at once; what never was and what is gone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user
from html_tree import every, one, texts, tree
from people_fixtures import author_ada  # noqa: F401
from post_fixtures import past_call, sparse_credit  # noqa: F401
from post_story import NOT_THERE, PAGES, answers, at, read
from posting_factories import EVERYTHING, give, make_accepted, make_part
from schedule_factories import make_session, make_talk, publish_rows

from schedule.models import Session
from submissions import posting, submit
from submissions.models import PaperVersion, Submission
from submissions.status import Status
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

ALL_THERE = dict.fromkeys(PAGES, 200)

ALL_GONE = dict.fromkeys(PAGES, 410)


# ---- what is there, what never was, what is gone ----------------------------------------------


def test_what_is_consented_to_is_there_at_once(
    client: Client, paper: Submission, ada: User
) -> None:
    posting.consent(paper, set(EVERYTHING), by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_THERE
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert answers(client, 1) == {"": 200, "paper.bib": 200, "paper.pdf": 410, "slides.pdf": 410}


def test_the_page_alone_shows_no_file(client: Client, paper: Submission) -> None:
    give(paper, "page")
    assert answers(client, 1) == {"": 200, "paper.bib": 200, "paper.pdf": 404, "slides.pdf": 404}
    page = client.get("/credit/papers/1/").content.decode()
    for hidden in ("paper.pdf", "slides.pdf", "video.example.org", "citation_pdf_url"):
        assert hidden not in page


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ORAL, Status.POSTER}))
def test_what_is_not_accepted_looks_as_if_it_did_not_exist(
    client: Client, workshop: Workshop, status: str
) -> None:
    hidden = make_accepted(workshop, status=status)
    give(hidden)
    for page in PAGES:
        absent = read(client, f"/credit/papers/77/{page}")
        assert absent[0] == 404
        assert read(client, f"/credit/papers/{hidden.number}/{page}") == absent


def test_without_consent_it_looks_as_if_it_did_not_exist(
    client: Client, paper: Submission, ada: User
) -> None:
    for user in (None, ada, make_organizer(paper.workshop)):
        if user:
            client.force_login(user)
        for page in PAGES:
            absent = read(client, f"/credit/papers/77/{page}")
            assert read(client, f"/credit/papers/1/{page}") == absent


def test_nothing_is_posted_of_a_workshop_in_preparation(client: Client, paper: Submission) -> None:
    give(paper)
    Workshop.objects.update(announced_at=None)
    assert answers(client, 1) == NOT_THERE
    client.force_login(make_organizer(paper.workshop))
    assert answers(client, 1) == NOT_THERE
    paper.consents.update(revoked_at=at(0))
    assert answers(client, 1) == NOT_THERE


def test_what_was_taken_back_is_gone_without_a_trace(
    client: Client, paper: Submission, ada: User
) -> None:
    posting.consent(paper, set(EVERYTHING), by=ada, at=at(0))
    posting.consent(paper, set(), by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_GONE
    for page in PAGES:
        body = client.get(f"/credit/papers/1/{page}").content.decode()
        assert "has been taken back by its authors" in body
        for trace in ("Sparse", "Author ada", "Author bob", "example.org", "What we found"):
            assert trace not in body
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/").status_code == 200


def test_what_was_withdrawn_after_posting_is_gone(
    client: Client, paper: Submission, ada: User
) -> None:
    give(paper)
    submit.withdraw(paper, version=paper.version, by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_GONE


def test_what_a_correction_rejects_never_was(client: Client, paper: Submission, ada: User) -> None:
    give(paper)
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    paper.status = Status.REJECTED
    paper.save()
    assert answers(client, 1) == NOT_THERE


def test_a_file_that_was_never_there_is_not_gone(client: Client, workshop: Workshop) -> None:
    ada = make_user()
    paper = make_submission(workshop, ada, status=Status.ORAL)
    posting.consent(paper, {"page", "pdf"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404


def test_a_file_that_cannot_be_opened_is_not_posted(client: Client, paper: Submission) -> None:
    give(paper)
    PaperVersion.objects.filter(part="final").update(finding="encrypted")
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404
    assert "citation_pdf_url" not in client.get("/credit/papers/1/").content.decode()


def test_what_is_posted_is_the_last_camera_ready_paper_not_the_one_for_review(
    client: Client, paper: Submission
) -> None:
    give(paper)
    last = make_part(paper, PaperVersion.Part.FINAL, pages=6)
    make_part(paper, PaperVersion.Part.REVIEW, pages=3)
    with last.file.open("rb") as file:
        assert read(client, "/credit/papers/1/paper.pdf")[1] == file.read()
    facts = texts(every(one(tree(client.get("/credit/papers/1/")), "dl", "facts"), "dd"))
    assert facts[0].startswith("6 pages, ")


# ---- how it is served -------------------------------------------------------------------------


def test_a_pdf_is_read_in_place_sandboxed_and_asked_for_again_each_time(
    client: Client, paper: Submission, ada: User
) -> None:
    give(paper)
    answer = client.get("/credit/papers/1/paper.pdf")
    answer.getvalue()
    sent = {name: answer.headers[name] for name in ("ETag", "Last-Modified")}
    assert {name: answer.headers[name] for name in sorted(answer.headers) if name not in sent} == {
        "Cache-Control": "public, no-cache",
        "Content-Disposition": 'inline; filename="credit-camera-ready-1.pdf"',
        "Content-Length": answer.headers["Content-Length"],
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    known = {"If-None-Match": sent["ETag"]}
    again = client.get("/credit/papers/1/paper.pdf", headers=known)
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (
        304,
        "default-src 'none'; sandbox",
    )
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf", headers=known).status_code == 410


def fill(workshop: Workshop, rows: int) -> None:
    """So many talks and posters, posted and on the published schedule."""
    talks = make_session(workshop, minutes=rows * 15)
    posters = make_session(workshop, Session.Kind.POSTERS, hour=15)
    for status, session in ((Status.ORAL, talks), (Status.POSTER, posters)):
        for _ in range(rows):
            paper = make_accepted(workshop, status=status)
            paper.topics.set(workshop.topics.all())
            give(paper)
            make_talk(session, paper)
    publish_rows(workshop)


@pytest.mark.parametrize("rows", [1, 30])
def test_public_pages_ask_the_same_few_questions_and_touch_no_session(
    client: Client, workshop: Workshop, rows: int
) -> None:
    fill(workshop, rows)
    numbers = {
        "papers/": 10,
        "papers/?q=paper": 10,
        "papers.bib": 6,
        "papers/1/": 10,
        "papers/1/paper.bib": 6,
        "papers/1/paper.pdf": 6,
        "papers/1/slides.pdf": 6,
    }
    found = {}
    for page in numbers:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/credit/{page}")
            answer.getvalue()
        found[page] = len(captured)
        assert (answer.status_code, answer.cookies) == (200, {})
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert found == numbers


def test_nothing_public_names_an_address(client: Client, workshop: Workshop) -> None:
    fill(workshop, 2)
    for page in ("papers/", "papers.bib", "papers/1/", "papers/1/paper.bib"):
        assert "@example.org" not in client.get(f"/credit/{page}").content.decode()
