"""What the tests of publishing have in common: its letters, its page, and who looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from factories import make_submission
from filling import send
from html_tree import every, one, text_of, tree

from submissions.models import Submission
from workshop.models import Letter, User, Workshop

AT = dt.datetime(2018, 7, 11, 8, 0, tzinfo=dt.UTC)
DAY = dt.date(2018, 7, 14)
PAGE = "/credit/organize/schedule/publish/"


def accepted(workshop: Workshop, title: str, *authors: str, status: str = "oral") -> Submission:
    addresses = [f"{name}@example.org" for name in authors]
    return make_submission(workshop, status=status, title=title, authors=addresses)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letters(workshop: Workshop, revision: int) -> list[Letter]:
    return list(workshop.letters.filter(revision=revision).order_by("about", "recipient"))


def told(workshop: Workshop, revision: int) -> list[tuple[int | None, str]]:
    return [(letter.about, letter.recipient) for letter in letters(workshop, revision)]


def leaf(client: Client, rubric: str) -> str:
    """What the page says under this rubric; nothing if it has none."""
    leaves = every(tree(client.get(PAGE)), "section", "leaf")
    found = [text_of(leaf) for leaf in leaves if text_of(one(leaf, "h2")) == rubric]
    return found[0].removeprefix(rubric).strip() if found else ""


def press(client: Client) -> Any:
    """Send the form of the page as it is."""
    return send(client, PAGE, "seen")
