"""Every form of the site with a key for every column added, sent by everybody, to the right
address and to ones that do not belong together.

A key that a form does not have must make no difference: what is changed with it is what the form
changes without it. Who has no such page changes nothing at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from filling import SECRETS, TYPED, Form, Forms, filled
from meant_forms import Data, as_sent, meant
from probes import FIRST, SECOND, Town, Undone, a_town
from ready_town import also
from world import pages

from reviews.invite import token_of
from workshop.models import Role, User

APPS = ["workshop", "submissions", "reviews", "schedule"]
# As nested forms would call them. Django takes a thousand keys at a time.
PREFIXES = ["", "author-1-", "row-1-", "talk-", "submission__"]
# Drawn by lot, as the label of a released review, or holding what was drawn.
DRAWN = {
    "id",
    "label",
    "pk",
    "message_id",
    "file",
    "body",
    "secret",
    "password",
    "key",
    "last_login",
}
UNSEEN = {"label"}
# That it is another one is seen, not which.
SALTED = {"password"}
Rows = dict[tuple[str, object], dict[str, Any]]


@dataclass(frozen=True)
class Attempt:
    """A form sent by somebody. `own`: it came from a page that they may see."""

    who: str
    url: str
    form: tuple[tuple[str, tuple[str, ...]], ...]
    named: frozenset[str]
    own: bool

    @property
    def name(self) -> str:
        return name_of(self.url)

    @property
    def body(self) -> dict[str, Any]:
        return {name: as_sent(values) for name, values in self.form}


def name_of(url: str) -> str:
    """Of the address that takes what is sent there."""
    return str(resolve(url.partition("?")[0]).url_name)


@dataclass
class Counts:
    attempts: Counter[str] = field(default_factory=Counter)
    keys: int = 0
    changed: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    acting: int = 0
    # Names of addresses that were sent their own forms, and of those where one did something.
    sent: set[str] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return (
            f"{self.attempts.total()} forms sent ({dict(self.attempts)}), {self.keys} keys added, "
            f"{self.acting} changed rows as declared: {len(self.changed)} undeclared changes, "
            f"{len(self.roles)} rows of roles or accounts changed"
        )


def tables() -> list[type[models.Model]]:
    return [
        EmailAddress,
        *(model for app in APPS for model in apps.get_app_config(app).get_models()),
    ]


def columns() -> list[str]:
    """Every name by which a column of any model can be called."""
    fields = [f for model in tables() for f in model._meta.get_fields() if hasattr(f, "attname")]
    return sorted({name for f in fields for name in (f.name, f.attname)})


def added(named: Iterable[str], user: User | None) -> dict[str, str]:
    """A key for every column, plainly and as nested forms would be called, that no field has."""
    values = {"status": "oral", "kind": "organizer", "state": "accepted", "outcome": "oral"}
    other = str(user.pk) if user else "1"
    taken = set(named)
    keys = [f"{prefix}{column}" for prefix in PREFIXES for column in columns()]
    return {
        key: values.get(key, "1" if key.split("-")[-1].startswith("is_") else other)
        for key in keys
        if key not in taken
    }


def rows() -> Rows:
    """The whole database, but for sessions."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in tables()
        for row in model._base_manager.values()
    }


def difference(before: Rows, after: Rows) -> Counter[tuple[object, ...]]:
    """What is other: columns of rows that were there, rows that are gone, rows that are new."""
    found: Counter[tuple[object, ...]] = Counter()
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            facts = {k: v for k, v in new.items() if k not in DRAWN and not k.endswith("_id")}
            found[("new", key[0], str(sorted(facts.items(), key=str)))] += 1
        elif new is None:
            found[("gone", *key)] += 1
        elif old is not None and old != new:
            changed = {k: new[k] for k in new if new[k] != old[k] and k not in UNSEEN}
            told = {k: "" if k in SALTED else str(value) for k, value in changed.items()}
            found.update(("set", *key, *each) for each in told.items())
    return found


