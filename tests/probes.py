"""Probe pairs: the same question twice, once about what is hidden and once about nothing.

Whoever may not know what is hidden must be answered alike: status, body but for the echo, headers,
number of queries. Each pair has a control: somebody who may know is answered differently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, quote_plus, unquote_plus

from committee import answer
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from factories import AT, make_organizer, make_user, make_workshop
from leak_world import Leaks, browser, build, write_letter
from posting_factories import give
from review_factories import assign
from schedule_factories import make_session

from workshop.models import Role, User, Workshop

# Of equal length, word by word: an answer that says what was typed is as long for both.
NOBODY = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
HIDDEN_SLUG, NO_SLUG = "quietly", "nowhere"
VALUE = "{value}"
# Keys, likewise: those drawn by the database are too short to be left out of a page.
QUENTIN, NO_KEY = 987655, "987659"
FIRST, SECOND, THIRD, NONE = "4701", "4702", "4703", "4709"
ACTORS = ["ada", "bob", "carl", "ana", "eve", "stranger", "visitor"]


@dataclass(frozen=True)
class Probe:
    """A question: a GET, or a POST with what is sent."""

    who: str
    url: str
    sent: tuple[tuple[str, str], ...] | None = None

    def about(self, value: str) -> tuple[str, dict[str, str] | None]:
        sent = {key: text.replace(VALUE, value) for key, text in self.sent or ()}
        return self.url.replace(VALUE, value), None if self.sent is None else sent


@dataclass(frozen=True)
class Pair:
    """`control` asks what the probe asks; about `known` if what is hidden is hidden from it too."""

    family: str
    probe: Probe
    hidden: str
    nothing: str
    control: Probe | None
    known: str = ""
    released: bool = True


@dataclass
class Counts:
    """What a run came to."""

    pairs: Counter[str] = field(default_factory=Counter)
    told: list[Pair] = field(default_factory=list)
    blind: list[Pair] = field(default_factory=list)

    def __str__(self) -> str:
        by_family = ", ".join(f"{name} {n}" for name, n in sorted(self.pairs.items()))
        return (
            f"{self.pairs.total()} pairs ({by_family}): {len(self.told)} distinguishable, "
            f"the control failed in {len(self.blind)}"
        )


class Undone(Exception):
    """Takes back what a probe has changed."""


class Town:
    """The world of the historic leaks, before or after the release, and who asks in it."""

    def __init__(self, here: Leaks | None = None) -> None:
        self.here = here or build()
        story = self.here.story
        self.quietly = make_workshop(HIDDEN_SLUG, call="preparing", at=AT)
        zoe = make_organizer(self.quietly, "zoe@example.org", "Zoe")
        self.people: dict[str, User | None] = {
            **{user.name.split()[0].lower(): user for user in story.committee},
            **{name: getattr(story, name) for name in ("ada", "bob", "eve", "carl", "olga")},
            "rae": self.here.rae,
            "wilma": self.here.wilma,
            "zoe": zoe,
            "stranger": User.objects.create_user("stranger@example.org", name="Stranger"),
            "visitor": None,
        }
        self.cookies = {
            who: {name: cookie.value for name, cookie in browser(user).cookies.items()}
            for who, user in self.people.items()
        }
        self.quietly.roles.create(user=zoe, kind=Role.Kind.REVIEWER)
        self._hide()
        self._renumber()

    def _hide(self) -> None:
        """What only the first submission, of all, has: words, a letter, a reviewer, a conflict."""
        here, story = self.here, self.here.story
        titles = {
            1: "Obsidian Ledger, a Resume",
            2: "Gneiss Theory, a Résumé and a Précis",
            3: "Malachite Draft",
        }
        for number, title in titles.items():
            here.workshop.submissions.filter(number=number).update(title=title)
        self.letter = write_letter(here.workshop, story.reviewers[0], "Ledger", about=1)
        self.quentin = make_user("quentin@example.org", "Quentin", id=QUENTIN)
        here.workshop.roles.create(user=self.quentin, kind=Role.Kind.REVIEWER)
        here.workshop.reviewer_profiles.create(user=self.quentin)
        assign(story.first, self.quentin)
        self.session = make_session(here.workshop, number=7)

    def _renumber(self) -> None:
        """Numbers that stand nowhere else in a page, so that an echo of one can be left out."""
        workshop, story = self.here.workshop, self.here.story
        for old in (1, 2, 3):
            new = int(FIRST) + old - 1
            workshop.submissions.filter(number=old).update(number=new)
            workshop.barriers.filter(number=old).update(number=new)
            workshop.letters.filter(about=old).update(about=new)
            workshop.entries.filter(about=old).update(about=new)
        for row in (story.first, story.second, self.here.third):
            row.refresh_from_db()

    def release(self) -> None:
        """The first is a poster at last, the second a talk and posted; the third is told too."""
        self.here.story.take("notify")
        self.here.story.take("correct")
        give(self.here.workshop.submissions.get(number=SECOND))

    def ask(self, probe: Probe, value: str) -> tuple[object, ...]:
        """All of the answer, the echo left out. What was changed is taken back."""
        url, sent = probe.about(value)
        client = Client()
        client.cookies = SimpleCookie(self.cookies[probe.who])
        method = "get" if sent is None else "post"
        extra = {} if sent is None else {"data": sent}
        cache.clear()
        with suppress(Undone), transaction.atomic():
            found = answer(client, method, url, **extra)
            raise Undone
        body, headers = found.body.decode("latin-1"), found.headers
        for echo in (unquote_plus(value), value, quote(value), quote_plus(unquote_plus(value))):
            body, headers = body.replace(echo, VALUE), headers.replace(echo, VALUE)
        headers = re.sub(r"messages=[^;']*", "messages", headers)
        said = [text.replace(unquote_plus(value), VALUE) for text in said_next(client)]
        return found.status, body, headers, said, len(found.queries)


def said_next(client: Client) -> list[str]:
    """What the next page would say: it comes packed, so that an echo in it is not found."""
    cookie = client.cookies.get("messages")
    storage: Any = CookieStorage(HttpRequest())
    found = storage._decode(cookie.value) if cookie else None
    return [str(message) for message in found or []]


@contextmanager
def a_town() -> Iterator[Town]:
    """The town at the moment that its story has come to, taken back afterwards."""
    made: list[Town] = []

    def now() -> datetime:
        return made[0].here.story.at if made else AT

    with suppress(Undone), patch("django.utils.timezone.now", now), transaction.atomic():
        made.append(Town())
        yield made[0]
        raise Undone


def run(chosen: Iterable[Pair], town: Town) -> Counts:
    """Try these, those before the release first; the town is released in between."""
    counts, wanted = Counts(), list(chosen)
    for released in (False, True):
        if released:
            town.release()
        for pair in wanted:
            if pair.released is released:
                _try(town, pair, counts)
    return counts


def _try(town: Town, pair: Pair, counts: Counts) -> None:
    counts.pairs[pair.family] += 1
    one, other = (town.ask(pair.probe, value) for value in (pair.hidden, pair.nothing))
    if one != other:
        counts.told.append(pair)
    if not _control(town, pair):
        counts.blind.append(pair)


def _control(town: Town, pair: Pair) -> bool:
    """Whether the hidden fact is there to be told apart by who may."""
    if pair.control is None:
        return _is_there(pair.hidden) and not _is_there(pair.nothing)
    values = (pair.known or pair.hidden, pair.nothing)
    # Some pages are there for a form only.
    ways = (
        [pair.control]
        if pair.control.sent is not None
        else [pair.control, replace(pair.control, sent=())]
    )
    return any(town.ask(way, values[0]) != town.ask(way, values[1]) for way in ways)


def _is_there(value: str) -> bool:
    """For what no page tells anybody: whether there is such an account, or such a workshop."""
    if "@" in value:
        return User.objects.filter(email=value).exists()
    return Workshop.objects.filter(slug=value).exists()
