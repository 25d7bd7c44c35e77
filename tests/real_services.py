"""The pytest plugin that gives the run its PostgreSQL, its Redis and its folder.

It is named with `-p`, because settings read the environment at import, which is before any
conftest.py. TEST_DATABASE_URL and TEST_REDIS_URL name servers that run already; TEST_ON=sqlite
runs the site as it is embedded, on SQLite and without a broker.
"""

import contextlib
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from services import DidNotStartError, Postgres, Redis

FOLDER = Path(__file__).resolve().parent.parent / "var" / "test"
# A developer's own settings say nothing about a test run, least of all which database to use.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "VAR_DIR"),
    *("DEMO", "SITE_URL", "SITE_NAME", "ALLOWED_HOSTS", "WORKSHOP_CREATORS", "DEFAULT_FROM_EMAIL"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SSL_REDIRECT", "HSTS_SECONDS", "BEHIND_PROXY"),
    *("TRUSTED_PROXY_COUNT", "CONN_MAX_AGE", "MAX_PAPER_MB", "LOG_LEVEL", "CACHE_URL"),
    *("S3_BUCKET", "S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY"),
)
stack = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    for name in OURS:
        os.environ.pop(name, None)
    os.environ["VAR_DIR"] = str(stack.enter_context(own_folder()))
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["VAR_DIR"]  # for tmp_path
    # Playwright's synchronous calls keep an event loop in this thread, which Django would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    if os.environ.get("TEST_ON") != "sqlite" and not only_hands_out(early_config):
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or start(Postgres)
        os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL") or start(Redis)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    stack.close()


def only_hands_out(config: pytest.Config) -> bool:
    """Whether other processes run the tests, each with servers of its own."""
    here = "PYTEST_XDIST_WORKER" in os.environ
    return not here and bool(getattr(config.known_args_namespace, "numprocesses", None))


def start(kind: type[Postgres] | type[Redis]) -> str:
    """A free port can be taken by someone else before the server has it: then another one."""
    for _ in range(2):
        with contextlib.suppress(DidNotStartError):
            return stack.enter_context(kind()).url
    return stack.enter_context(kind()).url


@contextlib.contextmanager
def own_folder() -> Generator[Path]:
    """A folder named after this process; those of processes that were killed are removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for left in FOLDER.iterdir():
        if not is_running(left.name):
            shutil.rmtree(left, ignore_errors=True)
    folder = FOLDER / str(os.getpid())
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def is_running(pid: str) -> bool:
    """Whether another process has this number; our own folder would be an older process's."""
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
