"""Every form with a key for every column, sent by everybody: nothing that it does not declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from mass_assignment import Attempt, addresses, astray, attempts, forms_of
from mass_assignment import run as send
from probes import Town, a_town
from ready_town import make_ready

from bench.campaigns.result import Result

LEAST = 500
# Addresses whose forms change no row, whatever is sent: by name, and why.
NEVER: dict[str, str] = {}


def parts() -> list[str]:
    return ["sealed", "released"]


def run(part: str, seed: int) -> Result:
    return _sent(part, attempts)


def send_as(who: str, part: str, only: str) -> Result:
    """The forms of the pages with these letters in their addresses, that one person is shown; and
    the same forms as others send them."""

    def chosen(town: Town) -> list[Attempt]:
        urls = [url for url in addresses(town) if only in url]
        own = [attempt for url in urls for attempt in forms_of(town, who, url)]
        return [*own, *astray(own)]

    return _sent(part, chosen)


def _sent(part: str, chosen: Callable[[Town], Iterable[Attempt]]) -> Result:
    with _town(part) as town:
        counts = send(chosen(town), town)
    told = {"forms": counts.attempts.total(), "keys": counts.keys, "acting": counts.acting}
    named = {"sent": counts.sent, "acted": counts.acted}
    return Result(Counter(told), named, found=[*counts.changed, *counts.roles])


@contextmanager
def _town(part: str) -> Iterator[Town]:
    with a_town() as town:
        if part == "released":
            town.release()
        make_ready(town)
        yield town


def verdict(result: Result) -> list[str]:
    """A form that never did anything has shown nothing: neither what it changes nor what not."""
    sent, acted = result.sets.get("sent", set()), result.sets.get("acted", set())
    few = result.counts["forms"] < LEAST or not acted
    return [
        *([f"fewer than {LEAST} forms, or none that did anything"] if few else []),
        *(
            f"nothing that was sent to {name} did anything"
            for name in sorted(sent - acted - NEVER.keys())
        ),
        *(
            f"{name} did something, or had no form: no exception"
            for name in sorted(NEVER.keys() & acted | NEVER.keys() - sent)
        ),
    ]
