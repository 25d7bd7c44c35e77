"""The audience registry: who everything that shows or sends something is for.

Views, endpoints and the serializers they answer by, exports, letters, tasks and commands declare
themselves here; what is undeclared fails the tests. The registry does not open doors, the
permissions do; it says which doors there are, so that the tests, and `manage.py who_sees_what`, can
try every one of them as everybody.
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
    DECIDER = "outside decider"
    ADMINISTRATOR = "administrator"  # on the server: the commands
    NOBODY = "nobody"  # runs by itself, shows nothing


@dataclass(frozen=True)
class Declared:
    name: str
    audiences: frozenset[Audience]


REGISTRY: dict[str, Declared] = {}


def name_of(call: Callable[..., Any]) -> str:
    return f"{call.__module__}.{call.__qualname__}"


def audience(*audiences: Audience) -> Callable[[Call], Call]:
    """Declare who a view, an export, a task is for; of a class, a serializer or a command."""

    def declare_call(call: Call) -> Call:
        declare(name_of(call), *audiences)
        return call

    return declare_call


def declare(name: str, *audiences: Audience) -> str:
    """Declare what is not a function: a letter by its event."""
    REGISTRY[name] = Declared(name, frozenset(audiences))
    return name


def is_meant_for(call: Callable[..., Any], who: Audience) -> bool:
    """Whether this was declared for them, or for everybody."""
    declared = REGISTRY.get(name_of(call))
    return declared is not None and not declared.audiences.isdisjoint({who, Audience.PUBLIC})
