"""The stand-alone command: files in, files out, and what it says of files that are not right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reviews.matching.__main__ import main
from reviews.matching.instance import Why
from reviews.matching.report import REASONS

SCORES = "p1,ann,0.9\np1,bo,0.5\np2,ann,0.8\np2,bo,0.25\np2,cy,0.1\n"


class Folder:
    """Runs the command on files of it, one reviewer a paper unless told otherwise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("scores.csv", SCORES)

    def write(self, name: str, text: str | bytes) -> str:
        path = self.path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    def run(self, *more: str) -> int:
        scores, out, report = (
            str(self.path / name) for name in ("scores.csv", "out.csv", "report.json")
        )
        told = ["--scores", scores, "--per-paper", "1", "--max-load", "1"]
        return main([*told, "--out", out, "--report", report, *more])

    @property
    def out(self) -> str:
        return (self.path / "out.csv").read_bytes().decode()

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / "report.json").read_text())
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_best_matching_is_written_in_the_order_of_the_ids(folder: Folder) -> None:
    assert folder.run() == 0
    assert folder.out == "p1,bo,0.5\np2,ann,0.8\n"


def test_the_report_tells_how_good_it_is_and_how_good_it_could_be(folder: Folder) -> None:
    folder.run()
    report = folder.report
    assert report.pop("cpu_seconds") >= 0
    assert report == {
        "feasible": True,
        "message": "2 reviews of 2 papers: sum 1.3000 of at most 1.3000; "
        "papers 0.6500 of at most 0.8500 on average",
        "mode": "max",
        "papers": 2,
        "reviewers": 3,
        "sum": pytest.approx(1.3),
        "sum_bound": pytest.approx(1.3),
        "worst10": pytest.approx(0.65),
        "worst10_bound": pytest.approx(0.85),
        "bound_kind": "each paper alone with its best reviewers",
        "worst_served": [
            {"paper": "p1", "total": 0.5, "alone": 0.9},
            {"paper": "p2", "total": 0.8, "alone": 0.8},
        ],
        "scarce": [{"reviewer": "ann", "price": pytest.approx(0.4)}],
        "warnings": [],
    }


def test_the_fair_one_lifts_the_worst_served_and_proves_it(folder: Folder) -> None:
    folder.write("scores.csv", "p1,a,0.9\np1,b,0.4\np2,a,0.5\np2,b,0.05\n")
    assert folder.run() == 0
    assert folder.report["worst10"] == pytest.approx(0.475)
    assert folder.run("--mode", "fair", "--seed", "7") == 0
    report = folder.report
    assert report["worst10"] <= report["worst10_bound"]
    assert report["sum"] <= report["sum_bound"] == pytest.approx(0.95)
    assert report["bound_kind"] != ""


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("p1,ann,-5\np1,bo,-3\np2,ann,-4\np2,bo,-1\n", []),
        ("p1,ann,0\np2,bo,0\n", []),
        ("p1,ann,1e12\np2,bo,1e-12\n", []),
        ("p1,ann,1e-300\np2,bo,1e-310\n", []),
        ("p1,ann,0.5\n", []),
        (SCORES, ["--max-load", "999999999", "--prove"]),
    ],
    ids=["negative", "all nothing", "far apart", "very small", "one of each", "any load"],
)
def test_scores_of_any_kind_are_matched_within_the_bounds(
    folder: Folder, text: str, more: list[str]
) -> None:
    folder.write("scores.csv", text)
    assert folder.run("--mode", "fair", *more) == 0
    report = folder.report
    assert report["sum"] <= report["sum_bound"]
    assert report["worst10"] <= report["worst10_bound"]


def test_the_same_lines_in_any_order_give_the_same_bytes(folder: Folder) -> None:
    folder.run("--mode", "fair")
    before = folder.out
    folder.write("scores.csv", "".join(reversed(SCORES.splitlines(keepends=True))))
    folder.run("--mode", "fair")
    assert folder.out == before


def test_a_conflict_is_kept_and_a_pair_without_a_score_counts_nothing(folder: Folder) -> None:
    conflicts = folder.write("conflicts.csv", "p1,ann\np1,bo\n")
    assert folder.run("--conflicts", conflicts) == 0
    assert folder.out == "p1,cy,0.0\np2,ann,0.8\n"


def test_ids_may_be_any_strings(folder: Folder) -> None:
    folder.write("scores.csv", '"Sums, ""small""",~Åsa_Öberg1,1\n=1+1,~Åsa_Öberg1,-0.5\n')
    assert folder.run("--max-load", "2") == 0
    assert folder.out == '=1+1,~Åsa_Öberg1,-0.5\n"Sums, ""small""",~Åsa_Öberg1,1.0\n'