def sent_by(town: Town, who: str, url: str, body: dict[str, Any]) -> tuple[int, Rows, Rows]:
    """The status, and the database before and after; then it is taken back."""
    cache.clear()
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(town.cookies[who])
    before = rows()
    with suppress(Undone), transaction.atomic():
        status = client.post(url, body).status_code
        after = rows()
        raise Undone
    return status, before, after


def addresses(town: Town) -> Iterator[str]:
    """Every page about what is there, and those that take their object from the query."""
    here = town.here
    invited = here.workshop.invitations.filter(state="waiting").first()
    known: dict[str, Any] = {
        "slug": "credit",
        "number": [FIRST, SECOND],
        "key": town.letter.message_id,
        "page": "venue",
        "session": 7,
        "talk": 1,
        "run": 1,
        "token": token_of(invited) if invited else "nonsense",
    }
    for name, _ in pages():
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        if name.startswith("api_") or name in ("sign_out", "demo", "demo_letters"):
            continue
        facts = {key: known[key] for key in parameters}
        for number in facts.get("number", [None]) if "number" in facts else [None]:
            yield reverse(name, kwargs=facts | ({"number": number} if number else {}))
    organize = "/credit/organize"
    for pk in (here.rae.pk, town.quentin.pk):
        yield f"{organize}/reviewers/edit/?reviewer={pk}"
        yield f"{organize}/reviewers/remove/?reviewer={pk}"
    yield f"{organize}/organizers/remove/?organizer={here.story.carl.pk}"
    for asked in ("add", "change"):
        yield f"{organize}/schedule/sessions/7/?{asked}"


def page_of(town: Town, who: str, url: str) -> str:
    """What somebody is shown there, if it is a page."""
    client = Client()
    client.cookies = SimpleCookie(town.cookies[who])
    page = client.get(url)
    if page.status_code == 200 and "html" in page.headers["Content-Type"]:
        return page.content.decode()
    if page.streaming:
        list(page)
    return ""


def forms_of(town: Town, who: str, url: str) -> Iterator[Attempt]:
    """The forms that somebody is shown there, as they would be sent; a form sends elsewhere too."""
    html = page_of(town, who, url)
    named = frozenset(re.findall(r'name="([^"]+)"', html))
    parsed = Forms(html)
    for form, fields in zip(parsed.whole, parsed.forms, strict=True):
        own = any(not button.action for button in form.buttons)
        if form.method == "post" and own and form.action != "/account/sign-out/":
            plain = {k: [str(v)] for k, v in fields.items()}
            plain |= {k: [v] for k, v in TYPED.items() if k in named and not fields.get(k)}
            to = urljoin(url, form.action).split("#")[0]
            yield Attempt(who, to, frozen(plain), named, own=True)


def filled_of(town: Town, who: str, url: str) -> Iterator[Attempt]:
    """The same forms filled in, not as they stand, by each sort of button: so they do something.
    Where that does nothing either, what is meant is typed."""
    html = page_of(town, who, url)
    named = frozenset(re.findall(r'name="([^"]+)"', html))
    for form in Forms(html).whole:
        sorts = {(each.action, each.name): each for each in form.buttons}
        for button in sorts.values():
            to = urljoin(url, button.action or form.action).split("#")[0]
            if form.method == "post" and to != "/account/sign-out/":
                pressed = {button.name: [button.value]} if button.name else {}
                yield Attempt(
                    who, to, frozen({**filled(form), **edited(form), **pressed}), named, own=True
                )
                typed = meant(form, button, name_of(to))
                if typed:
                    yield Attempt(who, to, frozen(typed), named, own=True)


