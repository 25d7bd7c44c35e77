"""Where `serve` answers, and what the settings are told about it."""

import contextlib
import http.client
import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping

HIGHEST_PORT = 65_535
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Each name for every address of the machine, and one address on which it can be asked.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (only named here)


class CannotServeError(Exception):
    """The text says why, to the person at the terminal."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", type=_host, default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)


def _host(typed: str) -> str:
    if not typed.strip():
        raise ArgumentTypeError("name an address of this machine, as in HOST=127.0.0.1")
    return typed.strip()


def _port(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= HIGHEST_PORT:
        raise ArgumentTypeError(f"give a number from 1 to {HIGHEST_PORT}, as in PORT=8000")
    return int(typed)


def environment(host: str, port: int, given: Mapping[str, str]) -> dict[str, str]:
    """What settings are to find in the environment.

    The demo lets anyone sign in as anyone. It starts by itself only where nobody else can reach
    it and where nothing says that this is somebody's real site.
    """
    wanted = dict(given)
    if host not in LOOPBACK:
        wanted["DEMO"] = "0"
    elif not given.keys() & {"DEMO", "SITE_URL", "DATABASE_URL"}:
        wanted["DEMO"] = "1"
    if "SITE_URL" not in given:
        name = socket.gethostname() if host in EVERYWHERE else host
        wanted["SITE_URL"] = f"http://{bracketed(name)}:{port}"
        wanted.setdefault("ALLOWED_HOSTS", ",".join(map(bracketed, [name, host, *LOOPBACK])))
    return wanted


def settle(host: str, port: int) -> None:
    """Settings have been read by now; where they read something else, start over in our place."""
    wanted = environment(host, port, os.environ)
    if wanted != dict(os.environ):
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, wanted)  # noqa: S606 (no shell is wanted)


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """The address is ours before anything else is done, or a sentence says why not."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise CannotServeError(
            f"The site cannot start on {bracketed(host)}:{port}: {error.strerror}. "
            f"Stop what is running there, or choose another port: make run PORT={port + 1}"
        ) from error
    with listener:
        yield listener


def answers(host: str, port: int, known_as: str) -> bool:
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": known_as})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    return False
