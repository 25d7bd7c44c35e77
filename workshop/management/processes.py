"""The processes that `serve` starts: all of them end when it does, however it ends."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from django.db import connections

GRACE = 10
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)


class Processes:
    """Named processes, from here to the end of the `with` block."""

    def __init__(self) -> None:
        self.running: dict[str, ForkProcess] = {}

    def __enter__(self) -> Self:
        for number in INTERRUPTIONS:
            signal.signal(number, raise_interrupt)
        return self

    def start(self, name: str, run: Callable[[], None]) -> None:
        """Forked, so that what is loaded here need not be loaded again."""
        connections.close_all()  # nobody else may use an open connection
        process = multiprocessing.get_context("fork").Process(target=on_its_own, args=(run,))
        process.start()
        self.running[name] = process

    def ended(self) -> str | None:
        """The name of one that ended by itself."""
        return next((name for name, one in self.running.items() if not one.is_alive()), None)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Ask, wait, insist. A second Ctrl-C changes nothing."""
        for number in INTERRUPTIONS:
            signal.signal(number, signal.SIG_IGN)
        for process in self.running.values():
            process.terminate()
        give_up = time.monotonic() + GRACE
        for process in self.running.values():
            process.join(max(0.1, give_up - time.monotonic()))
            assert process.pid
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.join()


def raise_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def on_its_own(run: Callable[[], None]) -> None:
    """In a session of its own: Ctrl-C comes to `serve` alone, which ends each process once."""
    for number in INTERRUPTIONS:
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    end_with_parent()
    run()


def end_with_parent() -> None:
    """After a kill -9 of `serve` nothing stays on its port (Linux only)."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def make_was_interrupted() -> bool:
    """Whether SIGINT came to `make` alone: it then waits for us, but passes nothing on.

    It no longer minds the signal from then on, and that can be seen (Linux only).
    """
    try:
        lines = Path(f"/proc/{os.getppid()}/status").read_text().splitlines()
    except OSError:
        return False
    status = dict(line.split(":\t", 1) for line in lines)
    minded = int(status["SigCgt"], 16) | int(status["SigIgn"], 16)
    return status["Name"] in ("make", "gmake") and not minded >> (signal.SIGINT - 1) & 1
