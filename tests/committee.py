"""The story of a committee, step by step by the site's own steps; and everything a person can see.

Every name, address and text of the committee is a marker: made of syllables that stand nowhere
else, so that a single one in an answer is a leak. A marker's first syllable says whose it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import md5
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from review_factories import bar
from run_factories import make_run
from world import NO_LETTER, pages

from reviews import assign, decide, invite, notify, review
from reviews.answer import accept, decline
from reviews.invite import Invitee
from reviews.models import Conflict
from submissions.models import Submission
from workshop.models import Barrier, Letter, Role, User, Workshop

# Who is on the committee: authors never learn it, organizers do.
WHO = "zq7quill"
# What the first submission's authors read once it is released, and its barred organizer never.
SEALED = "xk9vellum"
# What only organizers without a conflict ever read about the first submission.
INNER = "vj4pumice"

STEPS = ["assign", "review", "decide", "notify", "correct"]
Cast = Sequence[tuple[str, str, str]]
CAST: Cast = [
    ("ana@zq7quill.example", "Ana Zq7quill", "Zq7quill Institute of Ana"),
    ("bo@zq7quill.example", "Bo Zq7quill", "Zq7quill Institute of Bo"),
    ("cas@zq7quill.example", "Cas Zq7quill", "Zq7quill Institute of Cas"),
    ("dov@zq7quill.example", "Dov Zq7quill", "Zq7quill Institute of Dov"),
]
NOBODY = ("eli@zq7quill.example", "Eli Zq7quill")


class Drawn(Random):
    """Draws labels as it was told, so that two runs can draw the same."""

    def __init__(self, *order: int) -> None:
        super().__init__()
        self.order = order

    def shuffle(self, x: Any) -> None:
        if len(x) == len(self.order):
            x[:] = [x[place] for place in self.order]


@dataclass
class Story:
    """`reviewers` are those of the first submission: two write, the third gives it back."""

    reviewers: list[User] = field(default_factory=list)
    at: datetime = AT
    chance: Random = field(default_factory=lambda: Drawn(0, 1))

    def begin(self, cast: Cast = CAST) -> Story:
        """Two submissions. Carl organizes too, and has a conflict with the first."""
        self.workshop: Workshop = make_workshop("credit", call="closed", at=AT)
        self.olga = make_organizer(self.workshop, "olga@example.org", "Olga")
        self.carl = make_organizer(self.workshop, "carl@example.org", "Carl")
        self.ada = make_user("ada@example.org", "Ada")
        self.bob = make_user("bob@example.org", "Bob")
        self.eve = make_user("eve@example.org", "Eve")
        authors = [self.ada.email, self.bob.email]
        self.first = make_submission(self.workshop, self.ada, authors=authors, paper=True)
        self.second = make_submission(self.workshop, self.eve, paper=True)
        bar(self.carl, self.first)
        self.committee = [self._join(*who) for who in cast]
        self._ask(*NOBODY)
        decline(self.workshop.invitations.get(email=NOBODY[0]), at=self.at)
        self.reviewers = self.committee[:3]
        return self

    def _ask(self, email: str, name: str) -> None:
        whom = [Invitee(email, name)]
        invite.invite(self.workshop, whom, topics=[], load=4, by=self.olga, at=self.at)

    def _join(self, email: str, name: str, affiliation: str) -> User:
        self._ask(email, name)
        invitation = self.workshop.invitations.get(email=email)
        accept(invitation, topics=[], load=4, at=self.at)
        User.objects.filter(email=email).update(name=name, affiliation=affiliation)
        return User.objects.get(email=email)

    def take(self, step: str) -> None:
        self.at += timedelta(hours=1)
        getattr(self, step)()

    def assign(self) -> None:
        """Three have the first submission, the last of the committee the second."""
        for user in self.reviewers:
            self._give(self.first, user)
        self._give(self.second, self.committee[-1])
        assign.confirm(self.workshop, by=self.olga, at=self.at)
        out = next(user for user in self.committee if user not in self.reviewers)
        facts = {"user": out, "submission": self.first, "found_at": self.at}
        self._ask_for_runs()
        evidence = f"{INNER} evidence"
        self.workshop.conflicts.create(
            source=Conflict.Source.AFFILIATION, evidence=evidence, **facts
        )
        reason = Barrier.Reason.CONFLICT
        self.workshop.barriers.create(user=out, number=self.first.number, reason=reason)

    def _ask_for_runs(self) -> None:
        """Carl's second is as if from before he had a conflict."""
        times: dict[str, Any] = {"asked_at": self.at, "ended_at": self.at}
        for user in (self.olga, self.carl):
            make_run(self.workshop, user, **times)
        both = [self.first.number, self.second.number]
        make_run(self.workshop, self.carl, both, number=2, **times)

    def _give(self, submission: Submission, user: User) -> None:
        assign.assign(submission, reviewer_id=user.pk, by=self.olga, at=self.at)

    def review(self) -> None:
        one, two, three = self.reviewers
        self._write(self.first, one, 5, f"{SEALED} praise", f"{INNER} note one")
        self._write(self.first, two, 2, f"{SEALED} doubt", f"{INNER} note two")
        review.decline(self.first, reason=f"{INNER} reason", by=three, at=self.at)
        self._write(self.second, self.committee[-1], 4, "Sound.", "Nothing.")

    def _write(self, submission: Submission, by: User, rating: int, text: str, note: str) -> None:
        whole = review.Content(
            title=f"{text}, in short", text=text, rating=rating, confidence=2, note=note
        )
        review.submit(submission, whole, version=0, by=by, at=self.at)

    def decide(self) -> None:
        facts = {"by": self.olga, "at": self.at}
        note = f"{SEALED} note of the organizers"
        decide.decide(self.first, outcome="rejected", version=0, note=note, **facts)  # type: ignore[arg-type]
        decide.decide(self.second, outcome="oral", version=0, **facts)  # type: ignore[arg-type]

    def notify(self) -> None:
        notify.release(self.workshop, by=self.olga, at=self.at, chance=self.chance)

    def correct(self) -> None:
        note = f"{SEALED} note of the organizers, corrected"
        notify.correct(self.first, outcome="poster", note=note, version=1, by=self.olga, at=self.at)


