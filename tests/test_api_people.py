"""What the API tells of submissions: to everyone, to their authors, to their reviewers."""

from __future__ import annotations

import json

import pytest
from api_reading import as_user, link, raw, read, utc
from committee import CAST, INNER, SEALED, STEPS, WHO, Story
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_paper, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review, make_reviewer, release

from submissions.models import PaperVersion, Submission
from workshop.models import Role, Workshop

pytestmark = pytest.mark.django_db

GONE = {"detail": "This has been taken back by its authors."}
NOT_THERE = {"detail": "There is nothing here, or it is not yours to read."}
SITE = "http://127.0.0.1:8000"
PDF, SLIDES = PaperVersion.Part.FINAL, PaperVersion.Part.SLIDES


def post(submission: Submission, *artefacts: str) -> Submission:
    """As its authors consented."""
    for artefact in artefacts or ("page",):
        submission.consents.create(artefact=artefact, given_at=timezone.now())
    return submission


def accepted(workshop: Workshop, status: str = "oral", *parts: PaperVersion.Part) -> Submission:
    emails = ["ada@example.org", "bob@example.org"]
    submission = make_submission(
        workshop,
        status=status,
        authors=emails,
        video="https://video.example/1",
        already_published_at="NeurIPS",
    )
    for part in parts:
        paper = make_paper(submission)
        submission.papers.filter(pk=paper.pk).update(part=part)
    return submission


def take_back(submission: Submission) -> None:
    submission.consents.update(revoked_at=timezone.now())


# ---- for everyone -----------------------------------------------------------------------------


def test_a_posted_paper_is_told_with_what_its_authors_consented_to() -> None:
    paper = accepted(make_workshop("credit"), "oral", PDF, SLIDES)
    paper.topics.set(paper.workshop.topics.all())
    consent = post(paper, "page", "pdf").consents.get(artefact="page")
    told = {
        "number": 1,
        "title": "On Paper 1",
        "abstract": "What we found about 1.",
        "authors": [
            {"name": "Author ada", "affiliation": "Example University", "orcid": ""},
            {"name": "Author bob", "affiliation": "Example University", "orcid": ""},
        ],
        "kind": {"name": "Short paper", "page_limit": 4},
        "topics": ["Learning", "Memory"],
        "presented_as": "talk",
        "already_published_at": "NeurIPS",
        "posted_at": utc(consent.given_at),
        "pdf": f"{SITE}/credit/papers/1/paper.pdf",
        "slides": None,
        "video": None,
        "url": f"{SITE}/api/v1/workshops/credit/papers/1/",
        "page": f"{SITE}/credit/papers/1/",
    }
    assert read(link("paper", "credit", 1)) == told
    assert read(link("papers", "credit")) == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [told],
    }


def test_slides_and_video_are_told_with_consents_of_their_own() -> None:
    paper = accepted(make_workshop("credit"), "poster", SLIDES)
    post(paper, "page", "pdf", "slides", "video")
    found = read(link("paper", "credit", 1))
    named = {key: found[key] for key in ("presented_as", "pdf", "slides", "video")}
    assert named == {
        "presented_as": "poster",
        "pdf": None,
        "slides": f"{SITE}/credit/papers/1/slides.pdf",
        "video": "https://video.example/1",
    }


@pytest.mark.parametrize("status", ["draft", "submitted", "rejected", "desk-rejected", "withdrawn"])
def test_what_is_not_accepted_is_not_there_whatever_was_consented_to(status: str) -> None:
    workshop = make_workshop("credit")
    post(make_submission(workshop, status=status))
    make_submission(workshop, status="oral")
    assert read(link("papers", "credit"))["results"] == []
    absent = raw(Client(), link("paper", "credit", 99))
    assert json.loads(absent[1]) == NOT_THERE
    for number in (1, 2):
        assert raw(Client(), link("paper", "credit", number)) == absent


def test_a_paper_that_was_taken_back_is_gone_without_a_word_of_what_it_was() -> None:
    take_back(post(accepted(make_workshop("credit"))))
    answer = Client().get(link("paper", "credit", 1))
    assert (answer.status_code, answer.json()) == (410, GONE)
    assert read(link("papers", "credit"))["results"] == []


@pytest.mark.parametrize("rows", [1, 30])
def test_posted_papers_ask_the_same_number_of_questions_however_many(rows: int) -> None:
    workshop = make_workshop("credit")
    for n in range(rows):
        paper = make_submission(workshop, status="oral", authors=[f"a{n}@example.org"], paper=True)
        paper.topics.set(workshop.topics.all())
        post(paper)
    counts = []
    for url in (link("papers", "credit"), link("paper", "credit", 1)):
        with CaptureQueriesContext(connection) as captured:
            read(url)
        counts.append(len(captured))
    assert counts == [7, 6]


