"""A workshop file (TOML) → rows. docs/workshop-file.md explains the keys.

Each app reads its own tables of the file and writes its own rows: first everything is read,
then everything is written, in one transaction. Nothing here posts a letter.
"""

from workshop.importing.ground import Ground, read, remove_unnamed, write
from workshop.importing.rows import Changes, keep
from workshop.importing.tables import File, Mistake, Mistakes, Table

__all__ = [
    "Changes",
    "File",
    "Ground",
    "Mistake",
    "Mistakes",
    "Table",
    "keep",
    "read",
    "remove_unnamed",
    "write",
]
