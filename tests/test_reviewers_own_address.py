"""A reviewer who has removed the address that was invited is not told of by another of theirs; and
what they do themselves is written down by the name that organizers know."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, PAGE, REVIEWERS, as_one, paper
from django.test import Client
from filling import shown
from review_factories import assign as given
from review_factories import make_review
from test_reviewers_named import HOME, REMIND, accepted

from reviews import conflicts, profile, review
from reviews.publications.publication import Publication
from workshop import own_account
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
MAIN = "main@secret.example"


def left(workshop: Workshop, name: str) -> User:
    """Who has signed in, and removed the address that was invited."""
    user = accepted(workshop, name)
    as_one(user)
    user.refresh_from_db()
    own_account.remove_address(user, "ann@work.example", at=AT)
    return user


@pytest.mark.parametrize("name", ["", "Ann"])
def test_their_main_address_is_on_no_page_of_the_organizers(
    workshop: Workshop, browser: Client, name: str
) -> None:
    user = left(workshop, name)
    make_review(given(paper(workshop), user))
    given(paper(workshop), user)
    ones = ["reviews/", "reviews/1/", "reviews/2/", "decisions/1/", "conflicts/", "journal/"]
    ones += ["journal/readers/?number=1&thing=reviews", "view-as/"]
    for url in [REVIEWERS, f"{PAGE}?by=reviewer", PAGE, *(f"{HOME}{one}" for one in ones)]:
        assert MAIN not in shown(browser.get(url)), url
    page = shown(browser.get(REMIND))
    assert MAIN not in page
    assert "To somebody without a name" in page
    assert "Sign in with your address." in page


def test_nor_in_what_is_kept(workshop: Workshop) -> None:
    user, row = left(workshop, ""), paper(workshop)
    given(row, user)
    review.decline(row, reason="No time.", by=user, at=AT)
    assert not workshop.entries.filter(text__contains=MAIN).exists()
    told = workshop.letters.filter(event="reviews/assignment_declined")
    assert told.exists()
    assert not told.filter(subject__contains=MAIN).exists()
    assert not told.filter(body__contains=MAIN).exists()


def test_their_own_entries_have_the_name_that_was_typed(workshop: Workshop, olga: User) -> None:
    user = accepted(workshop, "Ann Berg")
    paper(workshop)
    first = workshop.entries.latest("pk").pk
    conflicts.declare(workshop, [1], by=user, at=AT)
    conflicts.declare(workshop, [], by=user, at=AT)
    saw = profile.shown(profile.takes(workshop, user), [])
    facts = {"topics": [], "load": 2, "ties": [("person", "Bo Ek")], "seen": saw}
    profile.save(workshop, **facts, by=user, at=AT)  # type: ignore[arg-type]
    publication = Publication(title="On", year=2020, authors=("Bo Ek",), source="typed")
    profile.add_publications(workshop, [publication], by=user, at=AT)
    profile.remove_publication(workshop, workshop.publications.get().pk, by=user, at=AT)
    texts = list(workshop.entries.filter(pk__gt=first, by=user).values_list("text", flat=True))
    assert len(texts) == 6
    assert all(text.startswith("Ann Berg ") for text in texts), texts
