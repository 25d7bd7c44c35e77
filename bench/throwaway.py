"""A site for one run: a PostgreSQL, a folder, rows, all gone afterwards (TEST_ON=sqlite: without).

What is imported here before the site is there must not read its settings.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from real_services import OURS, start  # noqa: E402 (from tests/)
from real_services import stack as servers  # noqa: E402


@contextmanager
def thrown_away() -> Iterator[None]:
    """Django is set up inside of the block."""
    for name in OURS:
        os.environ.pop(name, None)
    with servers, ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="workshop-bench-"))
        os.environ.update(VAR_DIR=folder, DJANGO_SETTINGS_MODULE="workshop.settings")
        os.environ["WORKSHOP_CREATORS"] = "*"
        if os.environ.get("TEST_ON") != "sqlite":
            from services import Postgres

            os.environ["DATABASE_URL"] = start(Postgres)
        _set_up()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable()  # pages that are asked for in vain are no news here
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
