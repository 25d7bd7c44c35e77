"""The workflow as a machine that hypothesis drives: every step is taken by the site and by the
reference policy, which must agree on what came of it, and afterwards on what everybody sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.core.cache import cache
from django.http import Http404
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, invariant

from bench.campaigns import machine_gates as gates
from bench.campaigns.machine_site import SLUG, Site
from bench.campaigns.policy import Absent, NotNow
from bench.campaigns.policy_steps import Policy
from bench.campaigns.undoing import undone
from workshop.errors import Refused
from workshop.management import invariants
from workshop.models import Workshop

PEOPLE = ["ada", "bea", "cam", "dov", "eli", "fay", "gus"]
MOST_PAPERS = 5
# The slower gates are asked after every so many steps, and at the end.
EVERY = 25


@dataclass
class World:
    """What a run begins with: rows that are there, what the policy knows of them."""

    site: Site
    policy: Policy
    clients: dict[str, Client]
    sweep: gates.Sweep
    counts: Counter[str] = field(default_factory=Counter)


def outcome(step: Callable[..., None], args: dict[str, Any]) -> str:
    try:
        step(**args)
    except (Absent, Http404):
        return "absent"
    except (NotNow, Refused):
        return "refused"
    return "done"


def same(what: str, site: object, policy: object) -> None:
    assert site == policy, f"{what}: {site}; by the policy {policy}"


@dataclass
class Both:
    """The site and the policy, side by side."""

    site: Site
    policy: Policy

    def take(self, name: str, **args: Any) -> str:
        """Take a step in both; they agree on whether it was done."""
        said = outcome(getattr(self.policy, name), args)
        self.site.at = self.policy.now
        done = outcome(getattr(self.site, name), args)
        told = ", ".join(f"{key}={value!r}" for key, value in args.items())
        assert done == said, f"{name}({told}) was {done}; by the policy it is {said}"
        self.policy.now += timedelta(minutes=1)
        return done


class Driver(RuleBasedStateMachine):
    """One run: from the world's beginning on, so many steps, then all is undone."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        cache.clear()
        self.policy = deepcopy(self.world.policy)
        self.site = replace(self.world.site)
        self.both = Both(self.site, self.policy)
        self.workshop = Workshop.objects.get(slug=SLUG)
        self.steps, self.next_in_full = 0, EVERY
        self.world.counts["runs"] += 1

    def teardown(self) -> None:
        try:
            self.agree_in_full()
            same("invariants", invariants.broken(), [])
        finally:
            self.block.__exit__(None, None, None)

    # ---- whoever it may be -----------------------------------------------------------------------

    def who(self, drawn: int, may: Collection[str]) -> str:
        """Half of the time anybody; else one of those who may, if there are any."""
        rest, likely = drawn - len(PEOPLE), sorted(may)
        if rest < 0 or not likely:
            return PEOPLE[drawn % len(PEOPLE)]
        return likely[rest % len(likely)]

    def number(self, drawn: int) -> int:
        """Of a submission; now and then of none."""
        return drawn % (len(self.policy.papers) + 1) + 1

    def authors_of(self, n: int) -> set[str]:
        return self.policy.authors_of(n) if n in self.policy.papers else set()

    def take(self, name: str, **args: Any) -> None:
        self.steps += 1
        self.world.counts["steps"] += 1
        self.world.counts[f"{name}: {self.both.take(name, **args)}"] += 1

    # ---- what everybody sees ---------------------------------------------------------------------

    @invariant()
    def agree(self) -> None:
        seen, should = self.world.sweep.seen(), self.expected()
        assert seen == should, f"seen {sorted(seen - should)}, not seen {sorted(should - seen)}"
        if self.steps >= self.next_in_full:
            self.next_in_full += EVERY
            self.agree_in_full()

    def expected(self) -> gates.Seen:
        policy = self.policy
        seen: gates.Seen = {("public", "", n) for n in policy.papers if policy.is_posted(n)}
        for n in policy.papers:
            authors = policy.authors_of(n)
            for who in PEOPLE:
                handles = policy.handles(who, n)
                facts = {
                    "author": who in authors,
                    "counts": policy.counts(who, n),
                    "handles": handles,
                    "either": handles or who in authors,
                    "reviews": policy.reviews(who, n),
                    "declares": policy.may_declare(who, n),
                    "journal": policy.knows(who, n),
                    "letters": policy.knows(who, n),
                }
                seen |= {(gate, who, n) for gate, is_so in facts.items() if is_so}
        return seen

    def agree_in_full(self) -> None:
        """By the gates that are more than one query."""
        policy, papers, users = self.policy, self.policy.papers, self.site.users
        read = {n: (row.told, sorted(text for _, text in row.read)) for n, row in papers.items()}
        same("told", gates.told(self.workshop), read)
        given = {(n, who, row.state) for (who, n), row in policy.given.items()}
        same("given", gates.given(self.workshop, users), given)
        counts = {(n, who, text) for n in papers for who, text in policy.counted(n)}
        same("counted", gates.counted(self.workshop, users), counts)
        same("on_schedule", gates.on_schedule(self.workshop), policy.on_schedule())
        pdfs = {(n, "pdf") for n in papers if papers[n].final and policy.is_posted(n, "pdf")}
        same("files", gates.files(self.workshop), pdfs)
        self.agree_on_the_inside()

    def agree_on_the_inside(self) -> None:
        """What two of the people learn of reviewers and of the plan, organizers or not."""
        policy, users = self.policy, self.site.users
        for who in (PEOPLE[(self.steps + step) % len(PEOPLE)] for step in (0, 3)):
            handled = {n for n in policy.papers if policy.handles(who, n)}
            known = {(n, one) for n in handled for one in policy.reviewers_of(n)}
            same("reviewers", gates.reviewers(self.workshop, users[who], users), known)
            same("planning", gates.planning(self.workshop, users[who]), policy.planned(who))
