"""Write a workshop to a file. Names every app, as the frame may."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schedule import exporting as schedule
from submissions import exporting as submissions
from workshop import exporting
from workshop.audience import Audience, audience
from workshop.importing import Mistakes
from workshop.management.commands.load_workshop import read
from workshop.models import Workshop


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = (
        "Write what the public may know of a workshop to a file that load_workshop reads. "
        "docs/workshop-file.md says what is in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the workshop's address")
        parser.add_argument("--to", type=Path, help="the file; without it, the terminal")

    def handle(self, *, slug: str, to: Path | None, verbosity: int, **_options: Any) -> None:
        at = timezone.now()
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise CommandError(f"There is no workshop at /{slug}/.")
        text, left_out = dump(workshop, at=at)
        _check(text, at)
        if to:
            to.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")
        for what in left_out:
            self.stderr.write(f"Left out: {what}.")
        if to and verbosity:
            self.stdout.write(f"{workshop}: written to {to}.")


@audience(Audience.ADMINISTRATOR)
def dump(workshop: Workshop, *, at: datetime) -> tuple[str, list[str]]:
    """The file, and what could not be said in it."""
    left_out: list[str] = []
    shown = schedule.program(workshop)
    days = schedule.tables(workshop, shown, left_out)
    papers = submissions.tables(workshop, shown.submissions)
    names = [*submissions.named(papers), *schedule.named(days)]
    ground = exporting.tables(workshop, names, left_out, at=at)
    return exporting.as_text({**ground, "submission": papers, "day": days}), left_out


def _check(text: str, at: datetime) -> None:
    """No file leaves here that could not be loaded."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "workshop.toml"
        file.write_text(text, encoding="utf-8")
        try:
            read(file, at)
        except Mistakes as mistakes:
            lines = ["This workshop cannot be said in a file:", *map(str, mistakes.mistakes)]
            raise CommandError("\n".join(lines)) from None
