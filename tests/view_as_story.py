"""What the tests of looking as somebody else have in common: who is here, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from committee import canonical
from django.test import Client
from django.urls import get_resolver, reverse
from world import NO_LETTER, pages

from submissions.models import Submission
from workshop.models import User, Workshop

BANNER = re.compile(r'\n<aside class="sheet messages" aria-label="You see.*?</aside>\n', re.DOTALL)

ADA, BOB, EVE = "author:ada@example.org", "author:bob@example.org", "author:eve@example.org"


@dataclass
class Here:
    """Olga may look as anybody; Carl has a conflict with what Ada and Bob wrote. Bob has no
    account, Dan has only a draft, and Otto organizes and reviews."""

    workshop: Workshop
    first: Submission
    second: Submission
    people: dict[str, User]

    @property
    def rita(self) -> str:
        return f"reviewer:{self.people['rita'].pk}"

    def client(self, who: str, **facts: bool) -> Client:
        client = Client(**facts)  # type: ignore[arg-type]
        if who in self.people:
            client.force_login(self.people[who])
        return client

    def looking(self, whom: str, who: str = "olga") -> Client:
        client = self.client(who)
        assert client.post("/credit/organize/view-as/", {"whom": whom}).status_code == 302
        return client


def said(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def urls(
    here: Here, names: Iterable[str] | None = None, numbers: Iterable[int] = (1, 2, 9)
) -> list[str]:
    """Every address below this workshop's, or these, about every submission."""
    known = {"slug": "credit", "page": "venue", "token": "nonsense"}
    found = []
    for name in names or [name for name, _ in pages()]:
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        for number in numbers if "number" in parameters else (0,):
            facts = {**known, "number": number, "key": NO_LETTER, "session": 1, "talk": 1, "run": 1}
            url = reverse(name, kwargs={key: facts[key] for key in parameters})
            if url.startswith("/credit/") and name != "leave_view_as":
                found.append(url)
    return found


def mine(here: Here) -> list[str]:
    """All but the organizers', and what there is only of posted papers."""
    found = urls(here, numbers=(1, 2))
    return [url for url in found if "/organize/" not in url and "/papers/" not in url]


def body(answer: Any) -> str:
    text = (b"".join(answer) if answer.streaming else answer.content).decode("latin-1")
    text = re.sub(r'(name="ticket" value=")[^"]+', r"\1", BANNER.sub("", text))
    return canonical(text)
