"""The world of the historic leaks: the story of a committee, a neighbor, and a reviewer who writes.

It is made once for a module of tests; what a test does to it is undone after the test.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from committee import Answer, Story, answer
from django.test import Client
from factories import AT, make_organizer, make_submission, make_workshop
from review_factories import assign, make_review, make_reviewer

from submissions.models import Submission
from workshop.models import Letter, User, Workshop

# What is only inside the neighbors' workshop.
NEIGHBOR = "gh3basalt"
UNKNOWN = "nobody@example.org"
API = "/api/v1/workshops/credit/"


@dataclass
class Leaks:
    """Decided and not yet released. Carl organizes and has a conflict with the first submission;
    Rae reviews, and is the author of the third. Wilma organizes a workshop that Ada sent to."""

    story: Story
    rae: User
    third: Submission
    other: Workshop
    wilma: User
    theirs: Submission

    @property
    def workshop(self) -> Workshop:
        return self.story.workshop


def build() -> Leaks:
    story = Story().begin()
    for step in ("assign", "review", "decide"):
        story.take(step)
    rae = make_reviewer(story.workshop, "rae@example.org", "Rae")
    third = make_submission(story.workshop, rae, paper=True)
    make_review(assign(third, story.committee[0]), text="xk9vellum about Rae")
    make_review(assign(story.second, rae), text="By Rae.")
    story.workshop.decisions.create(
        submission=third, outcome="poster", decided_by=story.olga, decided_at=AT
    )
    return Leaks(story, rae, third, *_neighbor(story.ada))


def _neighbor(ada: User) -> tuple[Workshop, User, Submission]:
    other = make_workshop("other", call="open", at=AT, title=f"{NEIGHBOR} workshop")
    wilma = make_organizer(other, "wilma@example.org", "Wilma")
    facts: dict[str, Any] = {"title": f"{NEIGHBOR} title", "abstract": f"{NEIGHBOR} abstract"}
    theirs = make_submission(other, ada, paper=True, **facts)
    other.topics.filter(position=1).update(name=f"{NEIGHBOR} topic")
    other.kinds.filter(position=1).update(name=f"{NEIGHBOR} kind")
    other.rooms.create(name=f"{NEIGHBOR} room")
    other.people.create(name=f"{NEIGHBOR} person", speaker_position=1, organizer_position=1)
    other.pages.create(slug="venue", title=f"{NEIGHBOR} page", body=NEIGHBOR)
    write_letter(other, ada, f"{NEIGHBOR} letter", about=theirs.number)
    make_reviewer(other, f"reviewer@{NEIGHBOR}.example", f"{NEIGHBOR} reviewer")
    return other, wilma, theirs


def write_letter(workshop: Workshop, to: User, subject: str, about: int | None) -> Letter:
    """A letter that has left, as a row."""
    facts = {"event": "submissions/revised", "recipient": to.email, "revision": 77, "about": about}
    when = {"written_at": AT, "not_before": AT}
    return workshop.letters.create(subject=subject, body=subject, **facts, **when)


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def get(user: User | None, url: str, **headers: str) -> Answer:
    return answer(browser(user), "get", url, **headers)


def seen(user: User | None, *urls: str) -> list[tuple[object, ...]]:
    """All of these answers: status, body, headers, and how many queries they took."""
    client = browser(user)
    return [facts(answer(client, "get", url)) for url in urls]


def facts(found: Answer) -> tuple[object, ...]:
    return found.status, found.body, found.headers, len(found.queries)


def stays(user: User | None, act: Callable[[], object], *urls: str) -> None:
    """What this person is shown there is the same to the byte after an act they may not know of."""
    before = seen(user, *urls)
    act()
    for url, one, other in zip(urls, before, seen(user, *urls), strict=True):
        assert (url, one) == (url, other)


def changes(user: User | None, act: Callable[[], object], *urls: str) -> None:
    """The twin of `stays`: who may know of the act is shown something else."""
    before = seen(user, *urls)
    act()
    assert before != seen(user, *urls)


def text(user: User | None, *urls: str) -> str:
    """Bodies and headers of these answers, in small letters; each must be there."""
    client, whole = browser(user), ""
    for url in urls:
        found = answer(client, "get", url)
        assert found.status == 200, (url, found.status)
        whole += found.body.decode("latin-1").lower() + found.headers.lower()
    return whole


def headers(user: User | None, url: str) -> dict[str, str]:
    """Of a page, or of a file, which is read to its end and so closed."""
    response = browser(user).get(url)
    if response.streaming:
        list(response)
    return dict(response.headers)


def digests(value: str) -> list[str]:
    """What a picture service or a careless key would make of an address."""
    raw = value.lower().encode()
    return [hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")]
