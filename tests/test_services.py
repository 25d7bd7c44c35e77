"""The servers of a test run: real ones, as often as asked for, gone when the run is."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
from services import DidNotStartError, Postgres, Redis, Server

HERE = Path(__file__).parent
HOLDING = """
import sys, time
from services import Postgres, Redis
with Postgres() as postgres, Redis() as redis:
    print(postgres.folder, redis.folder, postgres.port, redis.port, flush=True)
    time.sleep(60)
"""


def eventually(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    give_up = time.monotonic() + seconds
    while not is_so() and time.monotonic() < give_up:
        time.sleep(0.05)
    return is_so()


@pytest.mark.parametrize("kind", [Postgres, Redis])
def test_two_at_once_do_not_meet(kind: type[Server]) -> None:
    with kind() as one, kind() as other:
        assert one.url != other.url
        assert one.answers()
        assert other.answers()
    assert not one.answers()
    assert not one.folder.exists()


def test_postgres_is_of_the_wheel() -> None:
    """So that every machine tests the same version."""
    with Postgres() as server:
        connection = psycopg2.connect(server.url)
        assert connection.server_version // 10_000 == 18
        connection.close()


def test_a_failing_start_says_what_the_server_said() -> None:
    class Mute(Redis):
        def answers(self) -> bool:
            return False

    with Redis() as first:
        second = Mute()
        second.port = first.port
        with pytest.raises(DidNotStartError, match="Address already in use"):
            second.__enter__()
    assert not second.folder.exists()


def test_a_killed_run_leaves_nothing_behind() -> None:
    run = subprocess.Popen([sys.executable, "-c", HOLDING], cwd=HERE, stdout=subprocess.PIPE)
    assert run.stdout
    postgres, redis, *ports = run.stdout.readline().decode().split()
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert eventually(lambda: not Path(postgres).exists() and not Path(redis).exists())
    assert [port for port in ports if is_listening(int(port))] == []


def is_listening(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
