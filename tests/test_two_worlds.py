"""Two worlds that differ only in who reviewed: whoever may not know it sees the very same."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest
from committee import INNER, SEALED, STEPS, Answer, Drawn, Story, answer, everything
from django.db import transaction
from django.test import Client
from factories import AT

from reviews import review as steps
from submissions.models import ReleasedReview
from workshop.models import User

pytestmark = pytest.mark.django_db

OTHERS = [
    ("wim@other.example", "Wim Alder", ""),
    ("xia@other.example", "Xia Birch", "University of the North"),
    ("yan@other.example", "Yan Cedar-Elm", ""),
    ("zoe@other.example", "Zoe Fir", "A Very Long Name of an Institute"),
]
Seen = dict[str, list[object]]
# The campaign `two-worlds` looks at all of them.
LOOKED_AT = ["review", "notify", "correct"]


class UndoneError(Exception):
    """Takes a world back."""


def seen_in(world: Callable[[], Story], look: Callable[[Story], list[object]]) -> Seen:
    """What is seen of a world at each step; then the world is undone."""
    seen: Seen = {}
    try:
        with transaction.atomic():
            story = world()
            for step in STEPS:
                story.take(step)
                if step in LOOKED_AT:
                    seen[step] = look(story)
            _undo()
    except UndoneError:
        pass
    return seen


def _undo() -> None:
    raise UndoneError


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def facts(found: Answer) -> tuple[object, ...]:
    """All of an answer; of its queries their number, since their keys are drawn by the database."""
    return found.url, found.status, found.body, found.headers, len(found.queries)


def alike(one: Seen, other: Seen) -> None:
    """Fails at the first difference, and says where it is."""
    for step in LOOKED_AT:
        for left, right in zip(one[step], other[step], strict=True):
            assert (step, left) == (step, right)


def first_cast() -> Story:
    return Story().begin()


def second_cast() -> Story:
    """Others, who hand in the other way round; the draw gives the same label to the same text."""
    story = Story(chance=Drawn(1, 0)).begin(OTHERS)

    def review() -> None:
        one, two, three = story.reviewers
        steps.decline(story.first, reason="Quite another one.", by=three, at=story.at)
        story._write(story.second, story.committee[-1], 4, "Sound.", "")
        story._write(story.first, one, 2, f"{SEALED} doubt", f"{INNER} another note")
        story._write(story.first, two, 5, f"{SEALED} praise", "")

    story.review = review  # type: ignore[method-assign]
    return story


def authors_view(story: Story) -> list[object]:
    """Every answer to the authors and to the public, and every letter to an author.

    The last is what Ada sees of her paper.
    """
    found: list[object] = []
    for person in (story.ada, None):
        found += [facts(each) for each in authors_answers(story, person)]
    emails = [person.email for person in (story.ada, story.bob, story.eve)]
    letters = story.workshop.letters.filter(recipient__in=emails).order_by("pk")
    found += letters.values_list("event", "about", "recipient", "revision", "subject", "body")
    copies = ReleasedReview.objects.order_by("pk")
    found += copies.values_list("submission__number", "label", "rating", "title", "text")
    return [*found, *one_page(story)]


def authors_answers(story: Story, person: User | None) -> list[Answer]:
    """As `everything`, less the letters' keys, which count what is written to others as well."""
    client = Client()
    if person is not None:
        client.force_login(person)
    urls = [
        *("/", "/account/", "/credit/", "/credit/call/", "/credit/schedule/"),
        *("/credit/submissions/", "/credit/review/", "/credit/organize/"),
        *("/credit/organize/decisions/", "/credit/organize/release/", "/credit/organize/letters/"),
    ]
    for number in (1, 2, 99):
        urls += [
            f"/credit/submissions/{number}/{page}"
            for page in ("", "edit/", "withdraw/", "paper.pdf")
        ]
        urls += [f"/credit/review/{number}/", f"/credit/organize/decisions/{number}/"]
    pages = [answer(client, "get", url) for url in urls]
    fragment = answer(client, "get", "/credit/submissions/1/", HTTP_HX_REQUEST="true")
    return [*pages, fragment]


def test_authors_see_the_same_whoever_reviewed() -> None:
    seen = seen_in(first_cast, authors_view)
    alike(seen, seen_in(second_cast, authors_view))
    # A difference would be noticed: here the labels are drawn the other way round.
    otherwise = seen_in(lambda: Story(chance=Drawn(1, 0)).begin(), one_page)
    differ = [step for step in LOOKED_AT if seen[step][-1] != otherwise[step][-1]]
    assert differ == ["notify", "correct"]


def one_page(story: Story) -> list[object]:
    client = Client()
    client.force_login(story.ada)
    return [facts(answer(client, "get", "/credit/submissions/1/"))]


def test_an_organizer_with_a_conflict_sees_the_same_whoever_reviewed() -> None:
    """The committee is the same; another three of it have the submission that is not theirs."""

    base = Story().begin()
    last = base.at + timedelta(hours=len(STEPS))

    def given_to(*places: int) -> Story:
        story = copy(base)
        story.reviewers = [base.committee[place] for place in places]
        return story

    def carls_view(story: Story) -> list[object]:
        share = 0.4 if story.at == last else 0.1
        return [facts(found)[:4] for found in everything(story, story.carl, share=share)]

    one = seen_in(lambda: given_to(0, 1, 2), carls_view)
    alike(one, seen_in(lambda: given_to(2, 0, 1), carls_view))
