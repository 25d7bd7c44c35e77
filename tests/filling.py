"""Filling in a form as a browser without JavaScript does: what the page has, but for changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple

from django.test import Client

SECRETS = {"csrfmiddlewaretoken", "ticket"}
# What somebody types where a form is empty, so that it does something: elsewhere, words.
TYPED = {
    "sure": "on",
    "page": "on",
    "addresses": "new@example.org",
    "email": "new@example.org",
    "reason": "Because.",
    "note": "A note.",
    "text": "A text.",
    "name": "A Name",
    "subject": "A subject",
    "body": "A text.",
    "title": "A title",
}
# As good a name as a text.
WORDS = "Some Body"


class Button(NamedTuple):
    """`action` replaces that of its form, unless it is empty."""

    name: str
    value: str
    action: str


@dataclass
class Form:
    """`fields`: what it would send as it stands. `offers`: every box, the first of each choice;
    `texts`: what may be typed into.
    """

    method: str
    action: str
    name: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, list[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)


class Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.whole: list[Form] = []
        self._open: Form | None = None
        self._text: str | None = None
        self._select: str | None = None
        self._elsewhere: list[tuple[str, Button]] = []
        # What a template holds is in no form before a script puts it there.
        self._spare = False
        self.feed(html)
        for name, button in self._elsewhere:
            for form in self.whole:
                if form.name == name:
                    form.buttons.append(button)

    @property
    def forms(self) -> list[dict[str, Any]]:
        """The fields of each, with the value that they would send, or the last of several."""
        return [{name: all_[-1] for name, all_ in form.fields.items()} for form in self.whole]

    @property
    def methods(self) -> list[str]:
        return [form.method for form in self.whole]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {key: value or "" for key, value in attrs}
        name = facts.get("name", "")
        self._spare = self._spare or tag == "template"
        if self._spare:
            return
        if tag == "form":
            self._open = Form(facts.get("method", "get"), facts.get("action", ""))
            self._open.name = facts.get("id", "")
            self.whole.append(self._open)
        elif tag == "button" and "disabled" not in facts:
            self._press(facts)
        if self._open is None or (not name and tag != "option") or "disabled" in facts:
            return
        if tag == "input":
            self._type(self._open, name, facts)
        elif tag == "textarea":
            self._text, self._open.fields[name] = name, [""]
            self._open.texts.add(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in facts:
            self._open.fields.setdefault(self._select, []).append(facts["value"])
        elif tag == "option" and self._select and facts.get("value"):
            self._open.offers.setdefault(self._select, [facts["value"]])

    def _press(self, facts: dict[str, str]) -> None:
        if facts.get("type") == "button":
            return
        action = facts.get("formaction", "")
        button = Button(facts.get("name", ""), facts.get("value", ""), action)
        if "form" in facts:
            self._elsewhere.append((facts["form"], button))
        elif self._open is not None:
            self._open.buttons.append(button)

    def _type(self, form: Form, name: str, facts: dict[str, str]) -> None:
        sort, value = facts.get("type"), facts.get("value")
        if sort == "checkbox":
            form.offers.setdefault(name, []).append(value or "on")
        elif sort == "radio":
            form.offers.setdefault(name, [value or "on"])
        elif sort in {None, "text", "search"}:
            form.texts.add(name)
        if sort not in {"checkbox", "radio"} or "checked" in facts:
            said = value if value is not None else "on" if "checked" in facts else ""
            form.fields.setdefault(name, []).append(said)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text is not None:
            self._open.fields[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._spare = False
        if tag == "form":
            self._open = None
        if tag == "textarea" and self._open is not None and self._text is not None:
            # HTML drops a line end right after the tag.
            text = self._open.fields[self._text][0]
            self._open.fields[self._text] = [text.removeprefix("\n")]
            self._text = None
        if tag == "select":
            self._select = None


def filled(form: Form) -> dict[str, list[str]]:
    """Every box ticked, and something typed wherever there is nothing."""
    empty = {name for name, values in form.fields.items() if not any(values)}
    typed = {
        name: [TYPED.get(name, WORDS)] for name in empty if name in TYPED or name in form.texts
    }
    several = {name: values for name, values in form.offers.items() if len(values) > 1}
    return {**form.offers, **form.fields, **several, **typed}


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
