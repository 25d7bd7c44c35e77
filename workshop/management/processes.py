"""The processes that `serve` starts: all of them end when it does, however it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType, TracebackType
from typing import Self

from django.conf import settings

GRACE = 10


def raise_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Processes:
    """Named processes, from here to the end of the `with` block."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, raise_interrupt)
        return self

    def start(self, name: str, arguments: list[str], keep: tuple[int, ...] = ()) -> None:
        """Each in a session of its own: Ctrl-C comes to us, and we end each of them once."""
        self.running[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            pass_fds=keep,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 (there is one thread here)
        )

    def ended(self) -> str | None:
        """The name of one that ended by itself."""
        return next((name for name, one in self.running.items() if one.poll() is not None), None)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Ask, wait, insist. A second Ctrl-C changes nothing."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for process in self.running.values():
            process.terminate()
        give_up = time.monotonic() + GRACE
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, give_up - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def end_with_parent() -> None:
    """After a kill -9 of `serve` nothing stays on its port (Linux only)."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
