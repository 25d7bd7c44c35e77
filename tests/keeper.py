"""Processes that do not outlive the test run, not even one that is killed with -9.

A keeper is a small shell that runs the process, and ends it and removes its folder as soon as the
pipe to the test run closes. So an orderly end and a kill take the same path.
"""

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import IO

# A background job's standard input is /dev/null; under another number it can read the pipe.
SCRIPT = """
exec 3<&0
{prepare} || exit 1
{command} & process=$!
{{ cat <&3; kill -s {stop} $process; }} 2>/dev/null &
wait $process
code=$?
{tidy}
exit $code
"""


@contextlib.contextmanager
def kept(
    command: list[str],
    *,
    prepare: list[str] | None = None,
    stop: signal.Signals = signal.SIGTERM,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    uid: int | None = None,
    output: IO[bytes] | None = None,
) -> Generator[subprocess.Popen[bytes]]:
    """Run a command, in its folder if it has one, for as long as the block lasts."""
    script = SCRIPT.format(
        prepare=shlex.join(prepare or ["true"]),
        command=shlex.join(command),
        stop=stop.name.removeprefix("SIG"),
        tidy=f"rm -rf {shlex.quote(str(folder))}" if folder else "",
    )
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", script],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        cwd=folder,
        env=env,
        start_new_session=True,  # Ctrl-C is for the test run, which then closes the pipe
        user=uid,
        extra_groups=None if uid is None else [],
    )
    try:
        yield keeper
    finally:
        assert keeper.stdin
        keeper.stdin.close()
        try:
            keeper.wait(30)
        except subprocess.TimeoutExpired:
            # Everything it started is in the session that was made for it.
            os.killpg(keeper.pid, signal.SIGKILL)
            keeper.wait()
