"""No other site learns, by a download that begins or does not, what its visitor may have here."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import make_organizer
from posting_factories import give, make_accepted, make_part, make_past_call

from submissions.models import PaperVersion
from workshop.models import Workshop

pytestmark = pytest.mark.django_db
FILES = [
    "organize/submissions/1/paper.pdf",
    "organize/submissions/papers.zip",
    "organize/submissions/submissions.csv",
]


@pytest.fixture
def workshop() -> Workshop:
    workshop = make_past_call("credit")
    accepted = make_accepted(workshop)
    make_part(accepted, PaperVersion.Part.REVIEW)
    make_part(accepted, PaperVersion.Part.FINAL)
    give(accepted, "page", "pdf")
    return workshop


@pytest.fixture
def browser(workshop: Workshop) -> Client:
    client = Client()
    client.force_login(make_organizer(workshop))
    return client


def is_file(client: Client, address: str, asked: str) -> bool:
    headers = {"Sec-Fetch-Site": asked} if asked else {}
    answer = client.get(address, headers=headers)
    b"".join(answer)  # a file is closed at its end
    return answer.has_header("Content-Disposition")


@pytest.mark.parametrize("file", FILES)
def test_a_private_file_comes_to_who_asks_for_it_here(browser: Client, file: str) -> None:
    comes = {
        asked: is_file(browser, f"/credit/{file}", asked)
        for asked in ("", "none", "same-origin", "same-site", "cross-site")
    }
    assert [asked for asked, did in comes.items() if did] == ["", "none", "same-origin"]


@pytest.mark.parametrize("number", [1, 99])
def test_who_comes_from_another_site_gets_the_same_page_whatever_is_there(
    browser: Client, number: int
) -> None:
    address = f"/credit/organize/submissions/{number}/paper.pdf?a=1"
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"
    assert f'href="{address}"' in answer.content.decode()
    assert not [query for query in queries if "submissions_" in query["sql"]]


def test_what_everybody_may_have_other_sites_may_link_to(browser: Client) -> None:
    public = ["papers/1/paper.pdf", "papers.bib"]
    assert all(is_file(browser, f"/credit/{file}", "cross-site") for file in public)
