"""What waits to be done, found by looking: the worker's whole job.

Later apps do here what follows from an earlier step, which never calls them.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from workshop import mail

log = logging.getLogger(__name__)


def sweep(at: datetime) -> int:
    """Run every sweep of the settings, then deliver what is due; how many things were done."""
    done = 0
    for path in settings.SWEEPS:
        try:
            done += import_string(path)(at)
        except Exception:  # one sweep that fails must not stop the letters
            log.exception("The sweep %s failed", path)
    return done + mail.deliver_due(at)
