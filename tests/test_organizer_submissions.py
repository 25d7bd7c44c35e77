"""Organizers list, search and export submissions, add a late one, reject one at the desk."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.test import Client
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from forms import ADA, BOB, pdf, typed

from reviews import conflicts
from submissions import deciders
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
LIST = "/credit/organize/submissions/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def browser(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def numbers(browser: Client, query: str = "") -> list[int]:
    return [row.number for row in browser.get(LIST + query).context["page"].object_list]


def test_drafts_are_not_listed(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop, status="draft")
    make_submission(workshop)
    assert numbers(browser) == [2]


def test_the_list_is_searched_and_filtered(browser: Client, workshop: Workshop) -> None:
    long = workshop.kinds.get(name="Long paper")
    make_submission(workshop, title="Sparse Credit", authors=["ines@example.org"])
    make_submission(workshop, title="Dense Memory", kind=long)
    third = make_submission(workshop, title="Other", status="withdrawn")
    memory = workshop.topics.get(name="Memory")
    third.topics.add(memory)
    assert numbers(browser, "?q=sparse") == [1]
    assert numbers(browser, "?q=ines") == [1]
    assert numbers(browser, "?q=2") == [2]
    assert numbers(browser, "?q=sparse+memory") == []
    assert numbers(browser, f"?kind={long.name}") == [2]
    assert numbers(browser, f"?topic={memory.name}") == [3]
    assert numbers(browser, "?status=withdrawn") == [3]
    assert numbers(browser, "?kind=nonsense&status=nonsense") == [1, 2, 3]


def test_a_search_minds_neither_accents_nor_case_nor_a_sign_for_number(
    browser: Client, workshop: Workshop
) -> None:
    author = make_submission(workshop, title="ÉTUDES of Credit").authors.get()
    author.name = "Zoltán Kovács"
    author.save()
    make_submission(workshop, title="Other")
    for query in ("kovacs", "KOVÁCS", "etudes+zoltan", "%231"):
        assert numbers(browser, f"?q={query}") == [1]
    assert numbers(browser, "?q=kovac%C5%A1+other") == []


def test_drafts_are_no_state_to_look_for(browser: Client, workshop: Workshop) -> None:
    page = browser.get(LIST).content.decode()
    assert "any state" in page
    assert '<option value="draft">' not in page


def test_rejecting_what_is_rejected_leads_back_to_it(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop, status="desk-rejected")
    answer = browser.get(f"{LIST}1/reject/", follow=True)
    assert answer.redirect_chain == [(f"{LIST}1/", 302)]
    said = "Submission 1 is rejected at the desk: it cannot be rejected here."
    assert said in answer.content.decode()


def test_fifty_rows_are_a_page_and_links_keep_the_filter(
    browser: Client, workshop: Workshop
) -> None:
    for _ in range(51):
        make_submission(workshop)
    assert len(numbers(browser, "?q=paper")) == 50
    assert numbers(browser, "?q=paper&page=2") == [51]
    assert "?q=paper&amp;page=2" in browser.get(LIST + "?q=paper").content.decode()


def test_for_htmx_only_the_list_is_sent(browser: Client, workshop: Workshop) -> None:
    html = browser.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith('<section class="leaf bare" id="list"')


def test_the_export_opens_no_formula(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop, title="=HYPERLINK(1)", authors=["a@example.org", "b@example.org"])
    make_submission(workshop, status="draft", title="Unseen")
    answer = browser.get(LIST + "submissions.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert [row["number"] for row in rows] == ["1"]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["e-mails"] == "a@example.org; b@example.org"


def test_all_papers_come_as_one_zip(browser: Client, workshop: Workshop) -> None:
    make_submission(workshop, paper=True)
    make_submission(workshop, paper=True, status="withdrawn")
    make_submission(workshop, paper=True)
    body = b"".join(browser.get(LIST + "papers.zip"))
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.namelist() == ["credit-paper-1.pdf", "credit-paper-3.pdf"]
    assert archive.read("credit-paper-1.pdf").startswith(b"%PDF-")


def test_a_late_one_is_added_after_the_deadline_and_its_authors_are_told(
    browser: Client, workshop: Workshop
) -> None:
    browser.post(LIST + "late/", {**typed(workshop, ADA, BOB), "paper": pdf()})
    submission = workshop.submissions.get()
    assert (submission.status, submission.submitter) == ("submitted", None)
    assert sorted(workshop.letters.values_list("event", "recipient")) == [
        ("submissions/added_late", "ada@example.org"),
        ("submissions/added_late", "bob@example.org"),
    ]
    assert workshop.entries.get().text == "Olga added submission 1 late"


def test_a_late_one_with_a_mistake_keeps_what_was_typed(
    browser: Client, workshop: Workshop
) -> None:
    page = browser.post(LIST + "late/", typed(workshop, abstract=""))
    assert "2 things need mending before this can be added." in page.content.decode()
    assert "Ada Lovelace" in page.content.decode()


def test_rejecting_at_the_desk_needs_a_reason_and_tells_every_author(
    browser: Client, workshop: Workshop
) -> None:
    make_submission(workshop, authors=["ada@example.org", "bob@example.org"])
    url = LIST + "1/reject/"
    assert "Give the authors a reason" in browser.post(url, {"reason": " "}).content.decode()
    browser.post(url, {"reason": "It is out of scope."})
    assert workshop.submissions.get().status == "desk-rejected"
    assert [letter.body.count("It is out of scope.") for letter in workshop.letters.all()] == [1, 1]
    answer = browser.post(url, {"reason": "Again"})
    assert answer.status_code == 409
    assert "it cannot become rejected at the desk" in answer.content.decode()


def test_an_organizer_who_is_an_author_is_a_stranger_to_it(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_submission(workshop)
    browser.post(
        LIST + "late/",
        {**typed(workshop, ADA, ("Olga", "olga@example.org", "X", "")), "paper": pdf()},
    )
    assert numbers(browser) == [1]
    assert browser.get(LIST).context["tabs"]["all"] == 1
    gone = [LIST + "2/", LIST + "2/paper.pdf", LIST + "2/reject/"]
    absent = [LIST + "99/", LIST + "99/paper.pdf", LIST + "99/reject/"]
    for barred, missing in zip(gone, absent, strict=True):
        a, b = browser.get(barred), browser.get(missing)
        assert (a.status_code, a.content) == (404, b.content)
    assert browser.get("/credit/submissions/2/").status_code == 200
    assert numbers(browser, "?q=olga") == []
    assert b"On Credit" not in b"".join(browser.get(LIST + "submissions.csv"))
    body = b"".join(browser.get(LIST + "papers.zip"))
    assert zipfile.ZipFile(io.BytesIO(body)).namelist() == []
    # Nobody else organizes: that is all that the letters say of it, and not before the sweep.
    assert list(workshop.letters.visible_to(olga)) == []
    conflicts.detect(workshop, AT)
    assert [row.event for row in workshop.letters.visible_to(olga)] == [deciders.WANTED]
    assert list(workshop.entries.visible_to(olga)) == []


def test_proving_an_authors_address_bars_at_once(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    from django.utils import timezone

    from workshop.accounts import verify_address

    make_submission(workshop, authors=["o.private@example.org"])
    assert numbers(browser) == [1]
    verify_address(olga, "o.private@example.org", timezone.now())
    assert numbers(browser) == []


def test_the_picture_counts_drafts_but_nothing_behind_a_barrier(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    from django.utils import timezone

    from submissions import overview

    make_submission(workshop, status="draft")
    make_submission(workshop)
    workshop.barriers.create(user=olga, number=make_submission(workshop).number, reason="author")
    seen = overview.of(workshop, olga, timezone.now())
    assert (seen.submitted, seen.drafts, seen.by_kind) == (1, 1, [("Short paper", 1)])
    other = make_user()
    assert overview.of(workshop, other, timezone.now()).submitted == 0
