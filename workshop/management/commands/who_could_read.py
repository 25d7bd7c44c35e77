"""Prints who could have read something, from when to when: for whoever runs the server."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schedule.readers import THINGS, Reader, could_have_read
from workshop.audience import Audience, audience
from workshop.models import Workshop


def moment(typed: str) -> datetime:
    """As in 2027-03-31T14:30; in UTC unless it says otherwise."""
    found = datetime.fromisoformat(typed)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = (
        "Print who could have read a thing of a submission, why, and from when to when, in UTC. "
        "It answers by what the steps wrote down, however long ago it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="of the workshop")
        parser.add_argument("number", type=int, help="of the submission")
        parser.add_argument("--thing", choices=THINGS, help="only this; else all, one by one")
        parser.add_argument("--since", type=moment, metavar="TIME", help="as in 2027-03-31T14:30")
        parser.add_argument("--until", type=moment, metavar="TIME")

    def handle(
        self,
        *args: Any,
        slug: str,
        number: int,
        thing: str | None,
        since: datetime | None,
        until: datetime | None,
        **options: Any,
    ) -> None:
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None or not workshop.submissions.filter(number=number).exists():
            raise CommandError(f"There is no submission {number} in {slug}.")
        for each in [thing] if thing else THINGS:
            self.stdout.write(f"{THINGS[each]}:")
            found = could_have_read(workshop, number, each, since, until)
            for line in map(_line, found):
                self.stdout.write(f"  {line}")
            if not found:
                self.stdout.write("  nobody")


def _line(reader: Reader) -> str:
    since = f"{reader.since:%Y-%m-%d %H:%M}" if reader.since else "the beginning"
    last = "it was gone" if reader.is_gone else "now"
    until = f"{reader.until:%Y-%m-%d %H:%M}" if reader.until else last
    return f"{since:<16} – {until:<16}  {reader.who}: {reader.why}"
