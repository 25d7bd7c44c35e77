"""People of the workshop by name: found, or made when the name is new."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.models import Person, Workshop


def key_of(name: str) -> str:
    """By this two spellings are one person."""
    return " ".join(name.split()).casefold()


def named(workshop: Workshop, names: Sequence[str]) -> list[Person]:
    """One person for each name, in order. The caller holds the workshop's lock."""
    if not names:
        return []
    known = {key_of(person.name): person for person in workshop.people.all()}
    for name in names:
        if key_of(name) not in known:
            known[key_of(name)] = workshop.people.create(name=" ".join(name.split()))
    return [known[key_of(name)] for name in names]
