"""An account that waited for its owner becomes part of the one that they have."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from workshop.models import User


def merge(waiting: User, *, into: User) -> None:
    """Move everything that hangs on the waiting account, then delete it.

    Must run in the transaction in which its address is proved to be the other's. What is moved
    is found by the foreign keys, so that no later app loses a row because this one cannot name it.
    No journal speaks of it: whose account an invited address belongs to is its owner's to tell.
    """
    for key in _keys_to_a_user():
        for row in key.model._base_manager.filter(**{key.name: waiting}):  # noqa: SLF001 (public)
            _hand_over(row, key.name, into)
    if waiting.is_administrator and not into.is_administrator:
        into.is_administrator = True
        into.save(update_fields=["is_administrator"])
    waiting.delete()


def _keys_to_a_user() -> list[models.ForeignKey[User, User]]:
    relations = User._meta.get_fields(include_hidden=True)  # noqa: SLF001 (documented as public)
    return [one.field for one in relations if isinstance(one, models.ManyToOneRel)]


def _hand_over(row: models.Model, key: str, user: User) -> None:
    """What the user has already, a role say, they need not have twice: that row goes."""
    setattr(row, key, user)
    try:
        with transaction.atomic():
            row.save(update_fields=[key])
    except IntegrityError:
        pass
