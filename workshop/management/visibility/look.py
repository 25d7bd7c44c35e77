"""Everybody asks for every page, at every phase; what is found there is who sees what."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from workshop.audience import REGISTRY, Audience, name_of
from workshop.management.visibility import example as story
from workshop.management.visibility.example import Example
from workshop.management.visibility.marks import MARKS, Mark
from workshop.models import User
from workshop.visibility import PHASES, Table, Thing

FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
STORAGE = "django.core.files.storage"


@dataclass(frozen=True)
class Door:
    """A page by its address, and whether it is about the submission."""

    url: str
    about: bool
    public: bool


@dataclass(frozen=True)
class Page:
    text: str
    about: bool

    def shows(self, mark: Mark) -> bool:
        if mark.about and not self.about:
            return False
        return mark.word.lower() in (FORMS.sub("", self.text) if mark.told else self.text)


Seen = dict[str, set[str]]


def found_out(at: datetime) -> Table:
    """The whole table."""
    seen = looked(at, PHASES)
    roles = list(seen[PHASES[0]])
    return [
        Thing(
            mark.group,
            mark.name,
            {role: [name in seen[phase][role] for phase in PHASES] for role in roles},
        )
        for name, mark in MARKS.items()
    ]


def looked(
    at: datetime, phases: Collection[str], roles: Collection[str] | None = None
) -> dict[str, Seen]:
    """What each role (or these) is shown at these phases. The example is taken back before anybody
    else could have seen it."""
    seen: dict[str, Seen] = {}
    with in_memory(), transaction.atomic():
        example = story.make(at)
        clients = {role: client_of(user) for role, user in example.roles.items()}
        for phase, advance in zip(PHASES, (None, story.release, story.make_public), strict=True):
            if advance is not None:
                advance(example)
            if phase in phases:
                seen[phase] = shown(example, clients, clients if roles is None else roles)
        transaction.set_rollback(True)
    return seen


@contextmanager
def in_memory() -> Iterator[None]:
    """Nothing of the example leaves this process, and refused pages are no news here."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with override_settings(
            STORAGES={**settings.STORAGES, "default": {"BACKEND": f"{STORAGE}.InMemoryStorage"}},
            CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        ):
            yield
    finally:
        log.setLevel(level)


def client_of(user: User | None) -> Client:
    client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname or "")
    if user is not None:
        client.force_login(user)
    return client


def shown(example: Example, clients: dict[str, Client], roles: Iterable[str]) -> Seen:
    """The things that each role is shown. Public pages know nobody: they are asked for once."""
    all_doors = list(doors(example))
    public = marks_in(asked(clients["visitor"], (door for door in all_doors if door.public)))
    inside = [door for door in all_doors if not door.public]
    seen: Seen = {}
    for role in roles:
        with story.as_found_by(example, role):
            pages = [*asked(clients[role], inside), *letters_to(example, role)]
            seen[role] = public | marks_in(pages)
    return seen


def marks_in(pages: Iterable[Page]) -> set[str]:
    return {name for page in pages for name, mark in MARKS.items() if page.shows(mark)}


def asked(client: Client, all_doors: Iterable[Door]) -> Iterator[Page]:
    secure = settings.SITE_URL.startswith("https:")
    for door in all_doors:
        answer = client.get(door.url, secure=secure)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == 200:
            yield Page(body.decode("utf-8", "replace").lower(), door.about)


def letters_to(example: Example, role: str) -> list[Page]:
    user = example.roles[role]
    rows = example.workshop.letters.filter(recipient=user.email if user else "")
    return [Page(f"{row.subject}\n{row.body}".lower(), about=False) for row in rows]


def doors(example: Example) -> Iterator[Door]:
    """Every page of the site: about the workshop, the submission, a session, each letter."""
    for pattern in patterns(get_resolver()):
        audiences = REGISTRY[name_of(pattern.callback)].audiences
        [(_, parameters)] = get_resolver().reverse_dict.getlist(pattern.name)[0][0]
        for key in letters(example) if "key" in parameters else [None]:
            known = {
                "slug": example.workshop.slug,
                "number": story.NUMBER,
                "key": key,
                "page": "venue",
                "token": "none",
                "session": 1,
                "talk": 1,
                "run": 1,
            }
            facts = {name: known[name] for name in parameters}
            url = reverse(str(pattern.name), kwargs=facts)
            yield Door(url, "number" in parameters, Audience.PUBLIC in audiences)


def letters(example: Example) -> list[UUID]:
    return list(example.workshop.letters.values_list("message_id", flat=True))


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern
