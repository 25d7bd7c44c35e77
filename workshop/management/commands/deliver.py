"""The embedded worker: delivers letters and looks after what else waits, until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from workshop.audience import Audience, audience
from workshop.sweeps import sweep

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
        while not stopped.is_set():
            try:
                sweep(timezone.now)
            except Exception:  # a database that is away comes back
                log.exception("The sweep failed; trying again")
            close_old_connections()
            stopped.wait(every)
