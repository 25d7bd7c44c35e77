"""Filling in a form as a browser without JavaScript does: what the page has, but for changes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Forms(HTMLParser):
    """The fields of every form of a page, with the values that they would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.methods: list[str] = []
        self._open: dict[str, Any] | None = None
        self._text: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {key: value or "" for key, value in attrs}
        name = facts.get("name", "")
        if tag == "form":
            self._open = {}
            self.forms.append(self._open)
            self.methods.append(facts.get("method", "get"))
        if self._open is None or (not name and tag != "option") or "disabled" in facts:
            return
        if tag == "input":
            ticked = facts.get("type") not in {"checkbox", "radio"} or "checked" in facts
            if ticked:
                self._open[name] = facts.get("value", "on" if "checked" in facts else "")
        elif tag == "textarea":
            self._text, self._open[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in facts:
            self._open[self._select] = facts["value"]

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text is not None:
            self._open[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea" and self._open is not None and self._text is not None:
            # HTML drops a line end right after the tag.
            self._open[self._text] = self._open[self._text].removeprefix("\n")
            self._text = None
        if tag == "select":
            self._select = None


def fields(answer: Any, holding: str) -> dict[str, Any]:
    """The fields of the page's form that holds a field of this name."""
    parsed = Forms(answer.content.decode())
    pairs = zip(parsed.forms, parsed.methods, strict=True)
    return next(form for form, method in pairs if holding in form and method == "post")


def send(browser: Client, url: str, holding: str, **changes: Any) -> Any:
    """Open a page, change some fields of its form, send it."""
    typed = fields(browser.get(url), holding) | {
        key.replace("__", "-"): v for key, v in changes.items()
    }
    return browser.post(url, {key: value for key, value in typed.items() if value is not None})


def led_to(answer: Any) -> str:
    """Where an answer sends the browser."""
    return str(answer.url)


def shown(answer: Any) -> str:
    """A page's text as one line, without its tags."""

    class Text(HTMLParser):
        words: list[str]

        def handle_data(self, data: str) -> None:
            self.words += data.split()

    text = Text()
    text.words = []
    text.feed(answer.content.decode())
    return " ".join(text.words)
