"""Letters are rows first: written in the step's transaction, delivered later."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from workshop.models import Letter, Workshop
from workshop.wake import wake

# So many letters are worth a task each; more of them leave in one sweep.
FEW = 5


@dataclass(frozen=True)
class Recipient:
    email: str
    name: str = ""


def post(
    workshop: Workshop | None,
    event: str,
    to: Iterable[Recipient],
    context: Mapping[str, Any],
    *,
    at: datetime,
    about: int | None = None,
    revision: int = 1,
    secret: str = "",
    is_private: bool = False,
) -> list[Letter]:
    """One letter per recipient from `<app>/letters/<name>.txt`; the first line is the subject.

    `event` is "<app>/<name>". A letter that was written before, same event, submission,
    recipient and revision, is not written twice.
    """
    facts = {"about": about, "revision": revision, "secret": secret, "is_private": is_private}
    return send(write(workshop, event, to, context, at=at, **facts))


def write(
    workshop: Workshop | None,
    event: str,
    to: Iterable[Recipient],
    context: Mapping[str, Any],
    *,
    at: datetime,
    **facts: Any,
) -> list[Letter]:
    """The letters that `post` would send, not saved: to be shown before, or sent with others."""
    return [
        Letter(
            workshop=workshop,
            event=event,
            recipient=recipient.email.lower(),
            recipient_name=one_line(recipient.name),
            written_at=at,
            not_before=at,
            **facts,
            **_known_by(workshop, event, recipient, facts),
            **_text(event, {**context, "workshop": workshop, "recipient": recipient}),
        )
        for recipient in to
    ]


def _known_by(
    workshop: Workshop | None, event: str, recipient: Recipient, facts: Mapping[str, Any]
) -> dict[str, UUID]:
    """The Message-ID, made of what there is but one letter of in a workshop, with our secret.

    The outbox names a letter by it too: a key of the database would count what was written to
    others. Of account letters there may be many alike: theirs is drawn by lot.
    """
    if workshop is None:
        return {}
    email, revision = recipient.email.lower(), facts.get("revision", 1)
    once = repr((workshop.pk, event, facts.get("about"), email, revision))
    made = salted_hmac("workshop.letter", once).digest()
    return {"message_id": UUID(bytes=made[:16], version=5)}


def send(letters: list[Letter]) -> list[Letter]:
    """Put letters of one workshop, or of none, on their way."""
    assert connection.in_atomic_block, "letters are written in the transaction of their step"
    of_a_workshop = any(letter.workshop for letter in letters)
    written = Letter.everywhere.bulk_create(letters, ignore_conflicts=of_a_workshop)
    if len(written) > FEW:
        wake("workshop.tasks.sweep")
    else:
        for letter in written:
            wake("workshop.tasks.deliver_letter", str(letter.message_id))
    return written


def preview(
    workshop: Workshop, event: str, recipient: Recipient, context: Mapping[str, Any]
) -> dict[str, str]:
    """Subject and body as `post` would write them. Nothing is written."""
    return _text(event, {**context, "workshop": workshop, "recipient": recipient})


def _text(event: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Subject and body of a letter, from its template."""
    app, name = event.split("/")
    template = f"{app}/letters/{name}.txt"
    site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    text = render_to_string(template, {**site, **context}, using="letters")
    subject, _, body = text.strip().partition("\n")
    return {"subject": one_line(subject)[:300], "body": body.strip() + "\n"}


def one_line(text: str) -> str:
    """Nothing typed by a person may break a header: control and line characters become spaces."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(kept).split())
