"""Delivery: due letters go out one a transaction, so a killed sender doubles one at most."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.headerregistry import Address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from workshop.letters import one_line
from workshop.models import Letter
from workshop.secrets import CODE, TOKEN, code_for, link_of, token_for

log = logging.getLogger(__name__)

ATTEMPTS = 8


def deliver(letter: Letter) -> None:
    """Hand one letter to the mail system; raises whatever the mail system raises."""
    sender = letter.workshop.short_name if letter.workshop else settings.SITE_NAME
    reply_to = [letter.workshop.contact] if letter.workshop and letter.workshop.contact else []
    host = urlsplit(settings.SITE_URL).hostname
    EmailMessage(
        subject=letter.subject,
        body=with_secret(letter),
        from_email=_address(sender, settings.DEFAULT_FROM_EMAIL),
        to=[_address(letter.recipient_name, letter.recipient)],
        reply_to=reply_to,
        headers={"Message-ID": f"<{letter.message_id}@{host}>"},
    ).send()


def with_secret(letter: Letter) -> str:
    """The text as the recipient gets it. The secret is derived here and kept nowhere: the code of
    an account letter, the end of the link in a workshop's."""
    if not letter.secret:
        return letter.body
    if not letter.workshop_id:
        return letter.body.replace(CODE, code_for(letter.secret))
    link = link_of(letter.body)
    return letter.body.replace(link, link.replace(TOKEN, token_for(letter.secret)), 1)


def _address(name: str, email: str) -> str:
    bare = email.rpartition("<")[2].rstrip("> ")
    return str(Address(display_name=one_line(name), addr_spec=bare)) if name else bare


def deliver_one(at: datetime, message_id: str | None = None) -> bool:
    """Deliver the next due letter, or the one named if it is due. True if there was one."""
    with _only_sender() as alone:
        if not alone:
            return False
        if connection.vendor == "sqlite":
            # SQLite has one writer: no lock may be held while the mail system talks.
            return _deliver_next(at, message_id)
        with transaction.atomic():
            return _deliver_next(at, message_id)


def deliver_due(at: datetime, limit: int = 500) -> int:
    """Deliver what is due, at most `limit` letters; how many were tried."""
    tried = 0
    while tried < limit and deliver_one(at):
        tried += 1
    return tried


def _deliver_next(at: datetime, message_id: str | None) -> bool:
    due = Letter.everywhere.due(at).select_related("workshop")
    if message_id:
        due = due.filter(message_id=message_id)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    letter = due.first()
    if letter is None:
        return False
    try:
        deliver(letter)
    except Exception as problem:  # noqa: BLE001 (one bad letter must not stop the others)
        # What it says names the recipient: that is kept with the letter, and no log says it.
        log.warning("Letter %s was not taken: %s", letter.pk, type(problem).__name__)
        _put_off(letter, repr(problem), at)
    else:
        _write_down(letter, state=Letter.State.DELIVERED, delivered_at=at, error="")
    return True


def _put_off(letter: Letter, error: str, at: datetime) -> None:
    """Try again later, each time after twice as long; after the last try it has come back."""
    tried = letter.attempts + 1
    later = at + timedelta(seconds=min(2**tried * 15, 3600))
    if tried < ATTEMPTS:
        _write_down(letter, error=error[:500], not_before=later)
    else:
        # Held or discarded in the meantime, it stays so.
        Letter.everywhere.filter(pk=letter.pk, state=Letter.State.WAITING).update(
            state=Letter.State.FAILED
        )
        _write_down(letter, error=error[:500])


def _write_down(letter: Letter, **facts: object) -> None:
    Letter.everywhere.filter(pk=letter.pk).update(attempts=letter.attempts + 1, **facts)


@contextmanager
def _only_sender() -> Iterator[bool]:
    """Several workers share PostgreSQL by row locks; on SQLite a file lock lets one send."""
    if connection.vendor != "sqlite":
        yield True
        return
    with (settings.VAR_DIR / "sender.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
