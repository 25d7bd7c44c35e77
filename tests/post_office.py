"""Letters as they arrive, and what a reader does with them."""

from __future__ import annotations

import re
import time
from email.message import Message

from conftest import Sink
from playwright.sync_api import Page


def wait_for(messages: list[Message], count: int, *, moment: float = 0.3) -> list[Message]:
    """The letters that have arrived, once there are so many; and no more a moment later."""
    give_up = time.monotonic() + 30
    while len(messages) < count:
        assert time.monotonic() < give_up, [m["Subject"] for m in messages]
        time.sleep(0.02)
    time.sleep(moment)
    assert len(messages) == count, [m["Subject"] for m in messages]
    return messages


def text_of(letter: Message) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def address_of(letter: Message) -> str:
    return str(letter["To"]).rpartition("<")[2].rstrip(">")


def recipients(messages: list[Message]) -> list[tuple[str, str]]:
    return sorted((address_of(m), str(m["Subject"])) for m in messages)


def link_in(letter: Message, part: str) -> str:
    """The path of the link in a letter that goes to this part of the site."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text_of(letter))
    assert found is not None, text_of(letter)
    return found.group(1)


def sign_in(page: Page, sink: Sink, email: str) -> None:
    """On the page that asks for an address: by the code that comes."""
    before = len(sink.messages)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    letter = wait_for(sink.messages, before + 1, moment=0)[-1]
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text_of(letter))
    assert code is not None
    page.get_by_label("Code").fill(code.group())
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def introduce(page: Page, name: str, affiliation: str) -> None:
    """A newcomer says who they are, once."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Affiliation").fill(affiliation)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Save")).click()


class Post:
    """What has arrived since it was last looked at."""

    def __init__(self, sink: Sink, seen: int = 0) -> None:
        self.sink, self.seen = sink, seen

    def skip(self) -> None:
        """What came until now was read elsewhere."""
        self.seen = len(self.sink.messages)

    def expect(self, letters: dict[str, list[str]]) -> dict[str, Message]:
        """Just these letters come: to whom, by subject. They are handed out by address.

        One too many that comes late is found when the next are expected: expect none at the end.
        """
        wanted = sorted((to, subject) for subject, whom in letters.items() for to in whom)
        moment = 0 if wanted else 0.3
        new = wait_for(self.sink.messages, self.seen + len(wanted), moment=moment)[self.seen :]
        assert recipients(new) == wanted, recipients(new)
        self.skip()
        return {address_of(letter): letter for letter in new}
