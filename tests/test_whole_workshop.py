"""All ten steps in a real browser, from “new workshop” to a posted paper on a published schedule.

An organizer, three authors, three reviewers and one who declines; every letter is counted and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Sink
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect
from post_office import Post, introduce, link_in, sign_in, text_of
from pytest_django import Settings

from submissions.models import Submission
from submissions.papers.sample import sample_pdf
from submissions.status import Status
from workshop.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "/forgetting-2027"
REVIEWERS = ["rita@north.example", "remo@south.example", "rosa@west.example"]
NORA = "nora@east.example"
TITLE = "Forgetting by Quarters"
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

    visitor = new_page(viewport={"width": 390, "height": 844})

    create_and_open(olga, visitor, smtp_sink)
    extend(olga, visitor)
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
    hand_in_finals(ada, eve, post, paper(tmp_path))
    change_the_title(ada, olga, post)
    consent_and_post(ada, visitor, post)
    plan(olga, post)
    publish(olga, visitor, post)
    move_the_posters(olga, post)
    take_back(ada, visitor, post)
    post.expect({})
    assert list(Letter.everywhere.exclude(state="delivered")) == []


def paper(folder: Path, title: str = "Forgetting", pages: int = 3) -> Path:
    path = folder / "paper.pdf"
    path.write_bytes(sample_pdf(title, pages=pages))
    return path


def create_and_open(olga: Page, visitor: Page, sink: Sink) -> None:
    """Step 1: nobody else finds it before."""
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
    expect(olga).to_have_url(re.compile(f"{SITE}/organize/$"))
    assert visitor.request.get(f"{SITE}/").status == 404
    olga.goto(f"{SITE}/organize/call/")
    olga.get_by_role("button", name="Open the call").click()
    expect(olga.get_by_role("alert")).to_contain_text("Write the call first")
    olga.goto(f"{SITE}/organize/call/")
    olga.get_by_label("Call for papers").fill("Send what you have forgotten.")
    olga.get_by_role("button", name="Save the text").click()
    olga.get_by_role("button", name="Open the call").click()
    expect(olga.get_by_role("heading", level=1)).to_have_text("The call is open")


def extend(olga: Page, visitor: Page) -> None:
    """The date that was given first stays, struck through."""
    later = timezone.now().date() + timedelta(days=37)
    olga.get_by_label("Extend to").fill(f"{later}")
    olga.get_by_role("button", name="Extend the call").click()
    expect(olga.get_by_role("status")).to_contain_text("extended")
    visitor.goto(f"{SITE}/call/")
    expect(visitor.locator(".struck")).to_have_count(1)


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
    """Step 3: each letter has a link by which its reader accepts, or declines; nobody signs in."""
    olga.goto(f"{SITE}/organize/reviewers/invite/")
    olga.get_by_label("Addresses").fill("\n".join([*REVIEWERS, NORA]))
    olga.get_by_role("button", name="Look at the list").click()
    olga.get_by_role("button", name="Invite those who are ticked").click()
    letters = post.expect({"Will you review for Forgetting 2027?": [*REVIEWERS, NORA]})
    committee = {}
    for email, letter in letters.items():
        page = committee[email] = new_page()
        page.goto(link_in(letter, "invitation"))
        button, said = "Accept the invitation", "You have accepted. Thank you."
        if email == NORA:
            button, said = "Decline the invitation", "You have declined"
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(said)
    committee.pop(NORA)
    return committee


def assign(olga: Page, post: Post) -> None:
    """Everybody gets both papers, and one letter."""
    olga.goto(f"{SITE}/organize/assignment/?wanted=3")
    olga.get_by_role("button", name="Propose 3 for each paper").click()
    olga.get_by_role("button", name="Use this proposal").click()
    olga.get_by_role("link", name="Confirm 6 proposed").click()
    olga.locator("main form button").first.click()
    told = post.expect({"There are papers for you to review for Forgetting 2027": REVIEWERS})
    assert not [m for m in told.values() if re.search("Halves|Network", str(m))]


def write_reviews(page: Page, sink: Sink, email: str) -> None:
    """Step 4: the first paper is good, the second less so."""
    page.goto(f"{SITE}/review/")
    sign_in(page, sink, email)
    introduce(page, f"Reviewer {email[:4]}", f"University of {email[5:9]}")
    for number, rating in ((1, 5), (2, 3)):
        page.goto(f"{SITE}/review/{number}/")
        expect(page.get_by_role("main")).to_contain_text({1: "Ada Berg", 2: "Eve Cole"}[number])
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
    assert [row.status for row in Submission.everywhere.all()] == [Status.SUBMITTED] * 2
    olga.goto(f"{SITE}/organize/release/")
    expect(olga.get_by_role("main")).to_contain_text("3 letters on 2 submissions are ready.")
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
    expect(ada.get_by_text("accepted as oral").first).to_be_visible()
    for label in ("Reviewer 1", "Reviewer 2", "Reviewer 3"):
        expect(ada.get_by_role("heading", name=label)).to_be_visible()
    main = ada.get_by_role("main").inner_text()
    assert main.count("I would give this a 5.") == 3
    assert not re.search("rita|remo|rosa|north|south|west", main, re.IGNORECASE)


def hand_in_finals(ada: Page, eve: Page, post: Post, final: Path) -> None:
    """Step 7: Ada with slides, Eve without. Nothing of it is public."""
    for author, number, files, told in (
        (ada, 1, ["final", "slides"], [ADA, BOB]),
        (eve, 2, ["final"], [EVE]),
    ):
        author.goto(f"{SITE}/submissions/{number}/camera-ready/")
        for field in files:
            author.locator(f"#{field}").set_input_files(final)
        author.get_by_role("button", name="Save the camera-ready version").click()
        expect(author.get_by_role("status").first).to_contain_text("aved")
        post.expect({f"The camera-ready paper of submission {number} is in": told})


def change_the_title(ada: Page, olga: Page, post: Post) -> None:
    """Nothing changes until an organizer approves."""
    ada.goto(f"{SITE}/submissions/1/change/")
    ada.get_by_label("Title").fill(TITLE)
    ada.get_by_label("Why").fill("A reviewer asked for it.")
    ada.get_by_role("button", name="Propose this change").click()
    post.expect({"A change of submission 1 is proposed": [ADA, BOB]})
    olga.goto(f"{SITE}/organize/submissions/1/change/")
    expect(olga.get_by_role("main")).to_contain_text("A reviewer asked for it.")
    olga.get_by_role("button", name="Approve this change").click()
    post.expect({"The change of submission 1 is approved": [ADA, BOB]})


def consent_and_post(ada: Page, visitor: Page, post: Post) -> None:
    """Step 8: a visitor on a phone finds Ada's paper, and nothing of Eve's."""
    visitor.goto(f"{SITE}/papers/")
    assert TITLE not in visitor.content()
    ada.goto(f"{SITE}/submissions/1/consent/")
    for artefact in ("page", "pdf", "slides"):
        ada.locator(f'input[name="{artefact}"]').check()
    ada.get_by_role("button", name="Save the consent").click()
    post.expect({"Consent to posting submission 1": [ADA, BOB]})
    visitor.goto(f"{SITE}/papers/")
    visitor.get_by_role("link", name=TITLE, exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert visitor.locator('meta[name="citation_author"]').count() == 2
    assert visitor.request.get(f"{SITE}/papers/1/paper.pdf").body().startswith(b"%PDF-")
    assert TITLE in visitor.request.get(f"{SITE}/papers/1/paper.bib").text()
    assert visitor.request.get(f"{SITE}/papers/2/").status == 404
    assert "What a Network Keeps" not in visitor.content()


def plan(olga: Page, post: Post) -> None:
    """Step 9: a usual day with its talk, and the poster on a board. The public sees none of it."""
    olga.goto(f"{SITE}/organize/schedule/")
    olga.get_by_role("button", name="Begin with a usual day").click()
    expect(olga.get_by_role("main")).to_contain_text(TITLE)
    olga.get_by_role("button", name="Place the poster").click()
    expect(olga.get_by_role("main")).to_contain_text("What a Network Keeps")
    post.expect({})


def publish(olga: Page, visitor: Page, post: Post) -> None:
    """Step 10: each author is told where; the visitor reads it, and so does their calendar."""
    visitor.goto(f"{SITE}/schedule/")
    expect(visitor.get_by_role("main")).to_contain_text("The schedule is not out yet.")
    olga.goto(f"{SITE}/organize/schedule/publish/")
    olga.get_by_role("button", name=re.compile("^Publish version 1")).first.click()
    letters = post.expect(
        {
            "When and where you present submission 1": [ADA, BOB],
            "When and where you present submission 2": [EVE],
        }
    )
    assert "Board 1" in text_of(letters[EVE]) or "board 1" in text_of(letters[EVE])
    visitor.goto(f"{SITE}/schedule/")
    expect(visitor.get_by_role("main")).to_contain_text(TITLE)
    calendar = Calendar.from_ical(visitor.request.get(f"{SITE}/schedule.ics").body())
    told = "".join(
        str(event["description"]) for event in calendar.walk("VEVENT") if "description" in event
    )
    assert TITLE in told
    assert "What a Network Keeps" in told


def move_the_posters(olga: Page, post: Post) -> None:
    """Only those whose slot has changed are written to."""
    olga.goto(f"{SITE}/organize/schedule/")
    poster = olga.locator(".program > li").filter(has_text="What a Network Keeps")
    poster.locator('a[href*="/sessions/"]').first.click()
    olga.get_by_role("link", name="Change the session").click()
    olga.get_by_label("Starts").fill("16:00")
    olga.get_by_label("Ends").fill("17:00")
    olga.get_by_role("button", name="Save the session").click()
    olga.goto(f"{SITE}/organize/schedule/publish/")
    olga.get_by_role("button", name=re.compile("^Publish version 2")).first.click()
    post.expect({"Submission 2 has another slot on the schedule": [EVE]})


def take_back(ada: Page, visitor: Page, post: Post) -> None:
    """The page is gone at once, and says nothing of what it was."""
    ada.goto(f"{SITE}/submissions/1/consent/")
    ada.locator('input[name="page"]').uncheck()
    for artefact in ("pdf", "slides"):
        ada.locator(f'input[name="{artefact}"]').uncheck()
    ada.get_by_role("button", name="Save the consent").click()
    post.expect({"Submission 1 is no longer posted": [ADA, BOB]})
    gone = visitor.request.get(f"{SITE}/papers/1/")
    assert gone.status == 410
    assert "Forgetting by" not in gone.text()
