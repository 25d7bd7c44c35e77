"""Runs what looks into a PDF in a process of its own, with little memory, little time, no
environment."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

MEMORY = 1_000_000_000  # bytes of address space
# Text is also taken while a page waits, of several files at once, by several people.
TEXT_MEMORY = 500_000_000
CPU_SECONDS = 20
# A process that waits for its turn on a busy machine is not to blame for it.
WALL_FOR_CPU = 3
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    finding: str
    pages: int | None = None


@dataclass(frozen=True)
class Text:
    """As submissions.papers.text says."""

    title: str = ""
    text: str = ""


def inspect_in_subprocess(body: bytes) -> Result:
    """What is in this PDF. One that needs more than the limits counts as unreadable."""
    found = _run("submissions.papers.inspect", body, CPU_SECONDS, MEMORY)
    return Result("not-a-pdf") if found is None else Result(**json.loads(found))


def text_in_subprocess(body: bytes, seconds: int = CPU_SECONDS, wall: float | None = None) -> Text:
    """What is written in this PDF. One that needs more than the limits counts as without text:
    `seconds` of the processor, `wall` by the clock."""
    found = _run("submissions.papers.text", body, seconds, TEXT_MEMORY, wall)
    return Text() if found is None else Text(**json.loads(found))


def _run(
    module: str, body: bytes, seconds: int, memory: int, wall: float | None = None
) -> bytes | None:
    """What it prints about the PDF, or nothing if it fails or needs more."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(body)
        file.flush()
        limit: Callable[[], None] = partial(_limit, seconds, memory)
        try:
            run = subprocess.run(
                [sys.executable, "-I", "-c", _START, str(ROOT), module, file.name],
                capture_output=True,
                timeout=wall or seconds * WALL_FOR_CPU,
                preexec_fn=limit,
                env={},
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
    return run.stdout


# Isolated mode reads no environment and no working directory; the project is put on the path here.
_START = (
    "import sys, runpy; sys.path.append(sys.argv.pop(1));"
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
