"""What any test may ask for: a browser page, a worker, a place where mail arrives."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import chromium as chromiums
import pytest
import quick
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.template import Template
from keeper import kept
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from services import free_port


def pytest_configure() -> None:
    """The test server finds static files where they are written, so under their plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: Python need not search it for waste."""
    gc.collect()
    gc.freeze()
    # Nor after every few hundred things that are made: a page makes thousands.
    gc.set_threshold(200_000, 20, 100)


# What takes longest, for a single test or a few, and mostly waits for other processes.
LONGEST = [
    *("test_whole_workshop", "test_browser_pages", "test_serve", "test_deployment"),
    *("test_blindness", "test_html", "test_on_sqlite", "test_two_worlds", "test_permissions"),
    # One worker alone need start a Chromium.
    *("test_browser_story", "test_browser_autosave", "test_browser_bids"),
    "test_browser_camera_ready",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers the second begins with the longest tests, so that neither ends with one."""
    long = [item for item in items if item.path.stem in LONGEST]
    long.sort(key=lambda item: LONGEST.index(item.path.stem))
    rest = [item for item in items if item.path.stem not in LONGEST]
    half = len(items) // 2
    items[:] = [*rest[:half], *long, *rest[half:]]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """In memory SQLite would neither wait for locks nor be seen by another process."""
    if connection.vendor == "sqlite":
        test = connections["default"].settings_dict["TEST"]
        test["NAME"] = str(Path(os.environ["VAR_DIR"]) / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A server of our own is thrown away as a whole; dropping its database first can only fail."""
    return connection.vendor == "postgresql" and "TEST_DATABASE_URL" not in os.environ


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _quick_pages(django_test_environment: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", quick.render)
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_emptying() -> Iterator[None]:
    """On a server of our own, where we may do anything."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql" and "TEST_DATABASE_URL" not in os.environ:
            patch.setattr(type(connection.ops), "sql_flush", quick.empty)
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """The same hash in a fraction of the memory: hundreds are made, and none is kept."""
    from workshop.accounts import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PasswordHasher, "memory_cost", 64)
        patch.setattr(PasswordHasher, "time_cost", 1)
        yield


@pytest.fixture(autouse=True)
def _invariants(request: pytest.FixtureRequest) -> Iterator[None]:
    """After any test with rows in it, none of them breaks a rule of the data model."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or request.node.get_closest_marker("breaks_invariants"):
        yield
        return
    # Asked for here so that the rows are still there afterwards.
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    yield
    from soundness import breaches

    assert breaches() == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromiums.find()
    if path is None:
        missing = "No Chromium: nothing was tested in a browser (see `make test`)."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # Its own home, or it would leave caches and a key store in the developer's.
    home: dict[str, str | float | bool] = {**os.environ, "HOME": os.environ["VAR_DIR"]}
    with sync_playwright() as playwright:
        options = chromiums.arguments()
        browser = playwright.chromium.launch(executable_path=path, args=options, env=home)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Pages of the test server, each in a browser of its own: two people at once, a phone, …

    Nothing a page writes to the console as an error goes unseen, refusals of the content
    security policy among it.
    """
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused form (409) and a missing page (404) are answers, not errors of a page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            errors.append(message.text)

    contexts = []

    def open_one(**options: object) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


class Sink:
    """An SMTP server that keeps what it is sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content))
        return "250 Taken"


@pytest.fixture
def smtp_sink(settings: Settings) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.controller.port
    sink.controller.start()
    yield sink
    sink.controller.stop()


def database_url() -> str:
    """The test database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.fixture
def celery_worker(transactional_db: None, smtp_sink: Sink) -> Iterator[None]:
    """A real worker on the test database; its mail arrives in the sink."""
    if not settings.REDIS_URL:
        pytest.skip("No broker in this run (TEST_ON=sqlite)")
    from workshop.celery import app

    app.control.purge()
    command = [sys.executable, "-m", "celery", "-A", "workshop", "worker", "--pool=solo"]
    quiet = ["--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    env = {**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": smtp_sink.url}
    # It takes two seconds to say goodbye, and has nothing by then that is still needed.
    with kept([*command, *quiet], env=env, stop=signal.SIGKILL) as worker:
        give_up = time.monotonic() + 60
        while not app.control.ping(timeout=0.5, limit=1):
            assert worker.poll() is None, "the worker ended"
            assert time.monotonic() < give_up, "the worker keeps silent"
        yield
