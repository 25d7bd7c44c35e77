"""One command runs the whole site: its web server, its letter worker and, on loopback, its demo."""

import os
import sys
import time
from functools import partial
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from gunicorn.app import wsgiapp as gunicorn

from workshop.audience import Audience, audience
from workshop.management import addresses
from workshop.management.addresses import CannotServeError, answers, bound
from workshop.management.processes import Processes, make_was_interrupted
from workshop.views.demo import sides

FIRST_WORKSHOP = "workshop/data/credit-assignment-2018.toml"
PATIENCE = 60
GUNICORN = "gunicorn workshop.wsgi --workers=1 --worker-class=gthread --threads=4"
QUIET = "--no-control-socket --log-level=warning --graceful-timeout=5"


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = "Run the site. On a loopback address it starts with a demo that anyone may sign in to."
    # `make check` has asked already, and a second start is to take a moment only.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        addresses.add_arguments(parser)

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        # Reviews, papers, letters with codes: not for others who have an account on this machine.
        os.umask(0o077)
        addresses.settle(host, port)
        try:
            with Processes() as processes, bound(host, port) as listener:
                prepare()
                processes.start("web server", partial(serve_pages, listener.fileno()))
                processes.start("letter worker", deliver_letters)
                wait_for_first_answer(processes, host, port)
                self.stdout.write(welcome())
                while not make_was_interrupted():
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
        unread = StringIO()
        # Once: what an organizer has changed on the site since is kept.
        call_command(
            "load_workshop", str(settings.BASE_DIR / FIRST_WORKSHOP), once=True, stdout=unread
        )
        call_command("demo", stdout=unread)


def serve_pages(listener: int) -> None:
    sys.argv = [*GUNICORN.split(), *QUIET.split(), f"--bind=fd://{listener}"]
    gunicorn.run()


def deliver_letters() -> None:
    call_command("deliver")


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
        lines.append(
            f"  To try it, go to {settings.SITE_URL}{reverse('demo')} and be, with one click:"
        )
        lines += [
            f"    {side.lower():<12}{', '.join(str(person) for person, _ in people)}"
            for side, people in sides()
            if people
        ]
        lines.append(
            "  Nothing is sent anywhere: letters are kept here, and can be read on the site."
        )
    else:
        lines.append("  To create a workshop: manage.py make_administrator ADDRESS, then sign in.")
    if not settings.DEMO and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        lines.append(f"  No EMAIL_URL is set: letters with codes are kept in {settings.MAIL_DIR}.")
    return "\n".join([*lines, f"  Data is in {settings.VAR_DIR} and stays there between runs.", ""])
