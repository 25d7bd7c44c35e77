"""How campaigns are run: they go on where they were, and prove nothing by doing nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import campaign
from bench.campaigns.covered import UNDONE, uncovered
from bench.campaigns.result import Result

ONE_CELL = {"counts": {"cells": 1}, "sets": {}, "found": []}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setattr(campaign, "fingerprint", lambda: "this code")


def test_a_run_that_was_stopped_goes_on_unless_the_seed_or_the_code_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    campaign.Run("crawler", 1)._keep("call/0", ONE_CELL)
    assert campaign.Run("crawler", 1).done == {"call/0": ONE_CELL}
    assert campaign.Run("two-worlds", 1).done == {}
    assert campaign.Run("crawler", 2).done == {}
    monkeypatch.setattr(campaign, "fingerprint", lambda: "other code")
    assert campaign.Run("crawler", 1).done == {}


@pytest.mark.parametrize("cells", [1, 0])
def test_a_campaign_that_ran_nothing_fails(
    cells: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def go_on(run: campaign.Run) -> None:
        run.parts = ["call/0"]
        run._keep("call/0", ONE_CELL | {"counts": {"cells": cells}})

    monkeypatch.setattr(campaign.Run, "go_on", go_on)
    monkeypatch.setattr(campaign.Run, "verdict", lambda *_: [])
    assert campaign.campaign("crawler", 1) is bool(cells)
    assert ("nothing ran" in capsys.readouterr().out) is not bool(cells)


def test_a_part_that_did_not_end_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(campaign.Run, "go_on", lambda run: run.parts.append("call/0"))
    assert not campaign.campaign("crawler", 1)
    assert "call/0 did not end" in capsys.readouterr().out


def told(**sets: set[str]) -> set[str]:
    """What is said of these beside what is said of nothing at all."""
    return set(uncovered(Result(sets=sets))) - set(uncovered(Result()))


def test_who_is_locked_out_of_what_is_for_them_is_found() -> None:
    meant = {"meant for": {"organize for organizer", "organize for decider"}}
    shown = {"shown to": {"organize for organizer"}}
    assert told(**meant, **shown) == {"never shown: organize for decider"}
    assert told(theirs={"30 for decider"}) == {"nothing was shown of submission 30 for decider"}


def test_a_secret_that_nobody_found_who_may_know_it_is_no_proof() -> None:
    assert told(known={"zq7quill decider"}) == {"no marker zq7quill decider: nothing is proven"}
    assert told(known={"zq7quill decider"}, markers={"zq7quill decider"}) == set()


def test_what_was_only_ever_refused_is_no_proof() -> None:
    assert "write_review" not in UNDONE
    assert told(refused={"write_review"}) == {"only ever refused: write_review"}
    assert told(refused={"write_review"}, done={"write_review"}) == set()
