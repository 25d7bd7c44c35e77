"""The permission modules: every function that decides who may see or do what, found by a rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

from bench.campaigns.mutants import APPS, Mutant, of_constant, of_function
from bench.throwaway import ROOT
from submissions.status import Status

# Whole modules of gates beside every app's `permissions`; and of the models, every QuerySet.
MODULES = ["workshop.scoping", "workshop.audience", "submissions.handling", "schedule.weaving"]
MODULES += ["submissions.viewed", "reviews.viewed", "reviews.run_read"]
# Gates that stand among other things.
NAMED = {
    "workshop.models.people": ["Barrier.numbers", "Barrier.against"],
    "workshop.models.records": ["unbarred"],
    "workshop.models.dates": ["Deadline.has_opened", "Deadline.is_open", "Deadline.state"],
    "workshop.dates": ["in_time", "began_at"],
    "workshop.http": ["signed_in", "public_page", "sent_in_vain"],
    "workshop.middleware": ["private_unless_said"],
    "workshop.view_as": ["Seen.as_user", "people_of", "still_may", "_chosen"],
    "workshop.viewing": ["_holds", "only_reading", "_inside"],
    "submissions.models": [
        *("Submission.consented", "Submission.posted_at", "Submission.posted_pdf"),
        *("Submission.posted_slides", "Submission.posted_video", "Submission._posted"),
        *("Submission.last", "PaperVersion.is_unreadable"),
    ],
    "submissions.authorship": ["bar_authors", "bar_author"],
    "submissions.outcome": ["outcome_of", "reviews_of"],
    "submissions.posting": ["_check", "posted", "has_papers", "was_posted", "take_back"],
    "submissions.status": ["check_move"],
    "reviews.affinities": ["compared", "_bids"],
    "reviews.answer": ["invitation_by", "_open"],
    "reviews.assign": ["given_by", "assignable"],
    "reviews.bid": ["biddable", "bids_of", "is_open", "to_bid_on"],
    "reviews.board": ["counted_reviews", "counted_or_read", "left_out", "_is_barred", "_handed_in"],
    "reviews.conflicts": [
        *("declarable", "declared_by", "may_take_back", "can_judge", "dismiss"),
        *("_to_judge_all", "_to_judge"),
    ],
    "reviews.due": ["to_look_at"],
    "reviews.findings": ["shows_why"],
    "reviews.invite": ["locked"],
    "reviews.invite_preview": ["compared", "evident"],
    "reviews.profile": ["publications_of", "ties_of"],
    "reviews.progress": ["standing"],
    "reviews.recruitment": ["of"],
    "reviews.review": ["is_closed"],
    "reviews.run_reading": ["Reading.__init__", "_allowed"],
    "reviews.run_result": ["Result.flags", "Result.only"],
    "reviews.runs": ["asked_by", "_locked", "_propose"],
    "reviews.views.conflicts": ["lines_for", "_line"],
    "schedule.freezing": ["planned", "planned_for", "talks_for", "published", "as_read"],
    "schedule.publish": ["_clear"],
}
# Tables that the gates read: by statuses, all of them.
TABLES = {
    "submissions.status": ["ACCEPTED", "GONE", "MOVES", "STANDING"],
    "submissions.outcome": ["TOLD"],
}


@dataclass(frozen=True)
class Gate:
    module: str
    qualname: str
    tree: ast.FunctionDef

    @property
    def where(self) -> str:
        return f"{self.module}.{self.qualname}"

    def mutants(self) -> Iterator[Mutant]:
        yield from of_function(self.where, _target(self), self.tree)


def _target(gate: Gate) -> FunctionType:
    """The function itself, without what a class or a decorator has put around it."""
    found: Any = import_module(gate.module)
    for name in gate.qualname.split("."):
        found = vars(found)[name]
    while not isinstance(found, FunctionType) or hasattr(found, "__wrapped__"):
        found = _inner(found)
    return found


def _inner(found: Any) -> Any:
    if isinstance(found, property):
        return found.fget
    return found.func if isinstance(found, cached_property) else found.__wrapped__


def modules() -> list[str]:
    """In which there are gates."""
    rules = [f"{app}.permissions" for app in APPS]
    models = [_name(path) for app in APPS for path in _models(app)]
    return sorted({*rules, *models, *MODULES, *NAMED, *TABLES})


def _models(app: str) -> Iterator[Path]:
    single = ROOT / app / "models.py"
    yield from [single] if single.exists() else sorted((ROOT / app / "models").glob("[a-z]*.py"))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def gates(module: str) -> list[Gate]:
    """Those of one module."""
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    found = list(_functions(module, ast.parse(path.read_text(encoding="utf-8"))))
    named = NAMED.get(module, [])
    missing = set(named) - {gate.qualname for gate in found}
    if missing:
        raise LookupError(f"{module} has no {', '.join(sorted(missing))} any more.")
    whole = module.endswith(".permissions") or module in MODULES
    return [
        gate for gate in found if whole or gate.qualname in named or "QuerySet." in gate.qualname
    ]


def _functions(module: str, tree: ast.Module) -> Iterator[Gate]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield Gate(module, node.name, node)
        elif isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    yield Gate(module, f"{node.name}.{each.name}", each)


def mutants(module: str) -> Iterator[Mutant]:
    for gate in gates(module):
        yield from gate.mutants()
    for name in TABLES.get(module, ()):
        value = getattr(import_module(module), name)
        yield from of_constant(f"{module}.{name}", value, frozenset(Status))
