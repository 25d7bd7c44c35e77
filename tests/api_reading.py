"""Reading the API as its users do: answers as data, held against the committed schema."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import resolve, reverse
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from workshop.models import User

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "docs/openapi.json"


def link(name: str, *parts: object) -> str:
    return reverse(f"api_{name}", args=parts)


def as_user(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def read(url: str, user: User | None = None) -> Any:
    """What is answered with 200, after a look whether it is as the schema says, and no more."""
    answer = as_user(user).get(url)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    check(url, found)
    return found


def check(url: str, found: Any) -> None:
    schema = strict(json.loads(COMMITTED.read_text()))
    path = "/" + resolve(url).route.replace("<slug:", "{").replace("<int:", "{").replace(">", "}")
    body = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**body, "components": schema["components"]}).validate(found)


def strict(schema: Any) -> Any:
    """The schema where no object has a key that is not named."""
    if isinstance(schema, dict):
        closed = {"additionalProperties": False} if "properties" in schema else {}
        return closed | {key: strict(part) for key, part in schema.items()}
    return [strict(part) for part in schema] if isinstance(schema, list) else schema


def raw(client: Client, url: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get(url)
    return answer.status_code, answer.content, dict(answer.headers)


def utc(moment: datetime) -> str:
    """A moment as the API writes it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
