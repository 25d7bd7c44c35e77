"""How many statements a piece of work sends to the database. Needs Django to be set up."""

from collections.abc import Callable
from typing import Any, Self

from django.db import connection


class Statements:
    """`with Statements() as sent: …`, and then `sent.count`."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.count += 1
        return execute(*rest)

    def __enter__(self) -> Self:
        self._wrapping = connection.execute_wrapper(self)
        self._wrapping.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._wrapping.__exit__(None, None, None)
