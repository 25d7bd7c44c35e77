"""The embedded worker: delivers letters and looks after what else waits, until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils import timezone

from workshop import mail
from workshop.audience import Audience, audience
from workshop.sweeps import LETTERS, sweep

log = logging.getLogger(__name__)


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = "Deliver letters and inspect papers, until stopped. Needs no broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        if once:
            done = sweep(timezone.now)
            self.stdout.write(f"{done} done.")
            return
        stopped = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        # Some sweeps take long: whoever waits for a code waits for none of them.
        letters = threading.Thread(target=_deliver_until, args=(stopped, every), daemon=True)
        letters.start()
        _until(stopped, every, lambda: sweep(timezone.now))
        letters.join()


def _deliver_until(stopped: threading.Event, every: float) -> None:
    _until(stopped, every, lambda: mail.deliver_due(timezone.now(), LETTERS))
    connections.close_all()


def _until(stopped: threading.Event, every: float, look: Callable[[], int]) -> None:
    """Look every so many seconds, until it is stopped."""
    while not stopped.is_set():
        try:
            look()
        except Exception:  # a database that is away comes back
            log.exception("The worker failed; trying again")
        close_old_connections()
        stopped.wait(every)
