"""Small mistakes, one at a time: a condition dropped from a function, a filter turned around.

Each is compiled and put into the very function that is there, as its code: whoever imported it by
name, a manager that copied it, a decorator around it, all run the mistake until it is taken back.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import Any, Protocol

from bench.campaigns.mistakes import bare, mistakes

Kept = type(cache(len))
APPS = ("workshop", "submissions", "reviews", "schedule")


class Mutant(Protocol):
    """Something with one mistake in it."""

    @property
    def where(self) -> str: ...
    @property
    def change(self) -> str: ...
    def put_in(self) -> None: ...
    def take_out(self) -> None: ...


@contextmanager
def in_place(mutant: Mutant) -> Iterator[None]:
    """The mistake is there inside of the block, wherever its place is known."""
    mutant.put_in()
    try:
        yield
    finally:
        mutant.take_out()
        forget()


def forget() -> None:
    """What was made once was made without the mistake, or with it."""
    for kept in _kept():
        kept.cache_clear()


@cache
def _kept() -> list[Any]:
    """The functions of ours that are asked once only."""
    ours = [each for name, each in list(sys.modules.items()) if name.partition(".")[0] in APPS]
    return [each for module in ours for each in vars(module).values() if isinstance(each, Kept)]


@dataclass(frozen=True)
class OfFunction:
    where: str
    change: str
    target: FunctionType
    sound: CodeType
    tree: ast.FunctionDef

    def put_in(self) -> None:
        self.target.__code__ = _compiled(self.tree, self.target)

    def take_out(self) -> None:
        self.target.__code__ = self.sound


@dataclass(frozen=True)
class OfConstant:
    """A table of the rules with one member too many or too few; put in wherever it is imported."""

    where: str
    change: str
    sound: object
    value: object

    def put_in(self) -> None:
        _replace(self.sound, self.value)

    def take_out(self) -> None:
        _replace(self.value, self.sound)


def of_function(where: str, target: FunctionType, tree: ast.FunctionDef) -> Iterator[Mutant]:
    """Every mistake that we know of; each is told apart from the others by what it changes."""
    seen: Counter[str] = Counter()
    sound, told = bare(tree), ast.unparse(tree.returns) if tree.returns else ""
    for change, old, new in mistakes(sound, told, target.__globals__):
        seen[change] += 1
        name = change if seen[change] == 1 else f"{change} (no. {seen[change]})"
        # What follows the return never runs; by it, the same names are closed over as before.
        whole = deepcopy(sound, {id(old): new})
        whole.body += [ast.Return(ast.Constant(None)), *sound.body]
        yield OfFunction(where, name, target, target.__code__, whole)


def _compiled(tree: ast.FunctionDef, target: FunctionType) -> CodeType:
    """The code of a function, as if it stood in its classes."""
    names = target.__qualname__.split(".")
    node: ast.stmt = tree
    for name in reversed(names[:-1]):
        node = ast.ClassDef(name=name, bases=[], keywords=[], body=[node], decorator_list=[])
    module = ast.fix_missing_locations(ast.Module(body=[node], type_ignores=[]))
    code = compile(module, target.__code__.co_filename, "exec", dont_inherit=True)
    for name in names:
        inner = (each for each in code.co_consts if isinstance(each, CodeType))
        code = next(each for each in inner if each.co_name == name)
    return code


def of_constant(where: str, value: Any, others: frozenset[Any]) -> Iterator[Mutant]:
    """A set, or sets by a key: without each of its members, and with each that is not one."""
    if isinstance(value, Mapping):
        for key, members in value.items():
            for change, changed in _changed(members, others):
                yield OfConstant(where, f"{key}: {change}", value, {**value, key: changed})
    else:
        for change, changed in _changed(value, others):
            yield OfConstant(where, change, value, changed)


def _changed(
    members: frozenset[Any], others: frozenset[Any]
) -> Iterator[tuple[str, frozenset[Any]]]:
    for member in sorted(members | others):
        sign = "without" if member in members else "with"
        yield f"{sign} {member}", members ^ {member}


def _replace(old: object, new: object) -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in APPS:
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)
