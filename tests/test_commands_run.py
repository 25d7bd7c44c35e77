"""Every command says what it is for, and the lock files tie nobody to a registry."""

import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class

ROOT = Path(__file__).parent.parent
OURS = sorted(
    (path.parts[-4], path.stem)
    for path in ROOT.glob("*/management/commands/*.py")
    if path.stem != "__init__"
)
LOCKS = ["requirements.lock", "requirements-test.lock"]


@pytest.mark.parametrize(("app", "name"), OURS)
def test_a_command_says_what_it_is_for(
    app: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = load_command_class(app, name)
    assert command.help
    with pytest.raises(SystemExit) as ended:
        call_command(command, "--help", stdout=StringIO())
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_make_lists_every_chore() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    chores = re.findall(r"^make (\w+)", listed.stdout, re.MULTILINE)
    assert {"run", "test", "check", "lock", "clean"} <= set(chores)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_registry_and_every_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9._-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


def test_what_is_tested_is_what_runs() -> None:
    pins = re.compile(r"^\S+==\S+", re.MULTILINE)
    runs, tests = (set(pins.findall((ROOT / lock).read_text())) for lock in LOCKS)
    assert runs < tests