def frozen(data: Data) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is sent, but for what is drawn for every form."""
    return tuple((k, tuple(values)) for k, values in data.items() if values and k not in SECRETS)


def edited(form: Form) -> dict[str, list[str]]:
    """A word more wherever there is a text."""
    texts = {name: form.fields.get(name, []) for name in form.texts}
    return {name: [f"{values[-1]} too"] for name, values in texts.items() if any(values)}


def shown(town: Town) -> list[Attempt]:
    """Every form that anybody of these is shown, once."""
    found: dict[tuple[object, ...], Attempt] = {}
    everybody = ("olga", "ada", "eve", "ana", "dov", "carl", "visitor")
    asked = [(who, url) for who in everybody for url in addresses(town)]
    for who, url in [*asked, *also(town)]:
        for attempt in (*forms_of(town, who, url), *filled_of(town, who, url)):
            found.setdefault((who, attempt.url, attempt.form), attempt)
    # A view that takes two forms reads the names of both.
    names: dict[str, set[str]] = {}
    for each in found.values():
        names.setdefault(each.url, set()).update(each.named)
    return [replace(each, named=frozenset(names[each.url])) for each in found.values()]


STRANGERS = ["visitor", "stranger", "wilma", "zoe", "ada", "bob", "eve", "ana", "carl"]


def astray(own: Iterable[Attempt]) -> Iterator[Attempt]:
    """The same forms, sent by who has no such page, or below another workshop."""
    seen: set[tuple[str, str]] = set()
    for each in own:
        if not each.url.startswith("/credit/") or "/invitation/" in each.url:
            continue
        for who in STRANGERS:
            if (who, each.url) not in seen and not may_have(who, each.url):
                seen.add((who, each.url))
                yield Attempt(who, each.url, each.form, each.named, own=False)
        other = each.url.replace("/credit/", "/other/", 1)
        if (each.who, other) not in seen and not other.endswith("/submissions/new/"):
            seen.add((each.who, other))
            yield Attempt(each.who, other, each.form, each.named, own=False)


def may_have(who: str, url: str) -> bool:
    """Pages that this person may see in the story."""
    if "/submissions/new/" in url:
        return True
    if "/organize/" in url:
        return who == "carl" and FIRST not in url
    if "/submissions/" in url:
        return who in ("ada", "bob") if FIRST in url else who == "eve" or SECOND not in url
    if "/review/" in url:
        return who in ("ana", "dov")
    return False


def attempts(town: Town) -> list[Attempt]:
    own = shown(town)
    return [*own, *astray(own)]


def run(chosen: Iterable[Attempt], town: Town) -> Counts:
    counts = Counts()
    for each in chosen:
        counts.attempts["own" if each.own else "astray"] += 1
        _try(town, each, counts)
    return counts


def _try(town: Town, each: Attempt, counts: Counts) -> None:
    keys = added([*each.named, *dict(each.form)], town.people[each.who])
    counts.keys += len(keys)
    status, before, after = sent_by(town, each.who, each.url, {**keys, **each.body})
    found = difference(before, after)
    declared: Counter[tuple[object, ...]] = Counter()
    if each.own:
        _, *both = sent_by(town, each.who, each.url, each.body)
        declared = difference(*both)
        counts.acting += bool(declared)
        counts.sent.add(each.name)
        counts.acted |= {each.name} if declared else set()
    where = f"{each.who} {each.url} {status}"
    wrong = (found - declared) + (declared - found)
    counts.changed += [f"{where}: {change}" for change in wrong]
    labels = {Role._meta.label, User._meta.label, EmailAddress._meta.label}
    counts.roles += [f"{where}: {change}" for change in wrong if change[1] in labels]
    if each.who != "olga" and _flags(before) - _flags(after):
        counts.roles.append(f"{where}: flags")


def _flags(found: Rows) -> set[tuple[object, ...]]:
    """Of each account; a new one has its own, and leaves the others what they were."""
    return {
        (pk, row["is_administrator"], row["is_active"])
        for (label, pk), row in found.items()
        if label == User._meta.label
    }


def main() -> list[Counts]:
    """Every form, before the release and after it: what `make campaign` calls."""
    found = []
    for released in (False, True):
        with a_town() as town:
            if released:
                town.release()
            found.append(run(attempts(town), town))
            print(found[-1])
    return found
