"""What chance brings too seldom: told by name, once for each part that begins there, in the site
and in the policy, so that no reason to refuse goes unasked."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from bench.campaigns.machine import Both

Told = list[tuple[str, str, dict[str, Any]]]


def _before_the_call(_: Both) -> Told:
    return [
        ("add_late", "refused", {"who": "ada", "authors": ("eli",)}),
        ("open_call", "done", {"who": "ada"}),
    ]


def _named_too_late(both: Both) -> Told:
    """Who was given a paper, has decided on it, or declared a conflict, becomes its author."""
    later = (both.policy.now + timedelta(days=9)).date()
    return [
        ("invite_reviewer", "done", {"who": "ada", "whom": "gus"}),
        ("answer", "done", {"whom": "gus", "yes": True}),
        ("declare", "done", {"who": "gus", "n": 2}),
        ("declare", "done", {"who": "gus", "n": 2}),
        ("declare", "done", {"who": "gus", "n": 2}),
        *[("decide", "done", {"who": "ada", "n": n, "outcome": "oral"}) for n in (1, 2, 3)],
        ("assign", "done", {"who": "ada", "n": 1, "whom": "gus"}),
        ("extend", "done", {"who": "ada", "to": later}),
        ("revise", "done", {"who": "eli", "n": 1, "authors": ("eli", "gus")}),
        ("confirm", "refused", {"who": "ada"}),
        ("revise", "done", {"who": "fay", "n": 2, "authors": ("fay", "gus")}),
        ("declare", "done", {"who": "gus", "n": 2}),
        ("revise", "done", {"who": "eli", "n": 1, "authors": ("eli", "ada")}),
        ("release", "refused", {"who": "bea"}),
    ]


def _no_decider_is_left(_: Both) -> Told:
    return [
        ("add_late", "done", {"who": "ada", "authors": ("ada", "bea", "gus")}),
        ("invite_decider", "refused", {"who": "ada", "whom": "gus"}),
        ("invite_decider", "done", {"who": "ada", "whom": "dov"}),
    ]


def _own_place(_: Both) -> Told:
    """An organizer plans nothing of their own."""
    return [
        ("invite_organizer", "done", {"who": "ada", "whom": "eli"}),
        ("clear", "refused", {"who": "eli", "n": 1, "kind": "contributed"}),
        ("place", "refused", {"who": "ada", "n": 3, "kind": "contributed"}),
        ("clear", "done", {"who": "ada", "n": 1, "kind": "contributed"}),
    ]


def _proposals(_: Both) -> Told:
    """Nobody answers one that names them; who submitted it is an author no more."""
    return [
        ("drop_proposal", "done", {"who": "eli", "n": 1}),
        ("drop_proposal", "refused", {"who": "eli", "n": 1}),
        ("propose", "done", {"who": "eli", "n": 1, "authors": ("fay", "ada")}),
        ("answer_proposal", "refused", {"who": "ada", "n": 1, "yes": True}),
        ("answer_proposal", "done", {"who": "bea", "n": 1, "yes": True}),
        ("drop_proposal", "absent", {"who": "eli", "n": 1}),
    ]


def _too_late(_: Both) -> Told:
    return [
        ("send_final", "refused", {"who": "eli", "n": 1}),
        ("propose", "refused", {"who": "eli", "n": 1, "authors": ("fay", "eli")}),
    ]


RARE = {
    "preparing": _before_the_call,
    "committee": _named_too_late,
    "outside": _no_decider_is_left,
    "released": _own_place,
    "camera_ready": _proposals,
    "overdue": _too_late,
}


def tell_rare(beginning: str, both: Both, counts: Counter[str]) -> None:
    """Raises AssertionError if anything comes otherwise."""
    for name, how, args in RARE[beginning](both) if beginning in RARE else ():
        done = both.take(name, **args)
        assert done == how, f"{name}({args}) was {done}, not {how}"
        counts[f"{name}: {done}"] += 1
