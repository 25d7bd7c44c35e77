"""Every address, as everybody, at every phase: only whom it is for is shown it, and no marker of
what somebody must not know is in any answer, file or letter of theirs.

A cell is a role, an address (pattern and object), a method, a format and a phase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from probes import said_next

from bench.campaigns.actors import LOOKING, MARKERS, ROLES, Actor, actor, reader
from bench.campaigns.covered import uncovered
from bench.campaigns.delivered import sent, wrong_with
from bench.campaigns.delivered import text_of as mail_text
from bench.campaigns.kept import Kept, told_to_others
from bench.campaigns.reading import kind_of, text_of
from bench.campaigns.result import Result
from bench.campaigns.sending import sendings
from bench.campaigns.targets import Target, targets
from bench.campaigns.undoing import undone
from bench.campaigns.whole_story import OUTSIDE, PHASES, THERE, Whole, tell
from workshop.audience import Audience
from workshop.models import Letter

RUBBISH = [
    "",
    "0",
    "-1",
    "2147483648",
    "9" * 30,
    "é" * 300,
    "a\x00b",
    "2027-13-45",
    "{{ 7 }}",
    "[]",
]
# Whoever may see a page may send it nonsense; it is never broken by it.
SHOWN = {200, 204, 302, 304, 404, 405, 410}
SENT = SHOWN | {400, 403, 409, 413, 415, 422, 429}
# For whom it is not, it is not there; a visitor is asked to sign in.
DENIED, ASKED_IN = {404, 405}, {302, 403, 404, 405}
# How a page that was shown is asked for again: always, and now and then.
OFTEN = ["fragment", "JSON", "POST", "POST rubbish"]
RARE = ["HEAD", "OPTIONS", "PUT", "DELETE"]
# They have no part in the committee. Whoever has the link of an invitation is asked by it.
AUTHORS = {"author", "co-author", "other author", "looking as an author"}
BY_LINK = {"invitation"}
WITHOUT_A_BODY = {"HEAD", "OPTIONS"}
OF_THE_COMMITTEE = re.compile(r'"(reviews_[a-z_]+)"')
# Addresses under their numbers.
Rows = list[tuple[int, Target]]


def parts() -> list[str]:
    """A phase and half of the roles each."""
    return [f"{phase}/{half}" for phase in PHASES for half in (0, 1)]


def run(part: str, seed: int) -> Result:
    phase, half = part.split("/")
    return crawl(phase, ROLES[int(half) :: 2], seed)


def crawl(
    phase: str, roles: list[str], seed: int, share: float = 1, only: str | None = None
) -> Result:
    """One phase as these roles; less than a `share` of 1 is a sample of its addresses.

    `only` leaves out the addresses without these letters, a $ being their end. What is drawn stays
    what it was: so narrowed, it finds nothing that the whole does not find.
    """
    result = Result()
    with undone():
        story = tell(phase)
        with patch("django.utils.timezone.now", lambda: story.at):
            themselves = [role for role in roles if role not in LOOKING]
            # Whoever looks as others has no barrier: from then on nobody from outside decides.
            for group in (themselves, [role for role in roles if role in LOOKING]):
                visits = drawn(story, phase, group, seed=seed, share=share, only=only)
                warm(actor(story, "organizer", phase), visits)
                for who, some in visits:
                    Crawl(who, phase, seed, result).all(some)
            read_letters(story, phase, result)
    return result


def drawn(
    story: Whole, phase: str, roles: list[str], *, seed: int, share: float, only: str | None
) -> list[tuple[Actor, Rows]]:
    """Each of these with the addresses they ask for, under their numbers."""
    rows = list(enumerate(targets(story)))
    visits = []
    for role in roles:
        lots = Random(f"{seed}/{phase}/{role}")
        who = actor(story, role, phase)
        some = [row for row in rows if lots.random() < share * weight(who, row[1])]
        visits.append((who, [row for row in some if only is None or only in f"{row[1].url}$"]))
    return visits


def warm(who: Actor, visits: list[tuple[Actor, Rows]]) -> None:
    """Whoever may see most opens these pages before: what were kept of it would be shown next."""
    client = who.client()
    asked = {n: row for _, some in visits for n, row in some}
    theirs = [row for row in asked.values() if who.may(row.audiences, row.slug, row.number)]
    for row in theirs:
        if row.is_there:
            answer = client.get(row.url)
            if answer.streaming:
                list(answer)


def weight(who: Actor, target: Target) -> float:
    """All that is for somebody is asked for; of the much more that is not, a sample."""
    return 1 if target.is_there and who.may(target.audiences, target.slug, target.number) else 0.15


def name_of(response: Any, target: Target) -> str:
    """Of the page that answered."""
    return str(response.resolver_match.url_name or target.name)


@contextmanager
def heard(asked: list[str]) -> Iterator[None]:
    """Keeps what the database is asked for."""

    def hear(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        yield


@dataclass
class Crawl:
    """One person at one phase."""

    who: Actor
    phase: str
    seed: int
    result: Result
    client: Client = field(init=False)
    drawn: Random = field(init=False)
    kept: Kept = field(default_factory=Kept)

    def all(self, rows: Rows) -> None:
        """Each with a lot of its own: what is asked of one does not hang on the others."""
        self.client = self.who.client()
        self.note_known()
        for n, target in rows:
            self.drawn = Random(f"{self.seed}/{self.phase}/{self.who.role}/{n}")
            self.visit(target)

    def visit(self, target: Target) -> None:
        """As a page; then in other ways: in all of them if it was shown, else in some."""
        ways = dict(self.ways(target, ""))
        page = self.cell(target, "page", ways.pop("page"))
        if page is None:
            return
        if page[0] == 200:
            ways = dict(self.ways(target, page[1]))
            rare = self.drawn.choice(RARE)
            ways = {way: send for way, send in ways.items() if way in (*OFTEN, rare)}
        else:
            chosen = {"POST", self.drawn.choice(sorted(ways))}
            # Where an answer is made before it is asked whose it is.
            chosen.add(self.drawn.choice(["fragment", "OPTIONS"]))
            ways = {way: send for way, send in ways.items() if way in chosen}
        for way, send in ways.items():
            self.cell(target, way, send)

    def ways(self, target: Target, page: str) -> Iterator[tuple[str, Any]]:
        get, post = self.client.get, self.client.post
        yield "page", partial(get, target.url)
        yield "fragment", partial(get, target.url, headers={"HX-Request": "true"})
        yield "JSON", partial(get, target.url, headers={"Accept": "application/json"})
        yield "HEAD", partial(self.client.head, target.url)
        yield "OPTIONS", partial(self.client.options, target.url)
        yield "POST", self.sending(target, page)
        yield "POST rubbish", partial(post, target.url, self.rubbish(page))
        yield "PUT", partial(self.client.put, target.url)
        yield "DELETE", partial(self.client.delete, target.url)

    def sending(self, target: Target, page: str) -> Any:
        """What its button sends; or, if it was shown, what its forms would send, in turns."""
        offered = sendings(target.url, page) if page and not target.body else []
        if not offered:
            return partial(self.client.post, target.url, self.body(target))
        turn = PHASES.index(self.phase) + ROLES.index(self.who.role)
        chosen = offered[turn % len(offered)]
        return partial(self.client.post, chosen.url, chosen.data)

    def body(self, target: Target) -> dict[str, object]:
        """About a submission that is theirs."""
        if self.who.role != "decider":
            return target.body
        return {k: OUTSIDE if k == "submission" else v for k, v in target.body.items()}

    def rubbish(self, page: str) -> dict[str, str]:
        names = sorted(set(re.findall(r'name="([a-z_0-9-]+)"', page))) or [
            "number",
            "title",
            "email",
        ]
        return {name: self.drawn.choice(RUBBISH) for name in names if "csrf" not in name}

    def cell(self, target: Target, way: str, send: Any) -> tuple[int, str] | None:
        """Asks and judges; whatever it changed is taken back."""
        session = self.session()
        asked: list[str] = []
        with transaction.atomic(), heard(asked):
            response = send()
            streamed = response.streaming
            body = b"".join(response.streaming_content) if streamed else response.content
            if way.startswith(("POST", "PUT", "DELETE")):
                transaction.set_rollback(True)
        said = said_next(self.client)
        if self.session() != session:
            self.client = self.who.client()
        self.client.cookies.pop("messages", None)
        status = response.status_code
        self.count(target, way, status, name_of(response, target))
        headers = f"{dict(response.headers)}{response.cookies.output()}".lower().encode()
        text = text_of(body) + headers + "\n".join(said).lower().encode()
        self.judge(target, way, status, text)
        is_public = Audience.PUBLIC in target.audiences
        for what in (
            *self.kept.wrong_with(target.url, way, response, body, is_public=is_public),
            *told_to_others(response),
            *self.asked_too_much(target, asked),
        ):
            self.found(target, way, what)
        self.note_seen(kind_of(body[:32]), text)
        if status >= 500 and response.exc_info:
            self.found(target, way, f"broke: {response.exc_info[1]!r}"[:300])
        is_page = status == 200 and not streamed
        return status, body.decode("utf-8", "replace") if is_page else ""

    def asked_too_much(self, target: Target, asked: list[str]) -> Iterator[str]:
        """What an author asks for takes no time in the committee's tables, which could be told."""
        if self.who.role in AUTHORS and target.name not in BY_LINK:
            yield from {f"asked {name}" for sql in asked for name in OF_THE_COMMITTEE.findall(sql)}

    def session(self) -> str:
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie else ""

    def count(self, target: Target, way: str, status: int, asked: str) -> None:
        """`asked` is the page that a form was sent to, perhaps another than that it stands on."""
        counts, role = self.result.counts, self.who.role
        counts["requests"] += 1
        if way != "POST rubbish":  # the same cell once more
            counts["cells"] += 1
            counts[f"answered {status // 100}xx"] += 1
            is_read = way not in WITHOUT_A_BODY and target.is_there
            counts["2xx with an object"] += status // 100 == 2 and target.has_object and is_read
        self.result.add("asked", target.name)
        if not self.permitted(target):
            return
        self.result.add("meant for", f"{target.name} for {role}")
        is_sent = way.startswith("POST")
        if way not in WITHOUT_A_BODY and (status == 200 or (is_sent and status in (302, 409))):
            self.result.add("shown", asked)
            self.result.add("shown to", f"{asked} for {role}")
        if way == "POST" and status in (302, 400, 409):
            self.result.add("done" if status == 302 else "refused", asked)
        if target.number in self.who.all_numbers and Audience.PUBLIC not in target.audiences:
            self.result.add("theirs", f"{target.number} for {role}")
            if way == "page" and status == 200:
                self.result.add("seen", f"{target.number} for {role}")

    def permitted(self, target: Target) -> bool:
        is_ours = target.is_there or target.name.startswith("api_root")
        return is_ours and self.who.may(target.audiences, target.slug, target.number)

    def judge(self, target: Target, way: str, status: int, text: bytes) -> None:
        may = self.who.may(target.audiences, target.slug, target.number)
        allowed = SENT if way.startswith(("POST", "PUT", "DELETE", "OPTIONS")) else SHOWN
        if not may or (not target.is_there and target.slug == "nowhere"):
            allowed = ASKED_IN if self.who.user is None else DENIED
        if target.name.startswith("api_"):
            # What can be asked of an endpoint it says to anybody: no look-up is made. To whom it
            # knows it does not say that something is there and not theirs.
            read = way in ("page", "fragment", "JSON", "HEAD") and self.who.user is not None
            allowed = allowed | {406} | ({200} if way == "OPTIONS" else set())
            allowed = allowed if read else allowed | {403}
        if status not in allowed:
            self.found(target, way, f"answered {status}")
        if target.slug == "credit" and THERE.encode() in text:
            self.found(target, way, "showed what is next door’s")
        for marker in self.who.leaks(text):
            self.found(target, way, f"leaked {marker}")

    def found(self, target: Target, way: str, what: str) -> None:
        self.result.found.append(f"{self.phase}: {self.who.role} {way} {target.url} {what}")

    def note_known(self) -> None:
        for marker in MARKERS:
            if marker not in self.who.forbidden:
                self.result.add("known", f"{marker} {self.who.role}")

    def note_seen(self, kind: str, text: bytes) -> None:
        for marker in MARKERS:
            if marker.encode() in text:
                self.result.add("markers", f"{marker} {self.who.role}")
                self.result.add("markers", f"{marker} in a {kind}")


