"""One command runs the whole site: its web server, its letter worker and, on loopback, its demo."""

import os
import sys
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from workshop.management.addresses import CannotServeError, answers, be_told, bound, environment
from workshop.management.processes import Processes

FIRST_WORKSHOP = "workshop/data/credit-assignment-2018.toml"
PATIENCE = 60
GUNICORN = "-m gunicorn workshop.wsgi --workers=1 --worker-class=gthread --threads=4"
QUIET = "--no-control-socket --log-level=warning --graceful-timeout=5"


class Command(BaseCommand):
    help = "Run the site. On a loopback address it starts with a demo that anyone may sign in to."
    # `make check` has asked already, and a second start is to take a moment only.
    requires_system_checks: Sequence[str] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        be_told(environment(host, port, os.environ))
        try:
            with Processes() as processes, bound(host, port) as listener:
                prepare()
                web_server = [*GUNICORN.split(), *QUIET.split(), f"--bind=fd://{listener.fileno()}"]
                processes.start("web server", web_server, keep=(listener.fileno(),))
                processes.start("letter worker", ["manage.py", "deliver"])
                wait_for_first_answer(processes, host, port)
                self.stdout.write(welcome())
                while True:
                    complain(processes)
                    time.sleep(0.5)
        except KeyboardInterrupt:
            return
        except CannotServeError as problem:
            self.stderr.write(str(problem))
            sys.exit(1)


def prepare() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.DEMO:
        call_command("load_workshop", str(settings.BASE_DIR / FIRST_WORKSHOP))
        call_command("demo")


def complain(processes: Processes) -> None:
    if name := processes.ended():
        raise CannotServeError(f"The {name} ended by itself, so the site was stopped.")


def wait_for_first_answer(processes: Processes, host: str, port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while not answers(host, port, urlsplit(settings.SITE_URL).netloc):
        complain(processes)
        if time.monotonic() > give_up:
            raise CannotServeError(f"The site did not answer within {PATIENCE} seconds.")
        time.sleep(0.1)


def welcome() -> str:
    lines = ["", f"  The site is at {settings.SITE_URL}/ (Ctrl-C stops it)."]
    if settings.DEMO:
        lines += [
            f"  To try it, sign in with one click: {settings.SITE_URL}{reverse('sign_in')}",
            "  Nothing is sent anywhere; every letter can be read in the outbox.",
        ]
    return "\n".join([*lines, f"  Its data is kept in {settings.VAR_DIR}.", ""])