@pytest.mark.parametrize(
    "text",
    [
        SCORES.replace("\n", "\r\n"),
        "\ufeff" + SCORES,
        "\n" + SCORES.replace("\n", "\n\n  \n"),
        SCORES.replace(",", " , "),
        SCORES.rstrip("\n"),
    ],
    ids=["CRLF", "byte order mark", "empty lines", "spaces", "no last line end"],
)
def test_what_editors_do_to_a_file_changes_nothing(folder: Folder, text: str) -> None:
    folder.write("scores.csv", text)
    assert folder.run() == 0
    assert folder.out == "p1,bo,0.5\np2,ann,0.8\n"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (
            "paper,reviewer,score\n" + SCORES,
            1,
            "“score” is no number, or a very large one; no header is expected",
        ),
        (SCORES + "p3,ann,high\n", 6, "“high” is no number, or a very large one"),
        (SCORES + "p3,ann,nan\n", 6, "“nan” is no number, or a very large one"),
        (SCORES + "p3,ann,-inf\n", 6, "“-inf” is no number, or a very large one"),
        (SCORES + "p3,ann,1_0\n", 6, "“1_0” is no number, or a very large one"),
        (SCORES + "p3,ann,٣\n", 6, "“٣” is no number, or a very large one"),
        (SCORES + "p3,ann,1e300\n", 6, "“1e300” is no number, or a very large one"),
        (SCORES + "\np3,ann\n", 7, "expected “paper,reviewer,score”, found “p3,ann”"),
        (SCORES + "p3,ann,0,5\n", 6, "expected “paper,reviewer,score”, found “p3,ann,0,5”"),
        (SCORES + "p3,,0.5\n", 6, "expected “paper,reviewer,score”, found “p3,,0.5”"),
        (SCORES + "p2,ann,0.8\n", 6, "this pair has a score already, on line 3"),
        (SCORES.encode() + b"p3,J\xfcrgen,1\n", 6, "this is not UTF-8"),
        (SCORES + 'p3,"ann,1\n', 6, "unexpected end of data"),
        ("\n", None, "holds no score"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    folder: Folder,
    capsys: pytest.CaptureFixture[str],
    text: str | bytes,
    line: int | None,
    why: str,
) -> None:
    path = folder.write("scores.csv", text)
    assert folder.run() == 2
    where = f"{path}, line {line}" if line else path
    assert capsys.readouterr().err == f"{where}: {why}\n"
    assert not (folder.path / "out.csv").exists()


