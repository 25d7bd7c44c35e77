"""What an organizer does with letters on their way: hold, let go, rewrite, discard, send again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from workshop import journal, stale
from workshop.errors import Refused
from workshop.letters import one_line
from workshop.models import Letter, User, Workshop
from workshop.secrets import TOKEN, link_of
from workshop.wake import wake

State = Letter.State

STANDS = {
    State.WAITING: "This letter is waiting to be delivered.",
    State.HELD: "This letter is held.",
    State.DELIVERED: "This letter has been delivered.",
    State.FAILED: "This letter came back.",
    State.DISCARDED: "This letter was discarded.",
}


def letter_seen(letter: Letter) -> str:
    return stale.seen([letter.subject, letter.body])


@transaction.atomic
def hold(workshop: Workshop, letter: Letter, *, by: User, at: datetime) -> None:
    """Keep a waiting letter back until somebody lets it go."""
    row = _locked(workshop, letter, {State.WAITING}, "Only a letter that waits can be held.")
    row.state = State.HELD
    row.save(update_fields=["state"])
    _note(workshop, row, "held", by, at)


@transaction.atomic
def let_go(workshop: Workshop, letter: Letter, *, by: User, at: datetime) -> None:
    """Send a held letter on its way."""
    row = _locked(workshop, letter, {State.HELD}, "Only a held letter can be let go.")
    _send_on_its_way(row, at)
    _note(workshop, row, "let go", by, at)


@transaction.atomic
def send_again(workshop: Workshop, letter: Letter, *, by: User, at: datetime) -> None:
    """Try anew to deliver a letter that came back."""
    row = _locked(
        workshop, letter, {State.FAILED}, "Only a letter that came back can be sent again."
    )
    _send_on_its_way(row, at)
    _note(workshop, row, "sent again", by, at)


@transaction.atomic
def rewrite(
    workshop: Workshop,
    letter: Letter,
    *,
    subject: str,
    body: str,
    seen: str,
    by: User,
    at: datetime,
) -> None:
    """Change the words of a held letter; its recipient stays, and a link that is theirs alone."""
    row = _locked(
        workshop, letter, {State.HELD}, "Only a held letter can be edited. Hold it first."
    )
    stale.check(seen, letter_seen(row))
    link = link_of(row.body)
    row.subject = one_line(subject)[:300]
    row.body = body.strip() + "\n"
    if row.secret:
        _check_link(row.body, link)
    if not row.subject:
        raise Refused("Give the letter a subject.", "subject")
    row.save(update_fields=["subject", "body"])
    _note(workshop, row, "edited", by, at)


@transaction.atomic
def discard(workshop: Workshop, letter: Letter, *, by: User, at: datetime) -> None:
    """Drop a letter that has not left. It stays in the outbox, and is never delivered."""
    states = {State.WAITING, State.HELD}
    row = _locked(workshop, letter, states, "Only one that has not left can be discarded.")
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    _note(workshop, row, "discarded", by, at)


def _locked(workshop: Workshop, letter: Letter, states: set[State], otherwise: str) -> Letter:
    """The row as it is now, locked: a worker may be about to deliver it."""
    row = workshop.letters.select_for_update().get(pk=letter.pk)
    if row.state not in states:
        raise Refused(f"{STANDS[State(row.state)]} {otherwise}")
    return row


def _check_link(body: str, link: str) -> None:
    """What is filled in there lets its holder answer: it may neither get lost nor go elsewhere."""
    if not link:
        raise Refused("This letter has lost its link. Discard it, and invite them again.", "body")
    if link_of(body) != link or body.count(TOKEN) != 1:
        raise Refused(
            f"Keep this line as it was, once and with nothing beside it: {link} "
            "It becomes the recipient's own link when the letter leaves.",
            "body",
        )


def _send_on_its_way(row: Letter, at: datetime) -> None:
    row.state, row.not_before, row.attempts, row.error = State.WAITING, at, 0, ""
    row.save(update_fields=["state", "not_before", "attempts", "error"])
    wake("workshop.tasks.deliver_letter", str(row.message_id))


def _note(workshop: Workshop, row: Letter, verb: str, by: User, at: datetime) -> None:
    text = f"{by} {verb} a letter to {row.recipient}: {row.subject}"
    journal.note(workshop, f"{verb} a letter", text, by=by, at=at, about=row.about)
