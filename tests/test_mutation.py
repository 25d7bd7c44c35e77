"""A sample of the mistakes in the permission modules; `make campaign` makes them all."""

from __future__ import annotations

import pytest

from bench.campaigns import mutation
from bench.campaigns.gates import gates, modules, mutants
from bench.campaigns.mutants import in_place
from submissions import permissions, status
from submissions.models import Submission
from submissions.status import ACCEPTED

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at by the rules


def test_a_sample_of_mistakes_is_seen_by_the_rules() -> None:
    result = mutation.tried(mutation.sample(12, "a seed"), checked=False)
    assert (result.counts["killed"], result.found) == (12, [])


def test_what_is_listed_as_equivalent_can_still_be_made() -> None:
    assert mutation.never_met() == []


def test_every_permission_is_among_the_gates() -> None:
    found = {gate.where for module in modules() for gate in gates(module)}
    assert {"workshop.permissions.organized_workshop", "reviews.permissions.assigned_to"} <= found
    assert {"submissions.models.SubmissionQuerySet.posted", "schedule.weaving.woven"} <= found


def test_a_mistake_is_there_wherever_its_place_is_known_and_then_taken_out() -> None:
    tables = [vars(permissions), vars(status)]
    for mutant in mutants("submissions.status"):
        if mutant.where.endswith("ACCEPTED"):
            with in_place(mutant):
                assert all(table["ACCEPTED"] not in (None, ACCEPTED) for table in tables)
    assert all(table["ACCEPTED"] is ACCEPTED for table in tables)
    draft = Submission(status="draft")
    for mutant in mutants("submissions.permissions"):
        if mutant.change == "Status.DRAFT → Status.REJECTED" and "withdraw" in mutant.where:
            with in_place(mutant):
                assert not permissions.can_withdraw_submission(draft)
    assert permissions.can_withdraw_submission(draft)
