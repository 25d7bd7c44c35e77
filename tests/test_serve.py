"""`make run` from outside: one command starts the whole site, one signal ends all of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from pytest_django import Settings
from services import free_port
from watching import all_ended, descendants

from workshop.management.commands.serve import welcome

ROOT = Path(__file__).parent.parent
Started = subprocess.Popen[str]
Start = Callable[..., Started]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that only the first start makes the demo."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Start the site as it is embedded."""
    ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    begun: list[Started] = []

    def start_one(*command: str, var: Path = data) -> Started:
        begun.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**env, "VAR_DIR": str(var)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        )
        return begun[-1]

    yield start_one
    for process in begun:
        process.kill()
        process.communicate()


def serve(port: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "workshop", f"--port={port}")


def answer(port: int, path: str = "/healthz") -> int | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code
    except URLError:
        return None


def wait_until_welcome(site: Started) -> str:
    """All that it says up to the line that ends its welcome."""
    assert site.stdout
    said = ""
    while "Data is in" not in said:
        line = site.stdout.readline()
        assert line, f"it ended: {said}"
        said += line
    return said


def test_it_answers_keeps_its_data_and_ends_at_a_signal(start: Start, data: Path) -> None:
    port = free_port()
    site = start(*serve(port))
    said = wait_until_welcome(site)
    assert f"http://127.0.0.1:{port}/" in said
    assert answer(port) == answer(port, "/") == answer(port, "/account/demo/") == 200
    processes = descendants(site.pid)
    assert len(processes) >= 3, "gunicorn, its worker, the letter worker"
    site.send_signal(signal.SIGINT)
    assert site.wait(15) == 0
    assert all_ended(processes)
    assert (data / "workshop.sqlite3").exists()
    readable = [path.name for path in data.iterdir() if path.stat().st_mode & 0o077]
    assert readable == ["static"], "others on this machine read styles, and nothing of people"

    begun = time.monotonic()
    again = start(*serve(port))
    wait_until_welcome(again)
    assert time.monotonic() - begun < 20, "the second start has next to nothing to do"
    processes = descendants(again.pid)
    again.terminate()
    assert again.wait(15) == 0
    assert all_ended(processes)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_killing_it_ends_what_it_started(start: Start) -> None:
    port = free_port()
    site = start(*serve(port))
    wait_until_welcome(site)
    processes = descendants(site.pid)
    site.kill()
    assert all_ended(processes)
    assert answer(port) is None


def test_one_process_missing_ends_the_site(start: Start) -> None:
    site = start(*serve(free_port()))
    wait_until_welcome(site)
    gunicorn, worker, *others = descendants(site.pid)
    os.kill(worker, signal.SIGKILL)
    assert site.wait(15) == 1
    assert site.stdout
    assert "The letter worker ended by itself" in site.stdout.read()
    assert all_ended([gunicorn, worker, *others])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("--port=70000", "argument --port: give a number from 1 to 65535, as in PORT=8000"),
        ("--port=web", "argument --port: give a number from 1 to 65535, as in PORT=8000"),
        ("--host=", "argument --host: name an address of this machine, as in HOST=127.0.0.1"),
    ],
)
def test_an_address_that_cannot_be_is_a_sentence(start: Start, given: str, sentence: str) -> None:
    site = start(sys.executable, "-m", "workshop", given)
    assert sentence in site.communicate(timeout=60)[0]
    assert site.returncode == 2


def test_without_the_demo_it_says_how_to_begin_and_where_codes_land(settings: Settings) -> None:
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    said = welcome()
    assert "To create a workshop: manage.py make_administrator ADDRESS" in said
    assert f"No EMAIL_URL is set: letters with codes are kept in {settings.MAIL_DIR}." in said
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "EMAIL_URL" not in welcome()


def test_a_taken_port_is_a_sentence(start: Start, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        site = start(*serve(port), var=tmp_path)
        said, _ = site.communicate(timeout=60)
    assert site.returncode == 1
    assert f"cannot start on 127.0.0.1:{port}: Address already in use" in said
    assert "Traceback" not in said
    assert not (tmp_path / "workshop.sqlite3").exists(), "nothing was begun"


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere make does not show it")
def test_interrupting_make_alone_ends_the_site(start: Start, tmp_path: Path) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@exec {' '.join(serve(free_port()))}\n")
    make = start("make", "-f", str(makefile))
    wait_until_welcome(make)
    processes = descendants(make.pid)
    make.send_signal(signal.SIGINT)
    assert all_ended(processes)
