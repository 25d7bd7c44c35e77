"""Looks for rows that break a rule of the data model."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshop.audience import Audience, audience
from workshop.management import invariants


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = "Name each rule of the data model and the rows that break it; fails if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = dict(invariants.broken())
        for rule in invariants.RULES:
            rows = found.get(rule.sentence, [])
            self.stdout.write(f"{'✕' if rows else '✓'} {rule.sentence}")
            for row in rows:
                kind, key = type(row).__name__, getattr(row, "pk", "")
                self.stdout.write(f"    {kind} {key}: {row}")
        if found:
            raise CommandError(f"{len(found)} of {len(invariants.RULES)} rules are broken.")
