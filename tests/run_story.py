"""What the tests of runs have in common: one that is solved, and its form as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from assign_story import AT, PAGE, as_one
from django.db import transaction
from django.test import Client
from filling import fields

from reviews import run_solving, runs
from reviews.models import Run
from reviews.problem import Wish
from reviews.replacing import Change
from workshop.models import User, Workshop

RUNS = f"{PAGE}runs/"
Fact = TypeVar("Fact")


def solve(workshop: Workshop, by: User, wish: Wish, kind: str = Run.Kind.PROPOSAL) -> Run:
    run = runs.ask(workshop, wish, by=by, at=AT, kind=kind)
    assert run_solving.solve_waiting(AT) == 1
    run.refresh_from_db()
    return run


def propose(workshop: Workshop, by: User, wish: Wish, at: datetime = AT) -> Change:
    """Solved and used."""
    run = runs.ask(workshop, wish, by=by, at=at)
    assert run_solving.solve(run, at)
    return runs.use(run, by=by, at=at)


def repair(workshop: Workshop, by: User) -> Run:
    return solve(workshop, by, Wish(1), Run.Kind.REPAIR)


def shown(browser: Client, number: int = 1) -> dict[str, Any]:
    """What the page of a run hands back when it is used."""
    return fields(browser.get(f"{RUNS}{number}/"), "seen")


def send_use(browser: Client, number: int = 1, **act: str) -> Any:
    sent = shown(browser, number) | act
    return browser.post(f"{RUNS}{number}/use/", sent, follow=True)


def told(user: User, url: str = f"{RUNS}1/") -> list[str]:
    """A page in lines, without the token of its forms."""
    text = as_one(user).get(url).content.decode()
    return [line for line in text.replace("><", ">\n<").split("\n") if "csrf" not in line]


def in_worlds(
    facts: Iterable[Fact], make: Callable[[Fact], object], see: Callable[[], list[str]]
) -> list[list[str]]:
    """What is seen in worlds that differ in one hidden fact."""
    found = []
    for fact in facts:
        with transaction.atomic():
            make(fact)
            found.append(see())
            transaction.set_rollback(True)
    return found
