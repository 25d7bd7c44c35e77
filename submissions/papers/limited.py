"""Runs the inspection in a process of its own, with little memory, little time, no environment."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

MEMORY = 1_000_000_000  # bytes of address space
CPU_SECONDS = 20
WALL_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    finding: str
    pages: int | None = None


def inspect_in_subprocess(body: bytes) -> Result:
    """What is in this PDF. One that needs more than the limits counts as unreadable."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(body)
        file.flush()
        try:
            run = subprocess.run(
                [sys.executable, "-I", "-c", _START, str(ROOT), file.name],
                capture_output=True,
                timeout=WALL_SECONDS,
                preexec_fn=_limit,
                env={},
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return Result("not-a-pdf")
    return Result(**json.loads(run.stdout))


# Isolated mode reads no environment and no working directory; the project is put on the path here.
_START = (
    "import sys, runpy; sys.path.append(sys.argv.pop(1));"
    "runpy.run_module('submissions.papers.inspect', run_name='__main__', alter_sys=True)"
)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
