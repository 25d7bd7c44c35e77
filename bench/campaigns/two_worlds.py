"""Pairs of worlds that differ in one hidden fact: whoever may not know it gets the very same bytes,
after the very same number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from unittest.mock import patch

from committee import Answer, answer
from django.core.cache import cache
from django.db.models import Q
from django.test import Client
from mass_assignment import rows

from bench.campaigns.actors import Actor, actor
from bench.campaigns.kind import Kind
from bench.campaigns.leaks.leak import LETTERS
from bench.campaigns.pairs import KINDS
from bench.campaigns.result import Result
from bench.campaigns.sending import BY_LOT, Trials, count_on
from bench.campaigns.targets import Target, targets
from bench.campaigns.undoing import undone
from bench.campaigns.whole_story import Whole, tell
from workshop.audience import Audience
from workshop.models import Letter

SEEDS = 5
# Who looks sees in turns, by seed, the lists that are not for everybody (in turns by phase as well;
# in the last phase all, but for organizers, who have many), and what is about one submission,
# person or letter; by turns of who looks also what is for everybody and about the
# workshop; and some of the rest. Of so many addresses one is asked for as a part of a page too.
TURNS, LISTS, REST, PARTS = 5, 3, 6, 4
# How many of all that the forms of one page can send are sent.
MOST = 2
Seen = dict[tuple[str, str], list[Answer]]
# By phase, a digest of all there is.
Facts = dict[str, str]


def parts() -> list[str]:
    return [f"{name}/{n}" for name in KINDS for n in range(SEEDS)]


def run(part: str, seed: int) -> Result:
    name, n = part.split("/")
    return compare(name, seed, int(n))


def compare(
    name: str,
    seed: object,
    n: int,
    only: str | None = None,
    role: str | None = None,
    *,
    turns: int = TURNS,
) -> Result:
    """One pair: two worlds from one beginning.

    `only` leaves out the addresses without these letters, a $ being their end; `role` leaves out
    all others who look. What is drawn stays what it was.
    """
    kind, result, seen, facts = KINDS[name], Result(), list[Seen](), list[Facts]()
    viewers = tuple(viewer for viewer in kind.viewers if role in (None, viewer))
    with undone():
        count_on(0)
        base = tell(kind.base)
        if kind.given:
            kind.given(base)
        for vary in (kind.other, kind.vary):
            story = copy(base)
            drawn = Drawn(f"{seed}/{n}", n, turns, kind)
            with undone():
                count_on(1)
                vary(story, Random(f"{seed}/{n}"))
                facts.append({})
                seen.append(look(story, replace(kind, viewers=viewers), drawn, facts[-1], only))
    one, other = seen
    differ = {phase for phase in kind.phases if facts[0][phase] != facts[1][phase]}
    if kind.phases[-1] not in differ:
        result.found.append(f"{name}, {n}: nothing differs, so nothing is proven")
    for place, answers in one.items():
        if len(answers) != len(other[place]):  # in a form there is a button more
            here, there = len(answers), len(other[place])
            result.found.append(f"{name}, {' '.join(place)}: {here} or {there} answers")
        for left, right in zip(answers, other[place], strict=False):
            judge(name, place, left, right, result)
            result.counts["before anything differs"] += place[0] not in differ
    result.add("kinds", name)
    return result


@dataclass(frozen=True)
class Drawn:
    """Which addresses are looked at, and of which pages the forms are sent."""

    seed: str
    turn: int
    turns: int
    kind: Kind

    def of(self, story: Whole, who: Actor, phase: str) -> tuple[list[str], list[str]]:
        here = [row for row in targets(story) if row.slug in (None, "credit")]
        rows = [row for row in here if not _has_a_key(row)]
        there = [row for row in rows if row.is_there and row.slug]
        public = [row.url for row in there if _is_public(row) and row.number is None]
        theirs = [row for row in there if not _is_public(row) and _may(who, row)]
        about = [row.url for row in theirs if row.number is not None or "?" in row.url]
        lists = [row.url for row in theirs if row.url not in about]
        about += _letter(story, who, here)
        rest = sorted({row.url for row in rows} - {*lists, *about, *public})
        chosen = Random(f"{self.seed}/{phase}/{who.role}").sample(rest, REST)
        about = about[self.turn % self.turns :: self.turns]
        forms = [url for url in [*lists, *about] if self._sends(f"{phase}/{who.role}/{url}")]
        place = self.kind.phases.index(phase)
        if Audience.ORGANIZER in who.numbers or phase != self.kind.phases[-1]:
            lists = lists[(self.turn + place) % LISTS :: LISTS]
        in_turn = self.kind.viewers[self.turn % len(self.kind.viewers)] == who.role
        return [*lists, *about, *(public if in_turn else []), *chosen], forms

    def _sends(self, place: str) -> bool:
        return Random(f"{self.seed}/{place}").random() < self.kind.forms / len(self.kind.phases)


def _letter(story: Whole, who: Actor, rows: list[Target]) -> list[str]:
    """The pages of the newest letter that no organizer is kept from."""
    told = story.workshop.letters.filter(Q(about=None) | Q(about=story.second.number))
    newest = told.filter(is_private=False).latest("written_at", "message_id")
    return [row.url for row in rows if str(newest.message_id) in row.url and _may(who, row)]


def _may(who: Actor, row: Target) -> bool:
    return who.may(row.audiences, row.slug, row.number)


def look(story: Whole, kind: Kind, drawn: Drawn, facts: Facts, only: str | None) -> Seen:
    seen, trials = Seen(), Trials(MOST, kind.unsent)
    for phase in kind.phases:
        story.take(phase)
        facts[phase] = all_there_is()
        with patch("django.utils.timezone.now", lambda: story.at):
            for role in kind.viewers:
                who = actor(story, role, phase)
                asked, forms = (
                    [url for url in urls if only is None or only in f"{url}$"]
                    for urls in drawn.of(story, who, phase)
                )
                seen[phase, role] = [
                    *answers(who, asked),
                    *_tried(trials, who, forms, f"{drawn.seed}/{phase}"),
                    *letters_to(who, only),
                ]
    return seen


def all_there_is() -> str:
    """A digest of every row; worlds that are told alike have the same."""
    found = {key: {**row, "file": ""} for key, row in rows().items()}  # named by lot
    everything = sorted(f"{key} {sorted(row.items())}" for key, row in found.items())
    return sha256("\n".join(everything).encode()).hexdigest()


def _tried(trials: Trials, who: Actor, urls: list[str], seed: str) -> Iterator[Answer]:
    """What comes of the forms of these pages."""
    client = _client(who)
    for url in urls:
        yield from trials.of(client, url, Random(f"{seed}/{who.role}/{url} sent"))


def _is_public(row: Target) -> bool:
    return Audience.PUBLIC in row.audiences


def _has_a_key(row: Target) -> bool:
    """Of conflicts and invitations, signed tokens, letters: perhaps in one of the worlds only."""
    is_letter = "letter" in row.name and row.name != "organize_letters"
    is_key = "?conflict=" in row.url or "?instead=" in row.url
    return is_letter or is_key or row.name in {"invitation", "sign_out"}


def answers(who: Actor, urls: list[str]) -> Iterator[Answer]:
    client = _client(who)
    for n, url in enumerate(urls):
        for headers in ({}, {"HTTP_HX_REQUEST": "true"})[: 1 + (n % PARTS == 0)]:
            cache.clear()
            yield answer(client, "get", url, **headers)


def letters_to(who: Actor, only: str | None) -> Iterator[Answer]:
    """All that was written to them by now, in no order."""
    if who.user is None or (only is not None and only not in LETTERS):
        return
    rows = Letter.everywhere.filter(recipient=who.user.email)
    read = rows.values_list("event", "about", "revision", "subject", "body")
    body = BY_LOT.sub("-", str(sorted(map(str, read))))
    yield Answer(LETTERS, 200, body.encode(), "", ())


def _client(who: Actor) -> Client:
    client = Client()
    if who.user is not None:
        client.force_login(who.user)
    return client


def judge(name: str, place: tuple[str, str], left: Answer, right: Answer, result: Result) -> None:
    result.counts["pairs of answers"] += 1
    if " sent " in left.url:
        result.counts["of forms sent"] += 1
    elif left.status == 200:
        result.counts["of pages shown"] += 1
    where = f"{name}, {' '.join(place)}, {left.url}"
    if (left.url, left.status, left.headers) != (right.url, right.status, right.headers):
        result.counts["other status or headers"] += 1
        result.found.append(
            f"{where}: {left.status} {left.headers} or {right.status} {right.headers}"[:600]
        )
    elif left.body != right.body:
        result.counts["other bytes"] += 1
        result.found.append(f"{where}: {_difference(left.body, right.body)}")
    elif len(left.queries) != len(right.queries):
        result.counts["other number of queries"] += 1
        more, less = sorted((left.queries, right.queries), key=len, reverse=True)
        extra = next((sql for sql in more if sql not in less), "?")
        result.found.append(
            f"{where}: {len(left.queries)} or {len(right.queries)} queries, {extra[:200]}"
        )


def _difference(left: bytes, right: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
    near = slice(max(0, at - 60), at + 100)
    return f"{left[near]!r} or {right[near]!r}"


def verdict(result: Result) -> list[str]:
    before = result.counts["before anything differs"]
    counts, kinds = result.counts["pairs of answers"] - before, len(result.sets.get("kinds", ()))
    forms = result.counts["of forms sent"]
    failures = [f"only {counts} pairs of 20,000"] if counts < 20_000 else []
    failures += [f"only {forms} forms of 1,000"] if forms < 1_000 else []
    return failures + ([f"only {kinds} kinds of pair"] if kinds < 10 else [])