def test_a_file_that_is_not_there_is_named(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(folder.path / "no.csv")
    assert folder.run("--conflicts", missing) == 2
    assert capsys.readouterr().err == f"{missing}: No such file or directory\n"


def test_an_output_that_cannot_be_written_is_named(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.run("--report", str(folder.path)) == 2
    assert capsys.readouterr().err == f"{folder.path}: Is a directory\n"


def test_a_conflict_of_somebody_unknown_is_a_warning(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.write("conflicts.csv", "p1,ann\np9,ann\np1,dee\n")
    assert folder.run("--conflicts", path) == 0
    warnings = [
        f"{path}, line 2: left out, for no score names paper “p9”",
        f"{path}, line 3: left out, for no score names reviewer “dee”",
    ]
    assert folder.report["warnings"] == warnings
    assert capsys.readouterr().err == "".join(f"Warning: {one}\n" for one in warnings)


def test_only_the_first_of_many_warnings_are_shown(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.write("conflicts.csv", "".join(f"p1,r{one}\n" for one in range(30)))
    folder.run("--conflicts", path)
    shown = capsys.readouterr().err.splitlines()
    assert (len(shown), shown[-1]) == (11, "Warning: and 20 more like these")


def test_what_cannot_be_done_is_said_in_the_files_own_names(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.write("out.csv", "an older matching\n")
    path = folder.write("conflicts.csv", "p1,ann\np1,bo\np1,cy\n")
    assert folder.run("--conflicts", path) == 1
    why = "paper “p1” needs 1 reviewer, and 0 of 3 may review it; the others conflict"
    why += " or take no papers"
    assert capsys.readouterr().err == f"{why}\n"
    report = folder.report
    assert (report["feasible"], report["message"], report["sum"]) == (False, why, None)
    assert folder.out == ""


def test_a_paper_that_wants_more_reviewers_than_there_are_is_told_so(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.run("--per-paper", "5") == 1
    why = "paper “p1” needs 5 reviewers, and the scores name only 3"
    assert capsys.readouterr().err == f"{why}\n"


def test_one_review_of_one_paper_is_told_in_the_singular(folder: Folder) -> None:
    folder.write("scores.csv", "p1,ann,0.5\n")
    folder.run()
    assert folder.report["message"].startswith("1 review of 1 paper: sum 0.5000 of at most 0.5000")
    assert folder.run("--max-load", "0") == 1
    assert folder.report["message"].startswith("paper “p1” needs 1 reviewer, and 0 of 1 may")


def test_of_many_papers_the_ten_worst_are_told(folder: Folder) -> None:
    folder.write("scores.csv", "".join(f"p{one},ann,{one / 10}\n" for one in range(12)))
    folder.run("--max-load", "12")
    worst = "ten worst papers 0.4500 of at most 0.4500 on average"
    assert folder.report["message"].endswith(worst)


def test_a_reviewer_with_too_many_locked_papers_is_told_so(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.write("locked.csv", "p1,ann\np2,ann\n")
    assert folder.run("--locked", path) == 1
    why = "reviewer “ann”: the locked pairs give them 2 papers, and they take 1"
    assert capsys.readouterr().err == f"{why}\n"


def test_too_little_room_is_told_with_numbers(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.run("--per-paper", "2") == 1
    why = "it takes 4 reviews, and who has no conflict has room for 3"
    assert capsys.readouterr().err == f"papers “p1” and “p2”: {why}\n"


def test_least_loads_that_nothing_can_fill_are_told_with_numbers(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.run("--min-load", "1") == 1
    why = "the least loads add up to 3 reviews, and papers without a conflict need 2"
    assert capsys.readouterr().err == f"reviewers “ann”, “bo” and “cy”: {why}\n"


def test_a_least_load_above_the_greatest_is_told_as_what_cannot_be(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.run("--min-load", "2") == 1
    why = "the least load, 2, is above the greatest, 1"
    assert capsys.readouterr().err == f"reviewer “ann”: {why}\n"


def test_there_are_words_for_every_reason() -> None:
    assert set(REASONS) == set(Why)


def test_loads_seniors_locks_and_groups_have_files_too(folder: Folder) -> None:
    loads = folder.write("loads.csv", "ann,0,2\n")
    assert folder.run("--loads", loads) == 0
    assert folder.out == "p1,ann,0.9\np2,ann,0.8\n"
    seniors = folder.write("seniors.csv", "bo\ncy\n")
    assert folder.run("--seniors", seniors) == 0
    assert folder.out == "p1,bo,0.5\np2,cy,0.1\n"
    locked = folder.write("locked.csv", "p1,cy\n")
    assert folder.run("--locked", locked) == 0
    assert folder.out == "p1,cy,0.0\np2,ann,0.8\n"
    groups = folder.write("groups.csv", "ann,x\nbo,x\n")
    assert folder.run("--groups", groups, "--per-paper", "2", "--max-load", "2") == 0
    assert folder.out == "p1,ann,0.9\np1,cy,0.0\np2,ann,0.8\np2,cy,0.1\n"


@pytest.mark.parametrize(
    ("option", "text", "why"),
    [
        ("--loads", "ann,2,1\n", "line 1: the least load, 2, is above the greatest, 1"),
        ("--loads", "ann,0,1\nann,0,2\n", "line 2: “ann” is on line 1 already"),
        ("--loads", "ann,0,1.5\n", "line 1: “1.5” is no whole number, or a very large one"),
        ("--locked", "p1,dee\n", "line 1: no score names both of these"),
        ("--seniors", "bo,cy\n", "line 1: expected “reviewer”, found “bo,cy”"),
    ],
)
def test_what_is_wrong_in_the_other_files_is_named(
    folder: Folder, capsys: pytest.CaptureFixture[str], option: str, text: str, why: str
) -> None:
    path = folder.write("other.csv", text)
    assert folder.run(option, path) == 2
    assert capsys.readouterr().err == f"{path}, {why}\n"


@pytest.mark.parametrize(
    "more",
    [
        ["--per-paper", "0"],
        ["--per-paper", "three"],
        ["--max-load", "-1"],
        ["--seed", "-1"],
        ["--mode", "best"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused(folder: Folder, more: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        folder.run(*more)
    assert stopped.value.code == 2


def test_no_file_is_written_over_that_was_read(folder: Folder) -> None:
    scores = str(folder.path / "scores.csv")
    with pytest.raises(SystemExit):
        folder.run("--out", scores)
    assert Path(scores).read_text() == SCORES


def test_the_matching_and_the_report_are_two_files(folder: Folder) -> None:
    with pytest.raises(SystemExit):
        folder.run("--report", str(folder.path / "out.csv"))
    assert not (folder.path / "out.csv").exists()


def test_it_runs_without_django(folder: Folder) -> None:
    code = (
        "import runpy, sys\n"
        "try: runpy.run_module('reviews.matching', run_name='__main__')\n"
        "finally: print('django' in sys.modules, any(one.startswith('django') "
        "or one.startswith('workshop') for one in sys.modules))"
    )
    told = ["--scores", str(folder.path / "scores.csv"), "--per-paper", "1", "--max-load", "1"]
    ended = subprocess.run(
        [sys.executable, "-c", code, *told, "--out", str(folder.path / "out.csv")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "False False")