@dataclass(frozen=True)
class Answer:
    """All that is seen of one answer."""

    url: str
    status: int
    body: bytes
    headers: str
    queries: tuple[str, ...]

    def has(self, *markers: str) -> list[str]:
        """The markers in it, whatever their case."""
        seen = self.body.lower() + self.headers.lower().encode()
        return [f"{self.url}: {marker}" for marker in markers if marker.encode() in seen]


def addresses(story: Story, letters: Iterable[UUID]) -> Iterator[str]:
    """Every address of the site, about what is there, somebody else's, and what is not."""
    known: dict[str, list[object]] = {
        "slug": [story.workshop.slug],
        "number": [1, 2, 99],
        "key": [*letters, NO_LETTER],
        "page": ["venue"],
        "token": ["nonsense"],
        "session": [1, 99],
        "talk": [1],
        "run": [1, 2, 99],
    }
    for name, _ in pages():
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        found: list[dict[str, object]] = [{}]
        for key in parameters:
            found = [{**facts, key: value} for facts in found for value in known[key]]
        yield from (reverse(name, kwargs=facts) for facts in found if name != "sign_out")


def everything(
    story: Story, user: User | None, *, forms: bool = False, share: float = 1
) -> list[Answer]:
    """What this person is answered everywhere: as a page, as a fragment, and to empty `forms`.

    Forms are sent only where the page itself is not shown: what may be done there changes rows.
    Less than a `share` of 1 is a sample, drawn anew for each hour of the story and each person,
    and the same in each run.
    """
    drawn = Random(f"{story.at}{user and user.email}")
    client = Client()
    if user is not None:
        client.force_login(user)
    # One letter of each sort, the same whoever else was written to before.
    ordered = Letter.everywhere.order_by("event", "about", "-recipient", "-revision")
    rows = ordered.values_list("event", "about", "message_id")
    letters = list({(event, about): key for event, about, key in rows}.values())
    if not Role.everywhere.filter(user=user, kind=Role.Kind.ORGANIZER).exists():
        letters = letters[:1]
    answers = []
    for url in addresses(story, letters):
        if drawn.random() >= share:
            continue
        page = answer(client, "get", url)
        answers.append(page)
        if page.status == 200:
            answers.append(answer(client, "get", url, HTTP_HX_REQUEST="true"))
        elif forms:
            answers.append(answer(client, "post", url))
    return answers


def answer(client: Client, method: str, url: str, **headers: Any) -> Answer:
    queries: list[str] = []

    def heard(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(heard):
        response = getattr(client, method)(url, **headers)
        body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        body = unpacked(body)
    text = canonical(body.decode("latin-1")).encode("latin-1")
    status, said = response.status_code, {**response.headers, "Set-Cookie": str(response.cookies)}
    if not response.streaming and said.get("ETag") == etag_of(response.content):
        del said["ETag"]  # made of the bytes, and so with what is drawn by lot in them
    return Answer(canonical(url), status, text, canonical(plain(said)), tuple(queries))


def etag_of(body: bytes) -> str:
    """As Django makes it, where a view has made none."""
    return f'"{md5(body, usedforsecurity=False).hexdigest()}"'


def unpacked(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return b"".join(name.encode() + files.read(name) for name in files.namelist())


def canonical(text: str) -> str:
    """Without what is drawn for every form or signed with the time."""
    return re.sub(r'(name="(?:csrfmiddlewaretoken|ticket)" value=")[^"]+', r"\1", text)


def plain(headers: dict[str, str]) -> str:
    """Without what is drawn by lot: tokens and sessions."""
    text = re.sub(r"((?:csrf|session|expires)[a-z]*=)[^;]+", r"\1", str(sorted(headers.items())))
    # A message is signed with the time.
    return re.sub(r"(messages=[^:;]+):[^;]+", r"\1", text)
