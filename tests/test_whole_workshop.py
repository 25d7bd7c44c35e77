"""All ten steps in a real browser, from “new workshop” to a posted paper on a published schedule.

An organizer, two authors, three reviewers and a visitor; every letter is counted and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Sink
from django.utils import timezone
from playwright.sync_api import Page, expect
from post_office import Post, introduce, link_in, sign_in
from pytest_django import Settings

from submissions.papers.sample import sample_pdf
from workshop.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "/forgetting-2027"
REVIEWERS = ["rita@north.example", "remo@south.example", "rosa@west.example"]
ADA, BOB, EVE = "ada@author.example", "bob@coauthor.example", "eve@other.example"


def test_a_workshop_from_beginning_to_end(
    new_page: Callable[..., Page],
    celery_worker: None,
    smtp_sink: Sink,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.WORKSHOP_CREATORS = ["olga@aalto.example"]
    post = Post(smtp_sink)
    olga, ada, eve = (new_page() for _ in range(3))

    create_and_open(olga, smtp_sink)
    submit(ada, smtp_sink, (ADA, "Ada Berg"), "Forgetting by Halves", paper(tmp_path), coauthor=BOB)
    submit(eve, smtp_sink, (EVE, "Eve Cole"), "What a Network Keeps", paper(tmp_path))
    post.skip()
    close_the_call(olga)
    committee = invite(olga, post, new_page)
    assign(olga, post)
    for email, page in committee.items():
        write_reviews(page, smtp_sink, email)
    post.skip()
    decide_and_release(olga, post)
    read_reviews(ada)
    assert list(Letter.everywhere.exclude(state="delivered")) == []


def paper(folder: Path, title: str = "Forgetting", pages: int = 3) -> Path:
    path = folder / "paper.pdf"
    path.write_bytes(sample_pdf(title, pages=pages))
    return path


def create_and_open(olga: Page, sink: Sink) -> None:
    """Step 1."""
    olga.goto("/account/new-workshop/")
    sign_in(olga, sink, "olga@aalto.example")
    introduce(olga, "Olga Ohm", "Aalto University")
    olga.goto("/account/new-workshop/")
    today = timezone.now().date()
    olga.get_by_label("Title").fill("Learning to Forget")
    olga.get_by_label("Short name").fill("Forgetting 2027")
    olga.get_by_label("First day").fill(f"{today + timedelta(days=90)}")
    olga.get_by_label("Last day").fill(f"{today + timedelta(days=91)}")
    olga.get_by_label(re.compile("Deadline")).fill(f"{today + timedelta(days=30)}")
    olga.get_by_role("button", name="Create the workshop").click()
    olga.goto(f"{SITE}/organize/call/")
    olga.get_by_label("Call for papers").fill("Send what you have forgotten.")
    olga.get_by_role("button", name="Save the text").click()
    olga.get_by_role("button", name="Open the call").click()
    expect(olga.get_by_role("heading", level=1)).to_have_text("The call is open")


def submit(
    page: Page, sink: Sink, who: tuple[str, str], title: str, paper: Path, *, coauthor: str = ""
) -> None:
    """Step 2. The letters arrive before the next author begins."""
    before = len(sink.messages)
    page.goto(f"{SITE}/submissions/new/")
    sign_in(page, sink, who[0])
    introduce(page, who[1], f"University of {who[0].split('@')[1]}")
    page.goto(f"{SITE}/submissions/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Short paper").check()
    page.get_by_label("Abstract").fill("We forget, by $\\gamma^t$ a step.")
    if coauthor:
        page.get_by_role("button", name="Add an author").click()
        second = page.locator(".author").nth(1)
        second.get_by_label("Name").fill("Bob Dahl")
        second.get_by_label("E-mail").fill(coauthor)
        second.get_by_label("Affiliation").fill("Dahl Institute")
    page.get_by_label("The paper, as PDF").set_input_files(paper)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("status")).to_contain_text("is submitted.")
    told = [who[0], coauthor] if coauthor else [who[0]]
    Post(sink, before + 1).expect({f"Your paper is submitted, as number {_number(page)}": told})


def _number(page: Page) -> str:
    return page.url.rstrip("/").rpartition("/")[2]


def close_the_call(olga: Page) -> None:
    olga.goto(f"{SITE}/organize/call/close/")
    olga.get_by_role("button", name="Close the call now").click()
    expect(olga.get_by_role("heading", level=1)).to_have_text("The call is closed")


def invite(olga: Page, post: Post, new_page: Callable[..., Page]) -> dict[str, Page]:
    """Step 3: three letters, each with a link by which its reader accepts."""
    olga.goto(f"{SITE}/organize/reviewers/")
    olga.get_by_label("Addresses").fill("\n".join(REVIEWERS))
    olga.get_by_role("button", name="Invite reviewers").click()
    letters = post.expect({"Will you review for Forgetting 2027?": REVIEWERS})
    committee = {}
    for email, letter in letters.items():
        page = committee[email] = new_page()
        page.goto(link_in(letter, "invitation"))
        page.get_by_role("button", name="Accept the invitation").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You have accepted. Thank you.")
    return committee


def assign(olga: Page, post: Post) -> None:
    """Everybody gets both papers, and one letter."""
    olga.goto(f"{SITE}/organize/assignment/?wanted=3")
    olga.get_by_role("button", name="Propose 3 for each paper").click()
    olga.get_by_role("link", name="Confirm 6 proposed").click()
    olga.locator("main form button").first.click()
    post.expect({"There are papers for you to review for Forgetting 2027": REVIEWERS})


def write_reviews(page: Page, sink: Sink, email: str) -> None:
    """Step 4: the first paper is good, the second less so."""
    page.goto(f"{SITE}/review/")
    sign_in(page, sink, email)
    introduce(page, f"Reviewer {email[:4]}", f"University of {email[5:9]}")
    for number, rating in ((1, 5), (2, 3)):
        page.goto(f"{SITE}/review/{number}/")
        page.locator(f'input[name="rating"][value="{rating}"]').check(force=True)
        page.locator('input[name="confidence"][value="2"]').check(force=True)
        page.get_by_label("Text to the authors").fill(f"I would give this a {rating}.")
        page.get_by_role("button", name="Submit review").click()
        expect(page.get_by_role("status").first).to_contain_text("ubmitted")


def decide_and_release(olga: Page, post: Post) -> None:
    """Steps 5 and 6. Sealed at first, with no letter; then one to each author, all at once."""
    olga.goto(f"{SITE}/organize/decisions/")
    for number, outcome in ((1, "oral"), (2, "poster")):
        row = olga.locator(f"#submission-{number}")
        row.get_by_role("button", name=outcome).click()
        expect(row.get_by_role("button", name=outcome)).to_have_attribute("aria-pressed", "true")
    post.expect({})
    olga.goto(f"{SITE}/organize/release/")
    olga.get_by_label("Yes, tell every author now").check()
    olga.get_by_role("button", name="Release all decisions").click()
    letters = post.expect(
        {
            "Your submission 1 is accepted as an oral": [ADA, BOB],
            "Your submission 2 is accepted as a poster": [EVE],
        }
    )
    assert not [m for m in letters.values() if re.search("rita|remo|rosa", str(m))]


def read_reviews(ada: Page) -> None:
    """Three reviews by their labels, and nobody's name."""
    ada.goto(f"{SITE}/submissions/1/")
    for label in ("Reviewer 1", "Reviewer 2", "Reviewer 3"):
        expect(ada.get_by_role("heading", name=label)).to_be_visible()
    main = ada.get_by_role("main").inner_text()
    assert main.count("I would give this a 5.") == 3
    assert not re.search("rita|remo|rosa|north|south|west", main, re.IGNORECASE)
