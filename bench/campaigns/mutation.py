"""Small mistakes in the permission modules: for each, a permission rule that fails.

In this process, one mistake after the other: mutmut and cosmic-ray begin the tests anew for each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from random import Random
from types import CodeType, FrameType, FunctionType

import pytest
from rules_world import Site, build

from bench.campaigns.equivalent import EQUIVALENT
from bench.campaigns.gates import TABLES, gates, modules, mutants
from bench.campaigns.mutants import Mutant, forget, in_place
from bench.campaigns.result import Result
from bench.campaigns.undoing import undone

RULES = ["submissions", "authors", "posting", "workshop", "reviews", "committee", "runs"]
RULES += ["judging", "schedule", "viewing"]
LEAST = 600
Rule = Callable[[Site], None]
# By rule, the functions that run in it: a mistake in another one it cannot see.
TOUCHED: dict[Rule, set[str]] = {}


def parts() -> list[str]:
    """A module each."""
    return [module for module in modules() if gates(module) or module in TABLES]


def run(part: str, seed: int) -> Result:
    return tried(mutants(part))


def tried(chosen: Iterable[Mutant], *, checked: bool = True) -> Result:
    """Each mutant against the rules, until one fails; they are checked to hold without."""
    result = Result()
    with undone():
        rules = Rules(build())
        if checked and not TOUCHED:
            TOUCHED.update(rules.touched())
        for mutant in chosen:
            result.counts["mutants"] += 1
            if _key(mutant) in EQUIVALENT:
                result.counts["equivalent"] += 1
                result.add("equivalents met", f"{mutant.where}: {mutant.change}")
                continue
            with in_place(mutant):
                broken = rules.broken(mutant.where)
            result.counts["killed" if broken else "survived"] += 1
            if not broken:
                result.found.append(f"no rule fails: {mutant.where}: {mutant.change}")
    return result


class Rules:
    """The functions of the rules' modules that are tests."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rules = all_rules()
        self.names = {rule: _names(rule) for rule in self.rules}

    def broken(self, where: str = "") -> str:
        """The name of a rule that fails; empty if all hold. First those that name what is wrong,
        and of them the one that has failed last."""
        name = where.rpartition(".")[2]
        near = [rule for rule in self.rules if self.sees(rule, where)]
        for rule in sorted(near, key=lambda rule: name not in self.names[rule]):
            try:
                self.hold(rule)
            except (Exception, pytest.fail.Exception):  # noqa: BLE001 (whatever it is, it is seen)
                self.rules.remove(rule)
                self.rules.insert(0, rule)
                return rule.__name__
        return ""

    def sees(self, rule: Rule, where: str) -> bool:
        """Whether a mistake there could make a difference to it. Tables are read everywhere."""
        is_table = where.rpartition(".")[2].isupper()
        return is_table or where in TOUCHED.get(rule, {where})

    def hold(self, rule: Rule) -> None:
        forget()
        with undone():
            rule(self.site)

    def touched(self) -> dict[Rule, set[str]]:
        """What runs in each, without a mistake; raises if one fails."""
        ours = {gate.where for module in modules() for gate in gates(module)}
        found: dict[Rule, set[str]] = {}
        for rule in self.rules:
            met = found[rule] = set()

            def called(frame: FrameType, event: str, _: object, met: set[str] = met) -> None:
                if event == "call":
                    met.add(f"{frame.f_globals.get('__name__')}.{frame.f_code.co_qualname}")

            sys.setprofile(called)
            try:
                self.hold(rule)
            finally:
                sys.setprofile(None)
            met &= ours
        return found


def _names(rule: Rule) -> set[str]:
    """What a rule names, it or a helper beside it."""
    assert isinstance(rule, FunctionType)
    codes, names = [rule.__code__], set[str]()
    while codes:
        code = codes.pop()
        helpers = (rule.__globals__.get(name) for name in set(code.co_names) - names)
        near = [each for each in helpers if getattr(each, "__module__", "") == rule.__module__]
        names.update(code.co_names)
        codes += [each for each in code.co_consts if isinstance(each, CodeType)]
        codes += [each.__code__ for each in near if isinstance(each, FunctionType)]
    return names


def all_rules() -> list[Rule]:
    return [rule for app in RULES for rule in _rules(app)]


def _rules(app: str) -> list[Rule]:
    module = import_module(f"test_permission_rules_{app}")
    found = [each for name, each in vars(module).items() if name.startswith("test_")]
    return [each for each in found if each.__module__ == module.__name__]


def sample(size: int, seed: str) -> list[Mutant]:
    """One of each of some functions, drawn by a seed; of those that a rule names, for speed."""
    drawn = Random(seed)
    named = set[str]().union(*map(_names, all_rules()))
    every = [gate for module in modules() for gate in gates(module)]
    every = [gate for gate in every if gate.where.rpartition(".")[2] in named]
    chosen: list[Mutant] = []
    while len(chosen) < size:
        gate = every.pop(drawn.randrange(len(every)))
        different = [each for each in gate.mutants() if _key(each) not in EQUIVALENT]
        chosen += drawn.sample(different, min(1, len(different)))
    return chosen


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.where, mutant.change


def never_met() -> list[str]:
    """Equivalent mistakes that are listed and cannot be made any more."""
    listed = {where for where, _ in EQUIVALENT}
    near = [gate for module in modules() for gate in gates(module) if gate.where in listed]
    every = {_key(mutant) for gate in near for mutant in gate.mutants()}
    return [f"{where}: {change}" for where, change in EQUIVALENT if (where, change) not in every]


def verdict(result: Result) -> list[str]:
    """Every mistake is to be seen; this says where too few were made, or the list is old."""
    failures = [f"listed as equivalent and not met: {each}" for each in never_met()]
    if result.counts["mutants"] < LEAST:
        failures.append(f"fewer than {LEAST} mistakes")
    different = result.counts["mutants"] - result.counts["equivalent"]
    if result.counts["killed"] < 0.95 * different:
        failures.append("fewer than 95 % were seen")
    return failures
