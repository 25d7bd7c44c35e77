"""The audience registry: who each view, export, letter and task is for.

Everything that shows or sends something declares itself here; what is undeclared fails the
tests. The registry does not open doors, the permissions do; it says which doors there are, so
that the tests can try every one of them as everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

Call = TypeVar("Call", bound=Callable[..., Any])


class Audience(Enum):
    PUBLIC = "public"
    SIGNED_IN = "signed in"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    ORGANIZER = "organizer"
    ADMINISTRATOR = "administrator"
    NOBODY = "nobody"  # runs by itself, shows nothing


@dataclass(frozen=True)
class Declared:
    name: str
    audiences: frozenset[Audience]


REGISTRY: dict[str, Declared] = {}


def name_of(call: Callable[..., Any]) -> str:
    return f"{call.__module__}.{call.__qualname__}"


def audience(*audiences: Audience) -> Callable[[Call], Call]:
    """Declare who a view, export or task is for."""

    def declare_call(call: Call) -> Call:
        declare(name_of(call), *audiences)
        return call

    return declare_call


def declare(name: str, *audiences: Audience) -> str:
    """Declare what is not a function: a letter by its event."""
    REGISTRY[name] = Declared(name, frozenset(audiences))
    return name
