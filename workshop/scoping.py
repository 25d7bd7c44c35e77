"""Workshops are walls: rows inside a workshop are reached through it, never across."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Unscoped(RuntimeError):
    """A query that starts at no workshop."""


class ScopedManager(models.Manager[Row]):
    """`workshop.letters` works, `Letter.objects` raises.

    A related manager is a subclass of this one with an `instance`; only that instance
    makes the query a scoped one. What truly spans workshops (the mailer, a person's own
    page) says so by the second manager, `everywhere`.
    """

    def get_queryset(self) -> models.QuerySet[Row]:
        if getattr(self, "instance", None) is None:
            raise Unscoped(f"Start at a workshop, not at {self.model.__name__}.objects.")
        return super().get_queryset()
