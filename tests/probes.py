"""Probe pairs: the same question twice, once about what is hidden and once about nothing.

Whoever may not know what is hidden must be answered alike: status, body but for the echo, headers,
number of queries. Each pair has a control: somebody who may know is answered differently, by more
than the number of queries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import quote, quote_plus, unquote_plus

from allauth.account.models import EmailAddress
from committee import Answer, answer
from django.contrib.auth.hashers import make_password
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from factories import AT, make_user
from leak_world import Leaks, browser, build, write_letter
from posting_factories import give, make_part
from probe_workshop import build as build_quiet
from review_factories import assign
from schedule_factories import make_session, publish_rows
from signing_in import code_of, newest_letter

from schedule.models import Session
from submissions.models import PaperVersion
from workshop.models import Letter, Role, User

# Of equal length, word by word: an answer that says what was typed is as long for both.
NOBODY = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
HIDDEN_SLUG, NO_SLUG = "quietly", "nowhere"
VALUE = "{value}"
# Keys, likewise: those drawn by the database are too short to be left out of a page.
QUENTIN, QUINCY, NO_KEY = 987655, 987653, "987659"
FIRST, SECOND, THIRD, NONE = "4701", "4702", "4703", "4709"
PASSWORD = "a long one of theirs"
ACTORS = ["ada", "bob", "carl", "ana", "eve", "stranger", "visitor"]


@dataclass(frozen=True)
class Probe:
    """A question: a GET, or a POST with what is sent.

    After it the code of the letter that it has written is entered at `code`, if that is given; then
    the account says what has come of it.
    """

    who: str
    url: str
    sent: tuple[tuple[str, str], ...] | None = None
    code: str = ""

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
    control: Probe
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


class Told(NamedTuple):
    """An answer without the echo of the question. `said` is what the next page would say."""

    status: int
    body: str
    said: list[str]
    headers: str
    queries: int

    def to_a_reader(self) -> tuple[int, str, list[str]]:
        return self.status, self.body, self.said


class Undone(Exception):
    """Takes back what a probe has changed."""


class Town:
    """The world of the historic leaks, before or after the release, and who asks in it."""

    def __init__(self, here: Leaks | None = None) -> None:
        self.here = here or build()
        story = self.here.story
        self.quiet = build_quiet(HIDDEN_SLUG)
        self.people: dict[str, User | None] = {
            **{user.name.split()[0].lower(): user for user in story.committee},
            **{name: getattr(story, name) for name in ("ada", "bob", "eve", "carl", "olga")},
            "rae": self.here.rae,
            "wilma": self.here.wilma,
            "zoe": self.quiet.zoe,
            "stranger": make_user("stranger@example.org", "Stranger"),
            "visitor": None,
        }
        self._set_passwords()
        self.cookies = {
            who: {name: cookie.value for name, cookie in browser(user).cookies.items()}
            for who, user in self.people.items()
        }
        self._hide()
        self._renumber()

    def _set_passwords(self) -> None:
        """One for all whose address is verified, hashed once."""
        password = make_password(PASSWORD)
        for user in filter(None, self.people.values()):
            if EmailAddress.objects.filter(user=user, verified=True).exists():
                user.password = password
                user.save(update_fields=["password"])

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
        self.letter.state = Letter.State.HELD
        self.letter.save()
        self.quentin = self._join("Quentin", QUENTIN)
        self._join("Quincy", QUINCY)
        assign(story.first, self.quentin)
        self.session = make_session(here.workshop, Session.Kind.POSTERS, number=7)
        publish_rows(here.other, AT)

    def _join(self, name: str, key: int) -> User:
        user = make_user(f"{name.lower()}@example.org", name, id=key)
        self.here.workshop.roles.create(user=user, kind=Role.Kind.REVIEWER)
        self.here.workshop.reviewer_profiles.create(user=user)
        return user

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
        """The first is a poster at last, the second a talk and posted; the third is told too.
        All are camera-ready."""
        self.here.story.take("notify")
        self.here.story.take("correct")
        for submission in self.here.workshop.submissions.all():
            for part in (PaperVersion.Part.FINAL, PaperVersion.Part.SLIDES):
                make_part(submission, part)
        give(self.here.workshop.submissions.get(number=SECOND))

    def ask(self, probe: Probe, value: str) -> Told:
        """All of the answer, the echo left out. What was changed is taken back."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies[probe.who])
        cache.clear()
        with suppress(Undone), transaction.atomic():
            found = _answer(client, probe, value)
            raise Undone
        body, headers = found.body.decode("latin-1"), found.headers
        for echo in (unquote_plus(value), value, quote(value), quote_plus(unquote_plus(value))):
            body, headers = body.replace(echo, VALUE), headers.replace(echo, VALUE)
        headers = re.sub(r"messages=[^;']*", "messages", headers)
        said = [text.replace(unquote_plus(value), VALUE) for text in said_next(client)]
        return Told(found.status, body, said, headers, len(found.queries))


def _answer(client: Client, probe: Probe, value: str) -> Answer:
    url, sent = probe.about(value)
    found = answer(client, "get", url) if sent is None else answer(client, "post", url, data=sent)
    if not probe.code or not Letter.everywhere.filter(workshop=None).exists():
        return found
    client.post(probe.code, {"code": code_of(newest_letter())})
    return answer(client, "get", "/account/")


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
    """Whether the hidden fact is there to be told apart by who may: by what they read."""
    values = (pair.known or pair.hidden, pair.nothing)
    # Some pages are there for a form only.
    ways = (
        [pair.control]
        if pair.control.sent is not None
        else [pair.control, replace(pair.control, sent=())]
    )
    return any(_reads(town, way, values[0]) != _reads(town, way, values[1]) for way in ways)


def _reads(town: Town, probe: Probe, value: str) -> tuple[object, ...]:
    return town.ask(probe, value).to_a_reader()
