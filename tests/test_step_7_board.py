"""Step 7: the organizers' page: what is missing of all, and the files to take along."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

import pytest
from camera_ready_fixtures import accepted_paper, eight_days, organizers_client  # noqa: F401
from camera_ready_story import BOARD, PAGE, SECOND, heading, make_final, save
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_submission
from html_tree import every, one, text_of, tree
from people_fixtures import author_ada, closed_call, now, organizer_olga  # noqa: F401
from review_factories import bar, release

from submissions import submit
from submissions.models import Submission
from submissions.papers.sample import sample_pdf
from workshop import dates
from workshop.errors import Refused
from workshop.models import Deadline, User, Workshop

pytestmark = pytest.mark.django_db


def test_the_title_says_where_things_stand(organizing: Client, workshop: Workshop) -> None:
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    rows = [make_submission(workshop, status=status) for status in ("oral", "poster", "rejected")]
    said = heading(organizing.get(BOARD).content.decode())
    assert said == "2 camera-ready papers are still missing"
    make_final(rows[0])
    make_final(rows[1], finding="encrypted")
    said = heading(organizing.get(BOARD).content.decode())
    assert said == "1 camera-ready paper is still missing"
    make_final(rows[1])
    assert heading(organizing.get(BOARD).content.decode()) == "All 2 camera-ready papers are in"


def test_the_tabs_show_what_is_missing_and_what_to_look_at(
    organizing: Client, workshop: Workshop
) -> None:
    rows = [make_submission(workshop, status="oral") for _ in range(4)]
    make_final(rows[0])
    make_final(rows[1], pages=9)
    make_final(rows[2], finding="not-a-pdf")
    shown = {
        tab: [row.submission.number for row in organizing.get(BOARD + tab).context["page"]]
        for tab in ("", "?show=missing", "?show=look", "?show=change", "?show=nonsense")
    }
    assert shown == {
        "": [1, 2, 3, 4],
        "?show=missing": [3, 4],
        "?show=look": [2, 3],
        "?show=change": [],
        "?show=nonsense": [1, 2, 3, 4],
    }
    html = organizing.get(BOARD).content.decode()
    assert '<span class="mark warn">5 over</span>' in html
    assert '<span class="mark bad">unreadable</span>' in html


def test_it_says_what_may_be_posted_of_each(organizing: Client, workshop: Workshop) -> None:
    some, _none, taken = (make_submission(workshop, status="oral") for _ in range(3))
    for artefact in ("page", "pdf"):
        some.consents.create(artefact=artefact, given_at=timezone.now())
    taken.consents.create(
        artefact="page", given_at=timezone.now(), revoked_at=timezone.now() + SECOND
    )
    page = organizing.get(BOARD)
    cells = [text_of(cell) for cell in every(one(tree(page), "tbody"), "td", "wide-only")]
    assert cells == ["page, PDF", "–", "–"]
    rows = organizing.get(f"{BOARD}?show=unposted").context["page"]
    assert [row.submission.number for row in rows] == [2, 3]


def test_the_zip_has_the_final_papers_and_the_other_zip_those_for_review(
    organizing: Client, workshop: Workshop
) -> None:
    def names(url: str) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(b"".join(organizing.get(url)))).namelist()

    first = make_submission(workshop, status="oral", paper=True)
    make_submission(workshop, status="poster", paper=True)
    make_final(first)
    assert names(f"{BOARD}papers.zip") == ["credit-camera-ready-1.pdf"]
    reviewed = ["credit-paper-1.pdf", "credit-paper-2.pdf"]
    assert names("/credit/organize/submissions/papers.zip") == reviewed
    final = organizing.get("/credit/organize/submissions/1/camera-ready.pdf")
    assert b"".join(final) == sample_pdf("Final")
    review = organizing.get("/credit/organize/submissions/1/paper.pdf")
    assert b"".join(review) == sample_pdf("On Paper 1")
    assert organizing.get("/credit/organize/submissions/1/slides.pdf").status_code == 404
    assert organizing.get("/credit/organize/submissions/2/camera-ready.pdf").status_code == 404


def test_an_organizer_behind_a_barrier_sees_and_counts_nothing_of_it(
    organizing: Client, workshop: Workshop, olga: User
) -> None:
    hidden, other = (make_submission(workshop, status="oral") for _ in range(2))
    make_final(hidden)
    make_final(other)
    bar(olga, hidden)
    html = organizing.get(BOARD).content.decode()
    assert heading(html) == "The one camera-ready paper is in"
    assert hidden.title not in html
    assert organizing.get("/credit/organize/submissions/1/camera-ready.pdf").status_code == 404
    assert organizing.get("/credit/organize/submissions/1/change/").status_code == 404
    bar(olga, other)
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    assert "Camera-ready paper" not in organizing.get("/credit/organize/").content.decode()


def test_the_overview_says_how_many_are_missing_and_by_when(
    organizing: Client, workshop: Workshop, deadline: Deadline
) -> None:
    def due() -> list[str]:
        html = organizing.get("/credit/organize/").content.decode()
        return re.findall(r"<h3>(Camera-ready.*?)</p>", html)

    make_submission(workshop)
    assert due() == []
    row = make_submission(workshop, status="oral")
    by_when = dates.in_words(deadline.closes_at)
    assert due() == [f"Camera-ready paper missing</h3><p>Of 1 accepted. Due {by_when}."]
    Deadline.everywhere.filter(pk=deadline.pk).update(closes_at=timezone.now() - SECOND)
    assert due()[0].startswith("Camera-ready paper missing</h3><p>Of 1 accepted. They were due ")
    make_final(row)
    assert due() == []


def test_withdrawing_ends_it_for_everybody(
    organizing: Client, workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    make_final(paper)
    submit.withdraw(paper, version=paper.version, by=ada, at=at)
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    with pytest.raises(Refused, match="This submission is withdrawn"):
        save(paper, ada, at, abstract="Still here.")


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        assert answer.status_code == 200
        b"".join(answer)
    return len(captured)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_ask_the_same_at_one_row_and_at_thirty(
    workshop: Workshop, ada: User, olga: User, rows: int
) -> None:
    for n in range(rows):
        row = make_submission(workshop, ada, status="oral", authors=[ada.email, f"b{n}@b.example"])
        make_final(row, pages=n + 1)
        facts = {"title": f"Otherwise {n}", "authors": [], "proposed_at": row.saved_at, "number": 1}
        row.changes.create(proposed_by=ada, **facts)
        make_submission(workshop, status="poster")
    release(workshop.submissions.get(number=1), "oral")
    organizer, author = Client(), Client()
    organizer.force_login(olga)
    author.force_login(ada)
    assert {url: queries(organizer, url) for url in ORGANIZER} == ORGANIZER
    assert {url: queries(author, url) for url in AUTHOR} == AUTHOR


# Literals: a change here is a change of what a page costs.
ORGANIZER = {
    "/credit/organize/": 15,
    BOARD: 11,
    f"{BOARD}?show=change": 11,
    f"{BOARD}remind/": 11,
    f"{BOARD}papers.zip": 7,
    "/credit/organize/submissions/1/": 12,
    "/credit/organize/submissions/1/change/": 10,
    "/credit/organize/submissions/1/camera-ready.pdf": 7,
}
AUTHOR = {
    "/credit/submissions/1/": 14,
    PAGE: 11,
    "/credit/submissions/1/change/": 13,
    "/credit/submissions/1/camera-ready.pdf": 7,
}
