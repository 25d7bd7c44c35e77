"""Steps 3 to 6 as four people: an organizer, two reviewers and one who declines, an author."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Sink
from factories import make_organizer, make_submission, make_user, make_workshop
from playwright.sync_api import Page, expect
from post_office import address_of, introduce, link_in, recipients, sign_in, wait_for
from pytest_django.live_server_helper import LiveServer
from test_browser_pages import session_of

from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
INVITED = ["rita@north.example", "remo@south.example", "nora@west.example"]


def page_of(new_page: Callable[..., Page], live_server: LiveServer, user: User) -> Page:
    page = new_page()
    cookie = {"name": "session", "value": session_of(user), "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


def test_from_the_invitation_of_reviewers_to_an_author_who_reads(
    new_page: Callable[..., Page], live_server: LiveServer, celery_worker: None, smtp_sink: Sink
) -> None:
    workshop = make_workshop("credit", call="closed")
    olga = page_of(new_page, live_server, make_organizer(workshop, "olga@east.example", "Olga"))
    ada = make_user("ada@author.example", "Ada")
    make_submission(workshop, ada, authors=[ada.email, "bob@author.example"], paper=True)

    invite_and_answer(new_page, olga, smtp_sink)
    assign(olga, smtp_sink)
    ratings = {"rita@north.example": "4", "remo@south.example": "2"}
    for email, rating in ratings.items():
        write_review(new_page(), smtp_sink, email, rating)
    decide_and_release(olga, smtp_sink, workshop)
    read(page_of(new_page, live_server, ada))


def invite_and_answer(new_page: Callable[..., Page], olga: Page, sink: Sink) -> None:
    """Three letters; two accept by the link in theirs, one declines. Nobody need sign in."""
    olga.goto("/credit/organize/reviewers/")
    olga.get_by_label("Addresses").fill("\n".join(INVITED))
    olga.get_by_role("button", name="Invite reviewers").click()
    letters = wait_for(sink.messages, 3)
    assert sorted(address_of(letter) for letter in letters) == sorted(INVITED)
    for letter in letters:
        page = new_page()
        page.goto(link_in(letter, "invitation"))
        declines = address_of(letter).startswith("nora")
        button = "Decline the invitation" if declines else "Accept the invitation"
        page.get_by_role("button", name=button).click()
        said = "You have declined" if declines else "You have accepted. Thank you."
        expect(page.get_by_role("heading", level=1)).to_have_text(said)
    wait_for(sink.messages, 3)


def assign(olga: Page, sink: Sink) -> None:
    """Two are proposed and confirmed; each of them gets one letter."""
    before = len(sink.messages)
    olga.goto("/credit/organize/assignment/?wanted=2")
    olga.get_by_role("button", name="Propose 2 for each paper").click()
    olga.get_by_role("link", name="Confirm 2 proposed").click()
    olga.locator("main form button").first.click()
    told = wait_for(sink.messages, before + 2)[before:]
    assert sorted(address_of(letter) for letter in told) == [
        "remo@south.example",
        "rita@north.example",
    ]
    assert all("On Paper" not in str(letter) for letter in told)


def write_review(page: Page, sink: Sink, email: str, rating: str) -> None:
    page.goto("/credit/review/")
    sign_in(page, sink, email)
    introduce(page, f"Reviewer {email[:4]}", f"University of {email[5:10]}")
    page.goto("/credit/review/1/")
    expect(page.get_by_role("main")).to_contain_text("Author ada")
    page.locator(f'input[name="rating"][value="{rating}"]').check(force=True)
    page.locator('input[name="confidence"][value="2"]').check(force=True)
    page.get_by_label("Text to the authors").fill(f"I would give this a {rating}.")
    page.get_by_role("button", name="Submit review").click()
    expect(page.get_by_role("status").first).to_contain_text("ubmitted")


def decide_and_release(olga: Page, sink: Sink, workshop: Workshop) -> None:
    """Sealed at first: no letter. Then one to each author, all at once."""
    before = len(sink.messages)
    olga.goto("/credit/organize/decisions/")
    olga.get_by_role("button", name="poster").first.click()
    assert workshop.submissions.get().status == "submitted"
    wait_for(sink.messages, before)
    olga.goto("/credit/organize/release/")
    expect(olga.get_by_role("main")).to_contain_text("2 letters on 1 submission are ready.")
    olga.get_by_label("Yes, tell every author now").check()
    olga.get_by_role("button", name="Release all decisions").click()
    told = wait_for(sink.messages, before + 2)[before:]
    assert recipients(told) == [
        ("ada@author.example", "Your submission 1 is accepted as a poster"),
        ("bob@author.example", "Your submission 1 is accepted as a poster"),
    ]
    assert not [m for m in told if "rita" in str(m) or "remo" in str(m)]


def read(ada: Page) -> None:
    """Both reviews by their labels, and nobody's name."""
    ada.goto("/credit/submissions/1/")
    expect(ada.get_by_text("accepted as poster").first).to_be_visible()
    for label in ("Reviewer 1", "Reviewer 2"):
        expect(ada.get_by_role("heading", name=label)).to_be_visible()
    main = ada.get_by_role("main").inner_text()
    assert main.count("I would give this a") == 2
    assert not [name for name in ("Rita", "rita", "Remo", "remo", "north", "south") if name in main]
