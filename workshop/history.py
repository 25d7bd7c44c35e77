"""Spells: steps write down since when a fact holds that lets somebody read, and until when it did.

Rows say what holds now. What held last week would be lost with them: a role that was taken away,
a barrier that was lifted, an author who was left out. See docs/decisions/0011-who-could-have-read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from workshop.models import Spell, User, Workshop
from workshop.models.history import AbstractSpell

Kind = Spell.Kind


@dataclass(frozen=True)
class Fact:
    """What may hold. 0 and the empty text stand for what it does not speak of."""

    kind: str
    number: int = 0
    user: int = 0
    email: str = ""
    value: str = ""


def role(user: int, kind: str) -> Fact:
    return Fact(Kind.ROLE, user=user, value=str(kind))


def barred(user: int, number: int, reason: str) -> Fact:
    return Fact(Kind.BARRIER, number, user, value=str(reason))


def note(
    workshop: Workshop,
    *,
    at: datetime,
    began: Iterable[Fact] = (),
    ended: Iterable[Fact] = (),
    of: type[AbstractSpell] = Spell,
) -> None:
    """Write down what began to hold with this step, and what held until it.

    Must run in the transaction of the step. What stands written already is not written twice; what
    ends and was never written is older than the writing.
    """
    began, ended = set(began), set(ended)
    began, ended = began - ended, ended - began
    if not began and not ended:
        return
    spells = of._base_manager.filter(workshop=workshop, until=None)  # noqa: SLF001 (public)
    there = [(row.pk, fact_of(row)) for row in spells.filter(_among(began | ended))]
    known = {fact for _, fact in there}
    over = [pk for pk, fact in there if fact in ended]
    if over:
        spells.filter(pk__in=over).update(until=at)
    rows = [_row(of, workshop, fact, since=at) for fact in _in_order(began - known)]
    rows += [_row(of, workshop, fact, until=at) for fact in _in_order(ended - known)]
    of._base_manager.bulk_create(rows)  # noqa: SLF001 (public)


def taken_over(waiting: User, *, at: datetime) -> None:
    """An account becomes part of another, after this: what it was, the other is from now on.

    Nobody could sign in to it, so nobody could have read by what it was before.
    """
    for model in _models():
        rows = model._base_manager.filter(user=waiting)  # noqa: SLF001 (public)
        rows.exclude(until=None).delete()
        rows.update(since=at)


def fact_of(row: AbstractSpell) -> Fact:
    return Fact(row.kind, row.number, row.user_id or 0, row.email, row.value)


def _models() -> list[type[AbstractSpell]]:
    return AbstractSpell.__subclasses__()


def _among(facts: Iterable[Fact]) -> models.Q:
    """Wide enough for all of these, in few terms: what else it finds does no harm."""
    facts = list(facts)
    wide = models.Q(
        kind__in={fact.kind for fact in facts}, number__in={fact.number for fact in facts}
    )
    users = {fact.user for fact in facts}
    return wide if 0 in users else wide & models.Q(user__in=users)


def _row(
    of: type[AbstractSpell],
    workshop: Workshop,
    fact: Fact,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> AbstractSpell:
    facts = {"kind": fact.kind, "number": fact.number, "email": fact.email, "value": fact.value}
    return of(workshop=workshop, user_id=fact.user or None, since=since, until=until, **facts)


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.kind, fact.number, fact.user, fact.email))