def read_letters(story: Whole, phase: str, result: Result) -> None:
    """Every letter, as whoever it goes to."""
    readers: dict[str, Actor] = {}
    for letter in Letter.everywhere.select_related("workshop"):
        who = readers.get(letter.recipient) or reader(story, letter.recipient, phase)
        readers[letter.recipient] = who
        message = sent(letter)
        text = f"{letter.subject}\n{letter.body}\n".lower().encode() + mail_text(message)
        place = f"{phase}: letter {letter.event} to {letter.recipient}"
        result.counts["letters read"] += 1
        result.add("events", letter.event)
        for marker in MARKERS:
            if marker.encode() in text:
                result.add("markers", f"{marker} in a letter")
        result.found += [f"{place} leaked {marker}" for marker in who.leaks(text)]
        result.found += [f"{place} {what}" for what in wrong_with(letter, message)]


def verdict(result: Result) -> list[str]:
    """Why the whole campaign fails, beside what it found."""
    counts: Counter[str] = result.counts
    cells, shown = counts["cells"], counts["2xx with an object"]
    failures = [f"only {cells} cells of 100,000"] if cells < 100_000 else []
    if shown * 5 < cells:
        failures.append(f"only {shown} of {cells} cells answered 2xx with an object in them")
    return [*failures, *uncovered(result)]
