"""What waits to be done, found by looking: the worker's whole job.

Later apps do here what follows from an earlier step, which never calls them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from workshop import mail

log = logging.getLogger(__name__)


Clock = Callable[[], datetime]

# So many pieces of one kind of work are done before the next kind has its turn,
PIECES = 50
# and so many letters before we look again for what goes first.
LETTERS = 20


def sweep(clock: Clock) -> int:
    """Deliver what is due, then run every sweep of the settings; how many things were done.

    A sweep is called for one small piece after the other, and letters are delivered between
    them: whoever waits for a code waits for one piece at most.
    """
    done = _deliver(clock)
    for path in settings.SWEEPS:
        for _ in range(PIECES):
            found = _look(path, clock())
            done += found + _deliver(clock)
            if not found:
                break
    return done


def _deliver(clock: Clock) -> int:
    tried = 0
    for _ in range(PIECES):
        tried += (few := mail.deliver_due(clock(), LETTERS))
        if few < LETTERS:
            break
    return tried


def _look(path: str, at: datetime) -> int:
    try:
        return int(import_string(path)(at))
    except Exception:  # one sweep that fails must stop neither the letters nor the others
        log.exception("The sweep %s failed", path)
        return 0
