"""Load a workshop from a file. Names every app, as the frame may."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from schedule import importing as schedule
from schedule.importing import Block
from submissions import importing as submissions
from submissions.importing import Paper
from workshop import importing, journal
from workshop.audience import Audience, audience
from workshop.importing import Changes, File, Ground, Mistakes
from workshop.models import Entry, Workshop


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = "Make a workshop what a file says. The keys are explained in docs/workshop-file.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--once",
            action="store_true",
            help="leave a workshop alone that was loaded from this very file before",
        )

    def handle(self, *, file: Path, once: bool, verbosity: int, **_options: Any) -> None:
        path = Path(file)
        try:
            workshop, changes = load(path, once=once, at=timezone.now())
        except Mistakes as mistakes:
            lines = [f"{path.name}: {mistake}" for mistake in mistakes.mistakes]
            raise CommandError("\n".join([*lines, "Nothing was written."])) from None
        said = f"loaded, {changes}" if changes.any else "is as the file says"
        if verbosity:
            self.stdout.write(f"{workshop}: {said}.")


def load(path: Path, *, once: bool = False, at: datetime) -> tuple[Workshop, Changes]:
    """Read all of the file, then write all of it. `once`: not again what was loaded before.

    What organizers have changed on the site since then is kept by `once`, and lost without it.
    """
    ground, papers, blocks = read(path, at)
    changes, mark = Changes(), fingerprint(path)
    with transaction.atomic():
        if once and (workshop := loaded_before(ground.slug, mark)):
            return workshop, changes
        workshop = importing.write(ground, changes, at=at)
        submissions.write(workshop, papers, changes, at=at)
        schedule.write(workshop, blocks, changes, at=at)
        importing.remove_unnamed(workshop, ground, changes)
        if changes.any:
            journal.note(
                workshop, "loaded", f"Loaded from {path.name} ({mark}): {changes}", by=None, at=at
            )
    return workshop, changes


def read(path: Path, at: datetime) -> tuple[Ground, list[Paper], list[Block]]:
    """All that the file says; Mistakes if anything in it is wrong."""
    file = File(path)
    ground = importing.read(file, at)
    papers = submissions.read(file, ground)
    blocks = schedule.read(file, ground, papers)
    file.finish()
    return ground, papers, blocks


def fingerprint(path: Path) -> str:
    """Sixteen signs that tell this text from any other."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def loaded_before(slug: str, mark: str) -> Workshop | None:
    entries = Entry.everywhere.filter(workshop__slug=slug, verb="loaded")
    last = entries.select_related("workshop").first()
    return last.workshop if last and f"({mark})" in last.text else None
