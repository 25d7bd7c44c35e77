"""A leak: one small change of the site by which somebody would learn what they must not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.campaigns.narrowed import Place

LETTERS = "(letters only)"  # in no address


class DoesNotApply(Exception):
    """The text that a leak replaces is not there, or not once."""


@dataclass(frozen=True)
class Leak:
    """`old` stands once in the file and becomes `new`. `found_by` is the campaign that finds it
    when it looks at the place of these four (see `Place`).
    """

    channel: str
    what: str
    file: str
    old: str
    new: str
    at: str
    who: str
    only: str
    found_by: str = "crawler"

    def __str__(self) -> str:
        return f"{self.channel}: {self.what}"

    @property
    def place(self) -> Place:
        return Place(self.found_by, self.at, self.who, self.only)

    def changed(self, tree: Path) -> str:
        """The file with the leak in it."""
        text = (tree / self.file).read_text()
        if text.count(self.old) != 1:
            raise DoesNotApply(f"{self}: {text.count(self.old)} times in {self.file}")
        return text.replace(self.old, self.new)
