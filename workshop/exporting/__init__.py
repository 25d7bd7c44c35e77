"""Rows → a workshop file (TOML), as `importing` reads it. docs/workshop-file.md says what is in it.

Each app writes its own tables of the file.
"""

from workshop.exporting.ground import tables
from workshop.exporting.toml import as_text, clean

__all__ = ["as_text", "clean", "tables"]
