"""Codes by letter: asked for in one browser, good in that browser only, for a few minutes.

A code is kept nowhere. The session and the letter carry its seed; the mailer derives the code
when it sends, and we derive it again when it is typed. Nothing here looks an account up: what
happens is the same whoever has the address.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.db import transaction

from workshop import letters
from workshop.audience import Audience, declare
from workshop.secrets import new_seed, same_code

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
NOT_RIGHT = "That code is not right, or its time has passed."
USED_UP = "Too many tries. Ask for a new code."

SIGN_IN = declare("workshop/sign_in_code", Audience.PUBLIC)
ADDRESS = declare("workshop/address_code", Audience.SIGNED_IN)

Session = MutableMapping[str, Any]


class Asked(TypedDict):
    """What the session keeps of a code that was asked for. `next` is where to go afterwards."""

    email: str
    seed: str
    at: float
    attempts: int
    next: str


@transaction.atomic
def send(session: Session, event: str, email: str, *, at: datetime, **kept: str) -> None:
    """Write the letter, and remember its seed in place of any earlier one: one code at a time."""
    seed = new_seed()
    session[event] = Asked(
        email=email, seed=seed, at=at.timestamp(), attempts=0, next=kept.get("next", "")
    )
    context = {"asked_by": kept.get("asked_by", "")}
    letters.post(None, event, [letters.Recipient(email)], context, at=at, secret=seed)


def asked(session: Session, event: str) -> Asked | None:
    found: Asked | None = session.get(event)
    return found


def is_right(session: Session, event: str, typed: str, *, at: datetime) -> bool:
    """Whether this is the code that was asked for, in time. Counts the try."""
    found = asked(session, event)
    if found is None:
        return False
    session[event] = {**found, "attempts": found["attempts"] + 1}
    fresh = at.timestamp() < found["at"] + GOOD_FOR.total_seconds()
    return found["attempts"] < TRIES and fresh and same_code(typed, found["seed"])


def why_not(session: Session, event: str) -> str:
    """What to say of a code that was refused. It depends on this browser's tries alone."""
    found = asked(session, event)
    return USED_UP if found and found["attempts"] >= TRIES else NOT_RIGHT


def forget(session: Session, event: str) -> None:
    session.pop(event, None)
