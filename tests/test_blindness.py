"""Nobody reads what is not theirs: marker names in every answer at the last step of the story, and
in a sample of the answers before. The campaign `crawler` asks for all of them, as everybody."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from committee import INNER, NOBODY, SEALED, STEPS, WHO, Answer, Story, answer, everything
from django.test import Client

from workshop.models import User

pytestmark = pytest.mark.django_db


def leaks(answers: Iterable[Answer], *markers: str) -> list[str]:
    return [found for each in answers for found in each.has(*markers)]


def reviews_touched(answers: Iterable[Answer]) -> list[str]:
    """Which answers to an author asked the committee's tables. Every one asked some table."""
    assert any('"submissions_' in sql for each in answers for sql in each.queries)
    return [each.url for each in answers for sql in each.queries if '"reviews_' in sql]


def letters_to(story: Story, *people: User) -> str:
    emails = [person.email for person in people]
    rows = story.workshop.letters.filter(recipient__in=emails)
    return "\n".join(f"{row.subject}\n{row.body}" for row in rows).lower()


def test_no_marker_reaches_anybody_who_may_not_know_it() -> None:
    story = Story().begin()
    seen: list[Answer] = []
    of: dict[User, list[Answer]] = {}
    for step in STEPS:
        story.take(step)
        share = 0.3 if step == STEPS[-1] else 0.05
        told = step in ("notify", "correct")
        hidden = [WHO, INNER] if told else [WHO, INNER, SEALED]
        for author in (story.ada, story.bob) if told else (story.ada,):
            of[author] = found = everything(story, author, forms=step == "correct", share=share)
            assert (step, leaks(found, *hidden)) == (step, [])
            assert (step, reviews_touched(found)) == (step, [])
        assert (step, leaks(everything(story, story.carl, share=share / 2), INNER, SEALED)) == (
            step,
            [],
        )
        for marker in hidden:
            assert marker not in letters_to(story, story.ada, story.bob)
        seen += everything(story, story.olga, share=1 if step == STEPS[-1] else 0.1)
    seen += [found for user in story.committee for found in account_of(user)]
    for stranger in (None, story.eve):
        assert leaks(everything(story, stranger, forms=True, share=0.1), WHO, INNER, SEALED) == []
    # Each is there to be found: whoever may read it finds it in the same way.
    permitted = b"".join(each.body.lower() for each in seen)
    assert [marker for marker in markers_of(story) if marker.encode() not in permitted] == []
    authors = b"".join(each.body.lower() for each in of[story.ada])
    read = [f"{SEALED} {what}" for what in ("praise", "doubt", "note of the organizers, corrected")]
    assert [marker for marker in read if marker.encode() not in authors] == []


def account_of(user: User) -> list[Answer]:
    client = Client()
    client.force_login(user)
    return [answer(client, "get", "/account/")]


def markers_of(story: Story) -> list[str]:
    """Every marker: an organizer without a conflict has a page for it, or whose it is has."""
    people = [
        fact.lower()
        for user in story.committee
        for fact in (user.email, user.name, user.affiliation)
    ]
    return [
        *people,
        *(fact.lower() for fact in NOBODY),
        *(f"{INNER} {what}" for what in ("note one", "note two", "reason", "evidence")),
        *(f"{SEALED} {what}" for what in ("praise", "doubt", "praise, in short", "note of the or")),
    ]


def test_a_reviewer_reads_their_own_review_and_no_other() -> None:
    story = Story().begin()
    for step in STEPS:
        story.take(step)
    one, two, _ = story.reviewers
    found = everything(story, two)
    others = [f"{SEALED} praise", f"{SEALED} note", f"{INNER} note one", f"{INNER} reason"]
    assert leaks(found, *others, f"{INNER} evidence", one.email, one.name.lower()) == []
    own = b"".join(each.body.lower() for each in found)
    assert [what for what in ("doubt", "note two") if what.encode() not in own] == []
    barred = everything(story, story.committee[-1], share=0.3)
    assert leaks(barred, INNER, SEALED) == []
