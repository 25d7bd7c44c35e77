"""What a browser would send from the forms of a page: as they stand, and filled in; with each
button. Sent on trial: the answer, the page to which it leads, and nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.cookies import SimpleCookie
from itertools import count
from random import Random
from urllib.parse import urljoin

from committee import Answer, answer
from django.core.cache import cache
from django.test import Client
from filling import SECRETS, Button, Forms, filled
from numbered import count_from, numbered_tables

from bench.campaigns.undoing import undone

# They end the session, or begin another one: what is seen then is asked for elsewhere.
NOT_SENT = {"/account/sign-out/", "/credit/organize/view-as/"}
# Letters are named by lot, in the pages about them too.
BY_LOT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEADS = re.compile(r"'Location', '([^']+)'")
# Forms name new rows by keys, which count all rows: in both worlds from the same number on.
FIRST, APART = 1_000_000, 1_000
Data = dict[str, list[str]]


@dataclass(frozen=True)
class Sending:
    url: str
    data: Data

    def __str__(self) -> str:
        """Without what is drawn for every form."""
        return f"{self.url} sent {[(k, v) for k, v in self.data.items() if k not in SECRETS]}"


def sendings(url: str, html: str) -> list[Sending]:
    """All that the forms of the page at this address can send, each once."""
    found: dict[str, Sending] = {}
    for form in Forms(html).whole:
        for button in form.buttons or [Button("", "", "")]:
            to = urljoin(url, button.action or form.action).partition("#")[0]
            if form.method != "post" or to in NOT_SENT:
                continue
            pressed = {button.name: [button.value]} if button.name else {}
            for fields in (form.fields, filled(form)):
                one = Sending(to, {**fields, **pressed})
                found.setdefault(str(one), one)
    return list(found.values())


def count_on(n: int) -> None:
    """From here on rows are counted from the `n`th number."""
    count_from(dict.fromkeys(numbered_tables(), FIRST + n * APART))


@dataclass
class Trials:
    """In one world, by whoever it is, but for what is `unsent`. `times` counts them: new rows have
    keys by that."""

    most: int
    unsent: tuple[str, ...]
    times: Iterator[int] = field(default_factory=partial(count, 2))

    def of(self, client: Client, url: str, drawn: Random) -> Iterator[Answer]:
        """The page at this address is asked for, and some of what its forms send is sent."""
        cookies = {name: cookie.value for name, cookie in client.cookies.items()}
        found = [one for one in sendings(url, _shown(client, url)) if one.url not in self.unsent]
        for one in drawn.sample(found, min(self.most, len(found))):
            client.cookies = SimpleCookie(cookies)
            yield self._try(client, one)
        client.cookies = SimpleCookie(cookies)

    def _try(self, client: Client, one: Sending) -> Answer:
        with undone():
            count_on(next(self.times))
            cache.clear()
            said = answer(client, "post", one.url, data=one.data)
            if (leads := LEADS.search(said.headers)) and leads[1].startswith("/"):
                said = _joined(said, answer(client, "get", leads[1]))
        body = BY_LOT.sub("-", said.body.decode("latin-1")).encode("latin-1")
        return replace(said, url=str(one), body=body, headers=BY_LOT.sub("-", said.headers))


def _shown(client: Client, url: str) -> str:
    """A page, if it is one."""
    said = client.get(url)
    if said.streaming:
        list(said)
        return ""
    is_page = said.status_code == 200 and "text/html" in said.headers["Content-Type"]
    return said.content.decode() if is_page else ""


def _joined(said: Answer, after: Answer) -> Answer:
    """An answer and the page to which it leads."""
    queries = (*said.queries, *after.queries)
    headers = f"{said.headers}, then {after.status} {after.headers}"
    return Answer(said.url, said.status, said.body + after.body, headers, queries)