# ---- for authors ------------------------------------------------------------------------------


def test_authors_find_their_own_submissions_and_no_others() -> None:
    workshop = make_workshop("credit")
    ada = make_user("ada@example.org")
    draft = make_submission(workshop, ada, status="draft")
    make_submission(workshop, authors=["eve@example.org", "ada@example.org"])
    make_submission(workshop, authors=["eve@example.org"])
    make_submission(make_workshop("other"), ada)
    found = read(link("submissions", "credit"), ada)
    assert found["results"][0] == {
        "number": 1,
        "status": "draft",
        "status_in_words": "draft",
        "title": "On Paper 1",
        "authors": ["Author ada"],
        "saved_at": utc(draft.saved_at),
        "submitted_at": None,
        "url": f"{SITE}/api/v1/workshops/credit/submissions/1/",
        "page": f"{SITE}/credit/submissions/1/",
    }
    assert [row["number"] for row in found["results"]] == [1, 2]


def test_authors_read_what_their_page_shows() -> None:
    workshop = make_workshop("credit")
    ada = make_user("ada@example.org")
    mine = make_submission(workshop, ada, paper=True)
    paper = mine.papers.get()
    found = read(link("submission", "credit", 1), ada)
    author = {"name": "Author ada", "email": "ada@example.org", "affiliation": "Example University"}
    told = {
        "status": "submitted",
        "abstract": "What we found about 1.",
        "kind": {"name": "Short paper", "page_limit": 4},
        "topics": [],
        "already_published_at": "",
        "desk_reason": "",
        "authors": [{**author, "orcid": "", "is_corresponding": True, "is_presenter": True}],
        "paper": {
            "number": 1,
            "name": "paper.pdf",
            "size": paper.size,
            "received_at": utc(paper.received_at),
            "finding": "fine",
            "pages": 4,
            "pages_over": 0,
            "url": f"{SITE}/credit/submissions/1/paper.pdf",
        },
        "final_paper": None,
        "slides": None,
        "video": "",
        "consents": [],
        "outcome": None,
    }
    assert {key: found[key] for key in told} == told
    assert set(found) == {*told, *read(link("submissions", "credit"), ada)["results"][0]}


def test_authors_find_their_camera_ready_files_and_what_they_consented_to() -> None:
    mine = accepted(make_workshop("credit"), "oral", PDF, SLIDES)
    row = post(mine).consents.get()
    found = read(link("submission", "credit", 1), make_user("bob@example.org"))
    urls = [found["final_paper"]["url"], found["slides"]["url"]]
    at = f"{SITE}/credit/submissions/1"
    assert urls == [f"{at}/camera-ready.pdf", f"{at}/slides.pdf"]
    assert found["paper"] is None
    assert found["consents"] == [{"artefact": "page", "given_at": utc(row.given_at)}]


def test_a_released_decision_is_told_with_its_reviews_by_label() -> None:
    story = Story().begin()
    for step in STEPS:
        story.take(step)
    url = link("submission", "credit", 1)
    outcome = read(url, story.ada)["outcome"]
    row = story.workshop.releases.get(number=2)
    reviews = outcome.pop("reviews")
    assert outcome == {
        "decision": "poster",
        "decision_in_words": "accepted as poster",
        "note": f"{SEALED} note of the organizers, corrected",
        "released_at": utc(row.at),
        "corrected": True,
    }
    assert reviews[0] == {
        "label": 1,
        "title": f"{SEALED} praise, in short",
        "text": f"{SEALED} praise",
        "rating": 5,
        "rating_in_words": "Top 15% of accepted papers, strong accept",
        "confidence": 2,
        "confidence_in_words": "Fairly confident",
    }
    assert [review["label"] for review in reviews] == [1, 2]
    assert read(url, story.bob)["outcome"]["reviews"] == reviews


# ---- for reviewers ----------------------------------------------------------------------------


def test_reviewers_find_the_papers_they_review() -> None:
    workshop = make_workshop("credit")
    rita, otto = make_reviewer(workshop), make_reviewer(workshop)
    first, second, third = [make_submission(workshop, paper=n == 0) for n in range(3)]
    make_review(assign(first, rita), rating=5, note="Between us.")
    make_review(assign(first, otto), rating=1, text="Not for Rita.")
    assign(second, rita, state="proposed")
    bar(rita, third)
    assign(third, rita)
    found = read(link("assigned_papers", "credit"), rita)
    told = {
        "number": 1,
        "title": "On Paper 1",
        "authors": [{"name": "Author author1", "affiliation": "Example University"}],
        "kind": {"name": "Short paper", "page_limit": 4},
        "paper": {"pages": 4, "url": f"{SITE}/credit/review/1/paper.pdf"},
        "state": "submitted",
        "late": False,
        "closed": False,
        "url": f"{SITE}/api/v1/workshops/credit/review/1/",
        "page": f"{SITE}/credit/review/1/",
    }
    assert found == {"count": 1, "next": None, "previous": None, "results": [told]}
    for number in (2, 3):
        assert raw(as_user(rita), link("assigned_paper", "credit", number))[0] == 404


def test_reviewers_read_their_own_review_and_no_other() -> None:
    workshop = make_workshop("credit")
    rita, otto = make_reviewer(workshop), make_reviewer(workshop)
    paper = make_submission(workshop)
    mine = make_review(assign(paper, rita), rating=5, note="Between us.")
    assign(paper, otto)
    found = read(link("assigned_paper", "credit", 1), rita)
    due = workshop.deadlines.get(step="review").closes_at
    more = {
        "abstract": "What we found about 1.",
        "topics": [],
        "already_published_at": "",
        "due_at": utc(due),
        "review": {
            "title": "A sound paper",
            "text": "The argument holds.",
            "rating": 5,
            "confidence": 2,
            "note": "Between us.",
            "saved_at": utc(mine.saved_at),
            "submitted_at": utc(mine.submitted_at or mine.saved_at),
        },
    }
    assert {key: found[key] for key in more} == more
    assert set(found) == {*more, *read(link("assigned_papers", "credit"), rita)["results"][0]}
    other = read(link("assigned_paper", "credit", 1), otto)
    assert (other["state"], other["review"]) == ("not begun", None)


def test_a_draft_that_was_not_submitted_has_come_to_nothing_after_the_release() -> None:
    workshop = make_workshop("credit")
    rita = make_reviewer(workshop)
    paper = make_submission(workshop)
    make_review(assign(paper, rita), state="draft", submitted_at=None)
    url = link("assigned_paper", "credit", 1)
    assert read(url, rita)["review"]["text"] == "The argument holds."
    release(paper, "rejected")
    found = read(url, rita)
    assert (found["closed"], found["review"]) == (True, None)


def test_who_has_lost_the_role_has_lost_the_papers() -> None:
    workshop = make_workshop("credit")
    rita = make_reviewer(workshop)
    assign(make_submission(workshop), rita)
    workshop.roles.filter(user=rita, kind=Role.Kind.REVIEWER).delete()
    for url in (link("assigned_papers", "credit"), link("assigned_paper", "credit", 1)):
        answer = as_user(rita).get(url)
        assert (answer.status_code, answer.json()) == (404, NOT_THERE)


# ---- nobody reads what is not theirs ----------------------------------------------------------


def public_answers(story: Story) -> list[tuple[int, bytes, dict[str, str]]]:
    slug, client = story.workshop.slug, Client()
    urls = [link("workshops"), *(link(n, slug) for n in ("workshop", "schedule", "papers"))]
    return [raw(client, url) for url in [*urls, link("paper", slug, 1), link("paper", slug, 2)]]


def test_a_workshop_on_its_way_to_the_decisions_tells_the_public_nothing_of_them() -> None:
    story = Story().begin()
    before = public_answers(story)
    for step in STEPS:
        story.take(step)
        assert (step, public_answers(story)) == (step, before)
    said = b"".join(body for _, body, _ in before).lower()
    hidden = ["paper 1", "author ada", "ada@", "poster", WHO, INNER, SEALED]
    assert [what for what in hidden if what.encode() in said] == []


def test_authors_read_nothing_before_the_release_and_never_who_reviewed() -> None:
    story = Story().begin()
    urls = [link("submissions", "credit"), link("submission", "credit", 1)]
    before = [raw(as_user(story.ada), url) for url in urls]
    for step in STEPS:
        story.take(step)
        found = [raw(as_user(story.ada), url) for url in urls]
        if step not in ("notify", "correct"):
            assert (step, found) == (step, before)
        said = b"".join(body for _, body, _ in found).lower()
        names = [fact.lower() for who in CAST for fact in who]
        assert [what for what in [WHO, INNER, *names] if what.encode() in said] == []


def test_an_organizer_behind_a_barrier_reads_no_more_than_anybody() -> None:
    story = Story().begin()
    for step in STEPS:
        story.take(step)
    carl = as_user(story.carl)
    absent = raw(carl, link("submission", "credit", 99))
    assert raw(carl, link("submission", "credit", 1)) == absent
    assert raw(carl, link("assigned_paper", "credit", 1))[0] == 404
    assert read(link("submissions", "credit"), story.carl)["results"] == []
