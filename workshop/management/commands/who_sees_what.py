"""Prints who sees what, and finds it out anew."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshop import visibility
from workshop.audience import Audience, audience
from workshop.management.visibility.look import found_out
from workshop.visibility import Table, as_json, as_markdown, grouped

DOCS = settings.BASE_DIR / "docs" / "visibility.md"


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = (
        "Print who is shown what, at each phase, as it was found out for this release. Anew, it "
        "lets everybody ask for every page of an example and takes the example back; that takes "
        "half a minute, in which an SQLite takes no other writing: not for a site in use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--markdown", action="store_true", help="as in docs/visibility.md")
        parser.add_argument("--anew", action="store_true", help="find it out, and print that")
        parser.add_argument(
            "--check", action="store_true", help="find it out, and fail where it differs"
        )
        parser.add_argument(
            "--write", action="store_true", help="find it out, and write both files that say it"
        )

    def handle(
        self, *args: Any, markdown: bool, anew: bool, check: bool, write: bool, **options: Any
    ) -> None:
        table = found_out(timezone.now()) if anew or check or write else visibility.table()
        if write:
            visibility.FILE.write_text(as_json(table), encoding="utf-8")
            DOCS.write_text(as_markdown(table), encoding="utf-8")
        elif check:
            if wrong := list(differences(visibility.table(), table)):
                raise CommandError("\n".join(wrong))
            self.stdout.write(f"{cells(table)} cells are as written.")
        else:
            self.stdout.write(as_markdown(table) if markdown else as_text(table))


def cells(table: Table) -> int:
    return sum(len(signs) for thing in table for signs in thing.seen.values())


def differences(written: Table, found: Table) -> Iterator[str]:
    """Each as a line: who is shown what otherwise than is written."""
    before = {(thing.group, thing.name): thing for thing in written}
    for thing in found:
        old = before.pop((thing.group, thing.name), None)
        for role in thing.seen:
            said = old.when(role) if old and role in old.seen else "nothing"
            if said != thing.when(role):
                yield f"{role}, {thing.name}: written {said}, found {thing.when(role)}"
    yield from (f"{name}: not looked for any more" for _, name in before)


def as_text(table: Table) -> str:
    """For a terminal: one line for each role that sees a thing."""
    lines: list[str] = []
    for group, things in grouped(table):
        lines += [group, ""]
        for thing in things:
            when = {role: thing.when(role) for role in thing.seen}
            lines += [f"  {thing.name}"]
            lines += [f"    {role:<28}{said}" for role, said in when.items() if said != "–"]
        lines.append("")
    return "\n".join(lines)
