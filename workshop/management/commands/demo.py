"""Puts the invented workshop at a step of the story."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workshop.audience import Audience, audience
from workshop.management.demo import story


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = (
        "Set up the invented demo workshop. Without --at it is made if it is missing, and re-dated "
        "if nobody has touched it since an earlier day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", choices=story.STEPS, help="make it anew, at this step of the story"
        )

    def handle(self, *args: Any, at: str | None, **options: Any) -> None:
        now = timezone.now()
        workshop = story.existing()
        if (
            at is None
            and workshop is not None
            and not _stale(story.set_up_on(workshop), now.date())
        ):
            self.stdout.write("The demo workshop is there; nothing was changed.")
            return
        if at is None and workshop is not None and not story.untouched(workshop):
            self.stdout.write("The demo workshop has been used; it stays as it is.")
            return
        workshop = story.set_up(at or story.USUAL, now)
        self.stdout.write(
            f"The demo workshop is at /{workshop.slug}/, at the step “{at or story.USUAL}”."
        )


def _stale(entry: Any, today: date) -> bool:
    return entry is None or entry.at.date() < today
