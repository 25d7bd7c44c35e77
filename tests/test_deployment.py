"""`docker compose up`: what the file promises, and its very commands and health checks, run."""

from __future__ import annotations

import contextlib
import re
import socket
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import compose
import psycopg2
import pytest
from by_hand import Docker, own_database, own_sink
from compose import LASTING, OURS, ROOT, SERVICES
from conftest import Sink
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from post_office import text_of, wait_for
from signing_in import CODE
from visitor import Visitor

from workshop.management import health
from workshop.settings import _database_after

SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


def make_env(folder: Path) -> subprocess.CompletedProcess[str]:
    """In a fresh clone, where no environment has been made yet."""
    (folder / "workshop/management").mkdir(parents=True, exist_ok=True)
    for name in ("Makefile", "workshop/management/env_file.py"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for name in ("requirements.lock", "requirements-test.lock"):
        (folder / name).touch()
    return subprocess.run(
        ["make", "-s", "env"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    clone = tmp_path_factory.mktemp("clone")
    assert make_env(clone).returncode == 0
    return compose.env_file((clone / ".env").read_text())


def test_make_env_writes_new_secrets_for_its_owner_alone(
    tmp_path: Path, values: dict[str, str]
) -> None:
    done = make_env(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    own = compose.env_file((tmp_path / ".env").read_text())
    assert {len(own[name]) for name in SECRETS} == {48, 64}
    assert [name for name in own if own[name] != values[name]] == list(SECRETS)
    assert not any(own[name] in done.stdout for name in SECRETS)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert not (tmp_path / ".venv").exists()


def test_make_env_never_writes_over_the_secrets_of_a_running_site(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=kept\n")
    done = make_env(tmp_path)
    assert done.returncode != 0
    assert ".env is there already, and was left as it is" in done.stderr
    assert (tmp_path / ".env").read_text() == "SECRET_KEY=kept\n"


def test_git_never_sees_the_secrets() -> None:
    assert "/.env" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_compose_file_names_only_what_make_env_defines(values: dict[str, str]) -> None:
    named = {name for name in compose.DOLLAR.findall(compose.TEXT) if name}
    assert named - values.keys() == set()
    assert [line for line in compose.TEXT.splitlines() if re.search(r"\$\{\w+\}", line)] == [
        '    ports: ["127.0.0.1:${PORT:?is missing, run make env}:${PORT}"]'
    ]


def test_no_secret_is_in_a_command_or_a_health_check(values: dict[str, str]) -> None:
    services = compose.filled(SERVICES, values)
    said = [str([one.get("command"), one.get("healthcheck")]) for one in services.values()]
    assert [text for text in said if any(values[name] in text for name in SECRETS)] == []


def test_everything_that_lasts_says_whether_it_is_well() -> None:
    assert LASTING == ["beat", "database", "mail", "redis", "web", "worker"]
    assert [name for name in LASTING if not SERVICES[name]["healthcheck"]["test"]] == []


def test_what_we_run_has_no_rights_and_writes_nothing_but_papers() -> None:
    shut = {
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "user": None,  # as the image says
    }
    assert OURS == ["beat", "migrate", "web", "worker"]
    for name in OURS:
        assert {fact: SERVICES[name].get(fact) for fact in shut} == shut
    users = [rest for kind, rest in compose.instructions() if kind == "USER"]
    assert users == ["workshop"]


def test_images_are_pinned() -> None:
    images = [service["image"] for service in SERVICES.values() if "image" in service]
    images += [rest for kind, rest in compose.instructions() if kind == "FROM"]
    assert len(images) == 4
    assert [one for one in images if not re.search(r":v?\d+(\.\d+)*(-[\w-]+)?$", one)] == []


def test_only_this_machine_reaches_the_site_and_nobody_the_database(values: dict[str, str]) -> None:
    services = compose.filled(SERVICES, values)
    ports = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert ports == {"web": ["127.0.0.1:8000:8000"], "mail": ["127.0.0.1:8025:8025"]}


def test_the_tables_are_made_before_anything_uses_them() -> None:
    waits = {name: SERVICES[name]["depends_on"] for name in OURS}
    tables = {"condition": "service_completed_successfully"}
    assert waits.pop("migrate") == {"database": {"condition": "service_healthy"}}
    assert [one["migrate"] for one in waits.values()] == [tables] * 3


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (200, ""),
        (503, "The site answers 503."),
        (301, "The site asks for https, which a proxy speaks before it: set BEHIND_PROXY=true."),
    ],
)
def test_the_health_check_says_what_is_wrong_with_the_site(
    status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str | None, str | None]] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = self.headers
            asked.append((self.path, headers["Host"], headers["X-Forwarded-Proto"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Site) as server, ThreadPoolExecutor() as pool:
        monkeypatch.setenv("SITE_URL", "https://workshops.uni.example:444")
        monkeypatch.setenv("PORT", str(server.server_port))
        pool.submit(server.handle_request)
        assert health.web() == said
    assert asked == [("/healthz", "workshops.uni.example:444", "https")]


def test_the_cache_is_in_the_database_after_the_queue() -> None:
    after = {"redis://:pw@redis/0": "redis://:pw@redis/1", "rediss://redis": "rediss://redis/1"}
    assert {broker: _database_after(broker) for broker in after} == after


@pytest.mark.parametrize("broker", ["redis:6379/0", "amqp://:pw@host/1", "redis://:pw@host/first"])
def test_a_broker_that_makes_no_sense_is_refused_and_its_password_not_said(broker: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        _database_after(broker)
    assert str(refused.value) == "REDIS_URL must look like redis://:password@host:6379/0."


# ---- by hand ---------------------------------------------------------------------------------


@pytest.fixture
def docker(tmp_path: Path, values: dict[str, str]) -> Iterator[tuple[Docker, Sink]]:
    """The image built, Redis running, the tables made."""
    if not settings.REDIS_URL:
        pytest.skip("No servers in this run (TEST_ON=sqlite)")
    with own_database() as database, own_sink() as sink:
        docker = Docker(tmp_path, values, database, sink.url)
        with docker.up("redis"):
            docker.wait_for("redis")
            made = docker.run("migrate", *compose.command(SERVICES["migrate"]))
            assert made.returncode == 0, made.stderr
            yield docker, sink
        assert not docker.is_well("redis")


def test_the_site_comes_up_sends_a_letter_and_says_how_it_is(docker: tuple[Docker, Sink]) -> None:
    site, sink = docker
    processes = ["web", "worker", "beat"]
    running = {name: contextlib.ExitStack() for name in processes}
    built = site.files()
    with contextlib.ExitStack() as all_of_them, ThreadPoolExecutor() as together:
        for name, process in running.items():
            all_of_them.enter_context(process).enter_context(site.up(name))
        the_first_administrator_signs_in(site, sink)
        list(together.map(site.wait_for, processes))
        the_database_is_started_anew(site)
        assert arguments_with_secrets(site) == []
        list(together.map(contextlib.ExitStack.close, running.values()))
        assert list(together.map(site.is_well, processes)) == [False] * 3
    assert site.files() == built
    said = site.everything_said()
    assert f"celerybeat@{socket.gethostname()} does not answer." in said
    assert [name for name in SECRETS if site.values[name] in said] == []


def the_first_administrator_signs_in(site: Docker, sink: Sink) -> None:
    """By a letter that the worker sends."""
    made = site.run("web", "python", "manage.py", "make_administrator", "ada@example.org")
    assert made.returncode == 0, made.stderr
    site.wait_for("web")
    visitor = Visitor(site.port)
    style = re.search(r'href="(/static/[^"]*\.css)"', visitor.get("/"))
    assert style is not None
    assert "@layer" in visitor.get(style[1])
    visitor.post("/account/sign-in/", email="ada@example.org")
    code = CODE.search(text_of(wait_for(sink.messages, 1)[0]))
    assert code is not None
    visitor.post("/account/code/", code=code[0])
    assert "Sign out" in visitor.get("/account/welcome/")


def the_database_is_started_anew(site: Docker) -> None:
    """Connections that are gone are noticed before a page needs one."""
    visitor = Visitor(site.port)
    with contextlib.closing(psycopg2.connect(site.hosts["DATABASE_URL"])) as connection:
        for _ in range(8):
            visitor.get("/")
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for _ in range(8):
        visitor.get("/")


def arguments_with_secrets(site: Docker) -> list[str]:
    """Of all processes that run now."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(path.read_bytes().decode(errors="replace"))
    return [line for line in lines if any(site.values[name] in line for name in SECRETS)]
